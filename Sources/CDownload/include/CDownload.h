// One GET of HTTP with libcurl. libcurl finds a proxy, and the hosts that need none, in the environment.
#ifndef CDOWNLOAD_H
#define CDOWNLOAD_H

#include <stddef.h>
#include <stdint.h>

typedef struct {
  const char *url;
  const char *user_agent;
  int64_t from;             // the index of the first byte; 0 for the whole file
  const char *validator;    // the version that the rest must belong to (If-Range); NULL for any
  int64_t connect_seconds;  // the longest time to connect
  int64_t stall_seconds;    // the time after which the request ends
  int64_t stall_bytes;      // if fewer bytes a second arrive
  void *context;
  // Called with the lines of each response's head, the status line first. After a redirection there is another
  // head.
  void (*on_header)(void *context, const char *line, size_t count);
  // Called with bytes of the body. The request ends if it does not return 0.
  int (*on_bytes)(void *context, const void *bytes, size_t count);
  // Called several times a second. The request ends if it does not return 0.
  int (*should_stop)(void *context);
} cdownload_request;

typedef enum {
  CDOWNLOAD_DONE,         // all announced bytes have arrived
  CDOWNLOAD_INTERRUPTED,  // fewer bytes arrived, or too slowly; another attempt can succeed
  CDOWNLOAD_NO_SERVER,    // the server cannot be reached
  CDOWNLOAD_ENDED,        // a callback has ended the request
  CDOWNLOAD_FAILED,       // another attempt cannot succeed, such as after a wrong scheme or certificate
} cdownload_outcome;

enum { CDOWNLOAD_REASON_BYTES = 256 };

// Sends a request and waits for its end. `status` receives the status code of HTTP, 0 without a response.
// `reason` has room for CDOWNLOAD_REASON_BYTES and receives a text unless the outcome is CDOWNLOAD_DONE.
cdownload_outcome cdownload_get(const cdownload_request *request, int64_t *status, char *reason);

#endif
