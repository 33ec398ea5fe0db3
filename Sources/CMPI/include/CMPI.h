// The functions of MPI that training uses.
//
// The ABIs of MPI libraries differ, so the program does not link any of them. `make cluster` builds a shared
// library from Shim/ with each library's compiler, and cm_open() opens one of them at run time.
#ifndef CMPI_H
#define CMPI_H

#include <stddef.h>

// The version of this table. A shim of another version is refused.
#define CM_VERSION 2

// All functions must be called on the thread that called `start`.
typedef struct {
  int version;
  // Starts MPI. Returns 0, or an error code of MPI.
  int (*start)(void);
  int (*rank)(void);
  int (*size)(void);
  // The name and the version of the library, such as "Open MPI v4.1.4".
  const char *(*library)(void);
  // Start to send and to receive at most `bytes` bytes, at most INT_MAX. `slot` is the number of a request, which
  // must not be in use; the slots are 0 ..< CM_SLOTS. Return 0, or an error code.
  int (*send)(const void *data, size_t bytes, int rank, int tag, int slot);
  int (*receive)(void *data, size_t bytes, int rank, int tag, int slot);
  // Sets *done to 1 if the request of a slot is complete, which frees the slot, and *bytes to the number of
  // bytes received. Returns 0, or an error code.
  int (*test)(int slot, int *done, size_t *bytes);
  // Cancels a request to receive, which frees the slot.
  void (*cancel)(int slot);
  // Ends MPI, when all ranks call it.
  int (*stop)(void);
  // Ends the processes of all ranks with a status. It does not return.
  void (*abort)(int status);
} cm_functions;

#define CM_SLOTS 16384

// Opens a shim. Returns NULL if it cannot be opened or has another version; *problem is then a text of the
// system, or NULL.
const cm_functions *cm_open(const char *path, const char **problem);

// Prepares the calling thread for short pauses, which the system otherwise prolongs by 50 µs.
void cm_prepare_thread(void);

// Starts the program again in a child process, which gets SIGTERM when this process ends. Returns its process ID,
// or -1.
int cm_start_again(char *const arguments[]);

// Adds the numbers of arrays of `length` numbers: sum[i] = ((0 + parts[0][i]) + parts[1][i]) + …, in this order.
// `sum` can be one of the arrays.
void cm_sum(float *sum, const float *const *parts, size_t count, size_t length);

#endif
