// Sums, extremes and histograms of numbers.
#include "COneDNN.h"
#include "parallel.h"
#include <math.h>

// The partial results of a block are in sixteen lanes of floats, those of all blocks in doubles:
// fast, and exact enough for any count.
#define LANES 16

OD_VECTORIZED static void summarize_block(const float *restrict values, size_t count,
                                          od_summary *s) {
  float sum[LANES] = {0}, squares[LANES] = {0}, least[LANES], most[LANES];
  int32_t zeros[LANES] = {0};
  for (int lane = 0; lane < LANES; lane++) least[lane] = INFINITY, most[lane] = -INFINITY;
  size_t i = 0;
  for (; i + LANES <= count; i += LANES)
    for (size_t lane = 0; lane < LANES; lane++) {
      float v = values[i + lane];
      sum[lane] += v;
      squares[lane] += v * v;
      least[lane] = v < least[lane] ? v : least[lane];
      most[lane] = v > most[lane] ? v : most[lane];
      zeros[lane] += v == 0;
    }
  for (; i < count; i++) {
    float v = values[i];
    sum[0] += v;
    squares[0] += v * v;
    least[0] = v < least[0] ? v : least[0];
    most[0] = v > most[0] ? v : most[0];
    zeros[0] += v == 0;
  }
  for (int lane = 0; lane < LANES; lane++) {
    s->sum += (double)sum[lane];
    s->squares += (double)squares[lane];
    s->minimum = least[lane] < s->minimum ? least[lane] : s->minimum;
    s->maximum = most[lane] > s->maximum ? most[lane] : s->maximum;
    s->zeros += (size_t)zeros[lane];
  }
}

od_summary od_summarize(const float *values, size_t count) {
  od_summary s = {0, 0, INFINITY, -INFINITY, 0};
  for (size_t block = 0; block < count; block += 4096)
    summarize_block(values + block, block + 4096 < count ? 4096 : count - block, &s);
  return s;
}

void od_histogram(const float *values, size_t count, float minimum, float maximum, int64_t *counts,
                  int bins) {
  float scale = maximum > minimum ? (float)bins / (maximum - minimum) : 0;
  for (size_t i = 0; i < count; i++) {
    float v = values[i];
    if (!(v >= minimum && v <= maximum)) continue;
    int bin = (int)((v - minimum) * scale);
    counts[bin < bins ? bin : bins - 1]++;
  }
}

#define MOST_PARTS 256
typedef struct {
  const float *values;
  size_t count;
  double sums[MOST_PARTS];
} squares_job;

OD_VECTORIZED static double squares_range(const float *values, size_t count) {
  double total = 0;
  for (size_t block = 0; block < count; block += 4096) {
    size_t end = block + 4096 < count ? block + 4096 : count;
    float lanes[32] = {0};
    size_t i = block;
    for (; i + 32 <= end; i += 32)
      for (size_t lane = 0; lane < 32; lane++) lanes[lane] += values[i + lane] * values[i + lane];
    for (; i < end; i++) lanes[0] += values[i] * values[i];
    for (size_t lane = 0; lane < 32; lane++) total += (double)lanes[lane];
  }
  return total;
}

static void squares_part(void *context, int part, int parts) {
  squares_job *j = context;
  size_t from, to;
  if (parts > MOST_PARTS) parts = MOST_PARTS;
  if (part >= parts) return;
  od_part(j->count, part, parts, &from, &to);
  j->sums[part] = squares_range(j->values + from, to - from);
}

double od_sum_of_squares(const float *values, size_t count) {
  squares_job j = {values, count, {0}};
  if (count < 8192) squares_part(&j, 0, 1);
  else od_parallel(squares_part, &j);
  double total = 0;
  for (int part = 0; part < MOST_PARTS; part++) total += j.sums[part];
  return total;
}
