#include "parallel.h"
#include "COneDNN.h"

// libgomp's own entry points; its header belongs to another compiler.
extern void GOMP_parallel(void (*body)(void *), void *data, unsigned threads, unsigned flags);
extern int omp_get_thread_num(void);
extern int omp_get_num_threads(void);
extern void omp_set_num_threads(int);
extern void omp_set_dynamic(int);

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

void od_set_threads(int count) {
  omp_set_dynamic(0);
  omp_set_num_threads(count);
}
