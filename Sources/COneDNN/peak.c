// The most that the cores can do: fused multiply-adds on registers, nothing else.
#include "COneDNN.h"
#include "parallel.h"
#include <time.h>

static double now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

// Sixteen independent chains hide the latency of two pipes; `bytes` is the widest register.
#define CHAINS 16
#define DEFINE_BURN(name, bytes, target)                                                           \
  typedef float name##_vector __attribute__((vector_size(bytes)));                                 \
  target static double name(long rounds) {                                                         \
    name##_vector a[CHAINS], b = {0}, c = {0};                                                     \
    b += 0.999f;                                                                                   \
    c += 0.001f;                                                                                   \
    for (int i = 0; i < CHAINS; i++) a[i] = c * (float)i;                                          \
    for (long round = 0; round < rounds; round++)                                                  \
      _Pragma("clang loop unroll(full)") for (int i = 0; i < CHAINS; i++)                          \
          a[i] = __builtin_elementwise_fma(a[i], b, c);                                            \
    double sum = 0;                                                                                \
    for (int i = 0; i < CHAINS; i++) sum += (double)a[i][0];                                       \
    return sum;                                                                                    \
  }

#if defined(__x86_64__)
DEFINE_BURN(burn_512, 64, __attribute__((target("avx512f,fma"))))
DEFINE_BURN(burn_256, 32, __attribute__((target("avx2,fma"))))
#endif
DEFINE_BURN(burn_128, 16, )

typedef struct {
  double (*burn)(long);
  long rounds;
  // Written so that the work cannot be thrown away.
  volatile double sink;
} peak_job;

static void peak_part(void *context, int part, int parts) {
  (void)parts;
  peak_job *j = context;
  double sum = j->burn(j->rounds);
  if (part == 0) j->sink = sum;
}

static void count_part(void *context, int part, int parts) {
  if (part == 0) *(int *)context = parts;
}

double od_fma_peak(double seconds) {
  peak_job j = {burn_128, 200000, 0};
  int floats = 4;
#if defined(__x86_64__)
  if (__builtin_cpu_supports("avx512f")) {
    j.burn = burn_512;
    floats = 16;
  } else if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma")) {
    j.burn = burn_256;
    floats = 8;
  }
#endif
  int team = 1;
  od_parallel(count_part, &team);
  double best = 0, end = now() + seconds;
  // The best of many short bursts: the limit, not what a noisy neighbour left of it.
  do {
    double start = now();
    od_parallel(peak_part, &j);
    double rate =
        2.0 * CHAINS * floats * (double)j.rounds * team / (now() - start) / 1e9;
    if (rate > best) best = rate;
  } while (now() < end);
  return best;
}
