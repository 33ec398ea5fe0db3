// The functions of MPI that training uses, compiled by `make cluster` with the compiler of each MPI library.
#include "CMPI.h"
#include <mpi.h>
