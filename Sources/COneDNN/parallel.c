#define _GNU_SOURCE 1
#include "parallel.h"
#include "COneDNN.h"
#include <sched.h>
#include <stdlib.h>

// libgomp's entry points. Its header belongs to another compiler.
extern void GOMP_parallel(void (*body)(void *), void *data, unsigned threads, unsigned flags);
extern int omp_get_thread_num(void);
extern int omp_get_num_threads(void);
extern void omp_set_num_threads(int);
extern void omp_set_dynamic(int);
extern int omp_get_num_places(void);
extern int omp_get_place_num_procs(int);
extern void omp_get_place_proc_ids(int, int *);

typedef struct {
  void (*body)(void *, int, int);
  void *context;
} job;

static void run_part(void *data) {
  job *j = data;
  j->body(j->context, omp_get_thread_num(), omp_get_num_threads());
}

void od_parallel(void (*body)(void *, int, int), void *context) {
  job j = {body, context};
  GOMP_parallel(run_part, &j, 0, 0);
}

static void count_parts(void *count, int part, int parts) {
  if (part == 0) *(int *)count = parts;
}

int od_set_threads(int count) {
  omp_set_dynamic(0);
  omp_set_num_threads(count);
  // Only a parallel region shows the number: OMP_THREAD_LIMIT, OMP_MAX_ACTIVE_LEVELS and settings
  // of later versions limit it. oneDNN divides its work by the number that is set, and a barrier
  // waits without end for a thread that does not exist.
  int given = 1;
  od_parallel(count_parts, &given);
  if (given < count) omp_set_num_threads(given);
  return given;
}

// Before main, libgomp binds the first thread to the first of its places, and every thread that it
// makes inherits that: all loader threads would share one processor, and the whole process after a
// restart of the program. Threads of a team are bound again when they start.
int od_release_thread(void) {
  int places = omp_get_num_places();
  if (places <= 0) return 1;
  cpu_set_t set, found;
  CPU_ZERO(&set);
  for (int place = 0; place < places; place++) {
    int count = omp_get_place_num_procs(place);
    int *processors = count > 0 ? calloc((size_t)count, sizeof *processors) : NULL;
    if (!processors) return 1;
    omp_get_place_proc_ids(place, processors);
    for (int i = 0; i < count; i++)
      if (processors[i] >= 0 && processors[i] < CPU_SETSIZE) CPU_SET(processors[i], &set);
    free(processors);
  }
  // Linux removes processors that do not exist or that a control group does not allow.
  return sched_setaffinity(0, sizeof set, &set) == 0 &&
         sched_getaffinity(0, sizeof found, &found) == 0 && CPU_EQUAL(&set, &found);
}
