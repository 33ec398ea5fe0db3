// What the Swift side may know of libcurl: one GET. Needs no other header. A proxy, and what needs
// none, are found in the environment by libcurl itself.
#ifndef CDOWNLOAD_H
#define CDOWNLOAD_H

#include <stddef.h>
#include <stdint.h>

typedef struct {
  const char *url;
  const char *user_agent;
  int64_t from;               // the first byte that is wanted; 0 asks for the whole
  const char *validator;      // the rest is wanted only if this still holds (If-Range); may be NULL
  int64_t connect_seconds;    // as long may connecting take
  int64_t stall_seconds;      // given up when for so long
  int64_t stall_bytes;        // fewer bytes a second have come
  void *context;
  // Called with the status and the lines of each answer's head, the last being the one that counts.
  void (*on_header)(void *context, const char *line, size_t count);
  // Takes bytes of the body; anything but 0 ends it.
  int (*on_bytes)(void *context, const void *bytes, size_t count);
  // Asked several times a second; anything but 0 ends it.
  int (*should_stop)(void *context);
} cdownload_request;

typedef enum {
  CDOWNLOAD_DONE,       // as much came as was announced
  CDOWNLOAD_CUT,        // less came, or it was too slow: worth another try
  CDOWNLOAD_NO_SERVER,  // nobody could be reached
  CDOWNLOAD_ENDED,      // by a callback
  CDOWNLOAD_FAILED,     // for good: no such scheme, a certificate that is not trusted
} cdownload_outcome;

enum { CDOWNLOAD_REASON_BYTES = 256 };

// `reason` has room for CDOWNLOAD_REASON_BYTES; `status` is HTTP's, 0 when there was no answer.
cdownload_outcome cdownload_get(const cdownload_request *request, int64_t *status, char *reason);

#endif
