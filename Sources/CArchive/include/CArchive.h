// The functions of libarchive and zlib that the program uses: archives that are read from front to end, from
// a file or from a member of another archive.
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
  CARCHIVE_DAMAGED,    // carchive_reason returns the reason
  CARCHIVE_TRUNCATED,  // the archive ends too early
  CARCHIVE_FAILED,     // reading the file failed; carchive_code returns the errno
} carchive_status;

// Valid until the next call for the same archive.
typedef struct {
  const char *path;  // the bytes in the archive; NULL if there are none
  int64_t size;      // in bytes; -1 if the archive does not have it before the contents
  carchive_kind kind;
} carchive_member;

// Opens an archive in a file and owns the descriptor from then on. Returns NULL if there is too little memory.
carchive *carchive_open_file(int descriptor);
// Opens the current member of `outer` as an archive. `outer` must outlive it, and must not be used until it is
// closed. Returns NULL if there is too little memory.
carchive *carchive_open_member(carchive *outer);
void carchive_close(carchive *archive);

// Moves to the next member. The first call returns CARCHIVE_DAMAGED if the file is not an archive.
carchive_status carchive_next(carchive *archive, carchive_member *member);
// Reads up to `room` bytes of the current member. `count` receives the number of bytes, 0 at the end.
carchive_status carchive_read(carchive *archive, void *bytes, size_t room, size_t *count);

const char *carchive_reason(const carchive *archive);
int carchive_code(const carchive *archive);
// Returns the number of bytes of the file or member that have been read or skipped.
int64_t carchive_position(const carchive *archive);

// Decompresses a zlib stream. Returns the number of bytes written, or -1 if the stream is damaged or longer
// than `room`.
int64_t carchive_inflate(const void *bytes, size_t count, void *output, size_t room);

#endif
