#include "COneDNN.h"
#include "parallel.h"
#include <math.h>
#include <string.h>

// ---- momentum SGD: one pass, memory-bound ---------------------------------------------------------

typedef struct {
  float *weights, *velocity;
  const float *gradient;
  size_t count;
  float rate, momentum, decay;
} sgd_job;

OD_VECTORIZED static void sgd_range(float *restrict w, float *restrict v, const float *restrict g,
                                    size_t count, float rate, float momentum, float shrink) {
  for (size_t i = 0; i < count; i++) {
    float next = momentum * v[i] - shrink * w[i] - rate * g[i];
    v[i] = next;
    w[i] += next;
  }
}

static void sgd_part(void *context, int part, int parts) {
  sgd_job *j = context;
  size_t from, to;
  od_part(j->count, part, parts, &from, &to);
  sgd_range(j->weights + from, j->velocity + from, j->gradient + from, to - from, j->rate,
            j->momentum, j->decay * j->rate);
}

void od_sgd(float *weights, float *velocity, const float *gradient, size_t count, float rate,
            float momentum, float decay) {
  sgd_job j = {weights, velocity, gradient, count, rate, momentum, decay};
  // A team costs some microseconds: not for a vector of biases.
  if (count < 8192) sgd_part(&j, 0, 1);
  else od_parallel(sgd_part, &j);
}

// ---- softmax with log loss ------------------------------------------------------------------------

od_score od_softmax_loss(const float *scores, const int32_t *labels, size_t rows, size_t valid,
                         size_t classes, float *gradient) {
  od_score score = {0, 0, 0};
  if (gradient && valid < rows)
    memset(gradient + valid * classes, 0, (rows - valid) * classes * sizeof *gradient);
  for (size_t row = 0; row < valid; row++) {
    const float *z = scores + row * classes;
    size_t label = (size_t)labels[row];
    float best = z[0];
    // How many classes come before the label: higher scores, and equal ones with a lower number,
    // so that a network whose scores are all equal is right by chance only. NaN comes first.
    size_t before = 0;
    for (size_t c = 0; c < classes; c++) {
      if (z[c] > best) best = z[c];
      before += !(z[c] < z[label] || (z[c] == z[label] && c >= label));
    }
    double sum = 0;
    for (size_t c = 0; c < classes; c++) sum += exp((double)(z[c] - best));
    score.loss += log(sum) - (double)(z[label] - best);
    score.top1 += before >= 1;
    score.top5 += before >= 5;
    if (!gradient) continue;
    float *d = gradient + row * classes;
    for (size_t c = 0; c < classes; c++)
      d[c] = (float)((exp((double)(z[c] - best)) / sum - (c == label)) / (double)valid);
  }
  return score;
}

// ---- statistics -------------------------------------------------------------------------------------

// Partial results of a block in sixteen lanes of floats, blocks in doubles: fast, and exact enough
// for any size.
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

// ---- normal numbers ---------------------------------------------------------------------------------

typedef struct {
  float *out;
  size_t count;
  uint64_t key, stream;
  float deviation;
} gaussian_job;

// Box and Muller's transform of a Philox block: four words give four numbers.
static void gaussian_part(void *context, int part, int parts) {
  gaussian_job *j = context;
  size_t blocks = (j->count + 3) / 4;
  size_t last = blocks * ((size_t)part + 1) / (size_t)parts;
  uint32_t key[2] = {(uint32_t)j->key, (uint32_t)(j->key >> 32)};
  for (size_t block = blocks * (size_t)part / (size_t)parts; block < last; block++) {
    uint32_t counter[4] = {(uint32_t)block, (uint32_t)(block >> 32), (uint32_t)j->stream,
                           (uint32_t)(j->stream >> 32)};
    uint32_t words[4];
    od_philox(counter, key, words);
    float numbers[4];
    for (int pair = 0; pair < 4; pair += 2) {
      // (0, 1], so that the logarithm is finite.
      float u = ((float)(words[pair] >> 8) + 1) * 0x1p-24f;
      float angle = (float)(words[pair + 1] >> 8) * 0x1p-24f * 6.28318530718f;
      float radius = j->deviation * sqrtf(-2 * logf(u));
      numbers[pair] = radius * cosf(angle);
      numbers[pair + 1] = radius * sinf(angle);
    }
    for (size_t i = block * 4; i < block * 4 + 4 && i < j->count; i++)
      j->out[i] = numbers[i - block * 4];
  }
}

void od_gaussian(float *out, size_t count, uint64_t key, uint64_t stream, float deviation) {
  gaussian_job j = {out, count, key, stream, deviation};
  od_parallel(gaussian_part, &j);
}
