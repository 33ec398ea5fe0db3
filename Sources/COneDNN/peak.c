// The peak of the processors: multiplications and additions on registers, and nothing else. The compiler
// fuses them where the instructions have that.
#include "COneDNN.h"
#include "parallel.h"
#include <time.h>
#if defined(__x86_64__)
#include <immintrin.h>
#endif

static double now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

// Sixteen independent chains hide the latency of two pipes. `bytes` is the size of a register.
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
          a[i] = a[i] * b + c;                                                                     \
    double sum = 0;                                                                                \
    for (int i = 0; i < CHAINS; i++) sum += (double)a[i][0];                                       \
    return sum;                                                                                    \
  }

#if defined(__x86_64__)
DEFINE_BURN(burn_512, 64, __attribute__((target("avx512f,fma"))))
DEFINE_BURN(burn_256, 32, __attribute__((target("avx2,fma"))))
#endif
DEFINE_BURN(burn_128, 16, )

#if defined(__x86_64__)
// Each sum has two products: twice the multiplications of a register of floats.
__attribute__((target("avx512f,avx512bf16"))) static double burn_bf16(long rounds) {
  __m512 a[CHAINS];
  __m512bh b = (__m512bh)_mm512_set1_epi32(0x3f003f00), c = (__m512bh)_mm512_set1_epi32(0x38003800);
  for (int i = 0; i < CHAINS; i++) a[i] = _mm512_set1_ps((float)i);
  for (long round = 0; round < rounds; round++)
    _Pragma("clang loop unroll(full)") for (int i = 0; i < CHAINS; i++)
        a[i] = _mm512_dpbf16_ps(a[i], b, c);
  double sum = 0;
  for (int i = 0; i < CHAINS; i++) sum += (double)_mm512_reduce_add_ps(a[i]);
  return sum;
}
#endif

typedef struct {
  double (*burn)(long);
  long rounds;
  // Receives the result, so that the compiler keeps the work.
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

static double peak(double (*burn)(long), int multiplications, double seconds) {
  peak_job j = {burn, 200000, 0};
  int team = 1;
  od_parallel(count_part, &team);
  double best = 0, end = now() + seconds;
  // The best of many short bursts is closest to the limit on a machine with other work.
  do {
    double start = now();
    od_parallel(peak_part, &j);
    double rate =
        2.0 * CHAINS * multiplications * (double)j.rounds * team / (now() - start) / 1e9;
    if (rate > best) best = rate;
  } while (now() < end);
  return best;
}

double od_peak(double seconds, int type) {
#if defined(__x86_64__)
  if (type == OD_BF16)
    return od_has_bf16() && !od_has_amx() ? peak(burn_bf16, 32, seconds) : 0;
  if (od_has_avx512()) return peak(burn_512, 16, seconds);
  if (od_has_avx2() && __builtin_cpu_supports("fma")) return peak(burn_256, 8, seconds);
#endif
  return type == OD_BF16 ? 0 : peak(burn_128, 4, seconds);
}
