// The functions of MPI that training uses, compiled by `make cluster` with the compiler of each MPI library.
#include "CMPI.h"
#include <mpi.h>
#include <stdlib.h>

static MPI_Comm all = MPI_COMM_NULL;
static MPI_Request requests[CM_SLOTS];

static int start(void) {
  int level;
  // Other threads exist, but only this one calls MPI.
  int error = MPI_Init_thread(NULL, NULL, MPI_THREAD_FUNNELED, &level);
  if (error) return error;
  // By default, an error of MPI ends all processes without the name of the rank that is missing.
  MPI_Comm_set_errhandler(MPI_COMM_WORLD, MPI_ERRORS_RETURN);
  error = MPI_Comm_dup(MPI_COMM_WORLD, &all);
  if (error) return error;
  MPI_Comm_set_errhandler(all, MPI_ERRORS_RETURN);
  for (int slot = 0; slot < CM_SLOTS; slot++) requests[slot] = MPI_REQUEST_NULL;
  return 0;
}

static int rank(void) {
  int rank = 0;
  MPI_Comm_rank(all, &rank);
  return rank;
}

static int size(void) {
  int size = 1;
  MPI_Comm_size(all, &size);
  return size;
}

static const char *library(void) {
  static char text[MPI_MAX_LIBRARY_VERSION_STRING + 1];
  int length = 0;
  MPI_Get_library_version(text, &length);
  return text;
}

static int send(const void *data, size_t bytes, int rank, int tag, int slot) {
  return MPI_Isend(data, (int)bytes, MPI_BYTE, rank, tag, all, &requests[slot]);
}

static int receive(void *data, size_t bytes, int rank, int tag, int slot) {
  return MPI_Irecv(data, (int)bytes, MPI_BYTE, rank, tag, all, &requests[slot]);
}

static int test(int slot, int *done, size_t *bytes) {
  MPI_Status status;
  int count = 0;
  int error = MPI_Test(&requests[slot], done, &status);
  if (!error && *done) error = MPI_Get_count(&status, MPI_BYTE, &count);
  *bytes = count > 0 ? (size_t)count : 0;
  return error;
}

static void cancel(int slot) {
  if (requests[slot] == MPI_REQUEST_NULL) return;
  MPI_Cancel(&requests[slot]);
  MPI_Wait(&requests[slot], MPI_STATUS_IGNORE);
}

// Sends a byte to each rank, twice. The second exchange begins when the bytes of the first one have arrived, so all
// connections between the ranks are complete at its end. MPICH over TCP needs this: MPI_Finalize waits until the
// connections of a rank are complete, while ranks that have finished with theirs no longer answer.
static int complete_connections(void) {
  int count = size();
  char *bytes = calloc((size_t)count, 2);
  int error = bytes ? MPI_SUCCESS : MPI_ERR_NO_MEM;
  for (int turn = 0; turn < 2 && !error; turn++) {
    error = MPI_Alltoall(bytes, 1, MPI_BYTE, bytes + count, 1, MPI_BYTE, all);
  }
  free(bytes);
  return error;
}

static int stop(void) {
  complete_connections();
  MPI_Comm_free(&all);
  return MPI_Finalize();
}

static void end_all(int status) { MPI_Abort(MPI_COMM_WORLD, status); }

const cm_functions cm_table = {
  .version = CM_VERSION,
  .start = start,
  .rank = rank,
  .size = size,
  .library = library,
  .send = send,
  .receive = receive,
  .test = test,
  .cancel = cancel,
  .stop = stop,
  .abort = end_all,
};
