// Response normalisation within a map: y = x * s^-beta, s = k + alpha * (sum of squares over a
// window of size x size cells around each, without those beyond the border).
//
// oneDNN's layer (dnnl_lrn_within_channel) is as fast with 8 or 16 channels side by side. In any
// other layout its versions 2.6 and 3.2 use a reference that takes 20 times as long in the forward
// pass and 150 times in the backward pass.
//
// Window sums are sums along rows, then along columns. `lanes` channels are side by side, so the
// next cell of a row is `lanes` floats further, and every loop runs over whole rows in any layout.
#include "../include/COneDNN.h"
#include "../parallel.h"
#include <math.h>

#define INLINE static inline __attribute__((always_inline))

typedef struct {
  const od_same_map *map;
  const float *source, *gradient;
  float *destination, *sums, *scratch;
  int scratches;
} same_map_job;

// A plane of sums along rows, one of powers, and a row of terms.
static size_t scratch_size(const od_same_map *m) {
  size_t row = (size_t)(m->width * m->lanes);
  return (row * (2 * (size_t)m->height + 1) + 15) / 16 * 16;
}

size_t od_same_map_scratch(const od_same_map *map, int threads) {
  return scratch_size(map) * (size_t)threads;
}

// Sums along a row: out[i] = values[i] and its neighbours, up to `radius` cells on each side.
INLINE void sum_along_row(float *restrict out, const float *restrict values, size_t count,
                          size_t lanes, size_t radius) {
  for (size_t i = 0; i < count; i++) out[i] = values[i];
  for (size_t shift = lanes; shift <= radius * lanes && shift < count; shift += lanes) {
    for (size_t i = 0; i < count - shift; i++) out[i] += values[i + shift];
    for (size_t i = shift; i < count; i++) out[i] += values[i - shift];
  }
}

// Sums along columns: out = the rows of `sums` up to `radius` above and below row y.
INLINE void sum_along_columns(float *restrict out, const float *restrict sums, size_t count,
                              size_t y, size_t height, size_t radius) {
  size_t first = y > radius ? y - radius : 0;
  size_t last = y + radius < height ? y + radius : height - 1;
  for (size_t i = 0; i < count; i++) out[i] = sums[first * count + i];
  for (size_t row = first + 1; row <= last; row++)
    for (size_t i = 0; i < count; i++) out[i] += sums[row * count + i];
}

// Computes out = s^-beta. The usual exponent needs two square roots instead of a power.
INLINE void inverse_power(float *restrict out, const float *restrict s, size_t count, float beta) {
  if (beta == 0.75f)
    for (size_t i = 0; i < count; i++) {
      float root = __builtin_elementwise_sqrt(s[i]);
      out[i] = 1 / (root * __builtin_elementwise_sqrt(root));
    }
  else
    for (size_t i = 0; i < count; i++) out[i] = powf(s[i], -beta);
}

OD_VECTORIZED static void forward_plane(const od_same_map *m, const float *restrict x,
                                        float *restrict y, float *restrict s,
                                        float *restrict scratch) {
  size_t lanes = (size_t)m->lanes, height = (size_t)m->height, row = (size_t)m->width * lanes;
  size_t radius = (size_t)m->size / 2;
  float *restrict sums = scratch, *restrict squares = scratch + height * row;
  for (size_t r = 0; r < height; r++) {
    for (size_t i = 0; i < row; i++) squares[i] = x[r * row + i] * x[r * row + i];
    sum_along_row(sums + r * row, squares, row, lanes, radius);
  }
  for (size_t r = 0; r < height; r++) {
    float *restrict sr = s + r * row, *restrict yr = y + r * row;
    sum_along_columns(sr, sums, row, r, height, radius);
    for (size_t i = 0; i < row; i++) sr[i] = m->k + m->alpha * sr[i];
    inverse_power(yr, sr, row, m->beta);
    for (size_t i = 0; i < row; i++) yr[i] *= x[r * row + i];
  }
}

// Computes dx = g * s^-beta - 2 * alpha * beta * x * (sum of g * x * s^-(beta + 1) over the same
// window).
OD_VECTORIZED static void backward_plane(const od_same_map *m, const float *restrict x,
                                         const float *restrict s, const float *restrict g,
                                         float *restrict dx, float *restrict scratch) {
  size_t lanes = (size_t)m->lanes, height = (size_t)m->height, row = (size_t)m->width * lanes;
  size_t radius = (size_t)m->size / 2;
  float factor = 2 * m->alpha * m->beta;
  float *restrict sums = scratch, *restrict powers = sums + height * row;
  float *restrict terms = powers + height * row;
  for (size_t r = 0; r < height; r++) {
    const float *restrict xr = x + r * row, *restrict sr = s + r * row, *restrict gr = g + r * row;
    float *restrict pr = powers + r * row;
    inverse_power(pr, sr, row, m->beta);
    for (size_t i = 0; i < row; i++) terms[i] = gr[i] * xr[i] * pr[i] / sr[i];
    sum_along_row(sums + r * row, terms, row, lanes, radius);
  }
  for (size_t r = 0; r < height; r++) {
    const float *restrict xr = x + r * row, *restrict gr = g + r * row;
    const float *restrict pr = powers + r * row;
    float *restrict dr = dx + r * row;
    sum_along_columns(dr, sums, row, r, height, radius);
    for (size_t i = 0; i < row; i++) dr[i] = gr[i] * pr[i] - factor * xr[i] * dr[i];
  }
}

static void same_map_part(void *context, int part, int parts) {
  same_map_job *j = context;
  const od_same_map *m = j->map;
  if (parts > j->scratches) parts = j->scratches;
  if (part >= parts) return;
  size_t plane = (size_t)(m->height * m->width * m->lanes);
  size_t last = (size_t)m->planes * ((size_t)part + 1) / (size_t)parts;
  float *scratch = j->scratch + scratch_size(m) * (size_t)part;
  for (size_t p = (size_t)m->planes * (size_t)part / (size_t)parts; p < last; p++) {
    size_t at = p * plane;
    if (j->gradient)
      backward_plane(m, j->source + at, j->sums + at, j->gradient + at, j->destination + at,
                     scratch);
    else forward_plane(m, j->source + at, j->destination + at, j->sums + at, scratch);
  }
}

void od_same_map_forward(const od_same_map *map, const float *source, float *destination,
                         float *sums, float *scratch, int scratches) {
  same_map_job j = {map, source, NULL, destination, sums, scratch, scratches};
  od_parallel(same_map_part, &j);
}

void od_same_map_backward(const od_same_map *map, const float *source, float *sums,
                          const float *gradient, float *source_gradient, float *scratch,
                          int scratches) {
  same_map_job j = {map, source, gradient, source_gradient, sums, scratch, scratches};
  od_parallel(same_map_part, &j);
}
