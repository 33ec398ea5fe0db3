// What the Swift side may know of libarchive and zlib: archives read from front to end, from a file or
// from a member of another archive. Needs no other header.
#ifndef CARCHIVE_H
#define CARCHIVE_H

#include <stddef.h>
#include <stdint.h>

typedef struct carchive carchive;

typedef enum {
  CARCHIVE_FILE,
  CARCHIVE_FOLDER,
  CARCHIVE_SYMBOLIC_LINK,
  CARCHIVE_HARD_LINK,
  CARCHIVE_DEVICE,  // devices, pipes and sockets
} carchive_kind;

typedef enum {
  CARCHIVE_OK,
  CARCHIVE_END,
  CARCHIVE_DAMAGED,    // carchive_reason says how
  CARCHIVE_TRUNCATED,  // it ends too early
  CARCHIVE_FAILED,     // reading the file failed: carchive_code has the errno
} carchive_status;

// Valid until the next call for the same archive.
typedef struct {
  const char *path;  // bytes as they are in the archive; NULL when there are none
  int64_t size;      // -1 when it is not known beforehand
  carchive_kind kind;
} carchive_member;

// Takes the descriptor over. NULL when there is no memory.
carchive *carchive_open_file(int descriptor);
// Reads the member that `outer` stands at as an archive; `outer` is to outlive it, and not to be used
// until this one is closed.
carchive *carchive_open_member(carchive *outer);
void carchive_close(carchive *archive);

// Whether it is an archive at all shows here.
carchive_status carchive_next(carchive *archive, carchive_member *member);
// Up to `room` bytes of the member; 0 at its end.
carchive_status carchive_read(carchive *archive, void *bytes, size_t room, size_t *count);

const char *carchive_reason(const carchive *archive);
int carchive_code(const carchive *archive);
// How far into its file, or its member, it has read.
int64_t carchive_position(const carchive *archive);

// Inflates a zlib stream; the number of bytes that came out, or -1 when it is damaged or does not fit.
int64_t carchive_inflate(const void *bytes, size_t count, void *output, size_t room);

#endif
