// Response normalisation across maps (Krizhevsky, Sutskever, Hinton 2012, section 3.3):
// y = x * s^-beta, s = k + alpha * (sum of squares over the maps around it).
//
// oneDNN's layer keeps twice as many numbers as there are activations for the backward pass. For
// the paper's first layers that is half a gigabyte, and reading it takes longer than computing s
// again. Here, some cells at a time are copied to rows with the maps of a cell side by side, and
// zeros on both sides for maps that do not exist. Every loop runs along a row, in any layout.
#include "COneDNN.h"
#include "numbers.h"
#include "parallel.h"
#include <math.h>
#include <string.h>

// The number of cells at a time: they fit the first cache, and fill a cache line in a row-major
// layout.
#define CELLS 16

typedef struct {
  const od_across_maps *maps;
  void *const *source;
  const void *gradient;
  // One piece in the forward pass, and the pieces of the source in the backward pass.
  void *const *destination;
  float *scratch;
  int scratches, rectified;
} across_maps_job;

// The length of a row with the zeros beside it, in whole cache lines.
static size_t row_size(const od_across_maps *m) {
  return ((size_t)m->maps + (size_t)m->size - 1 + 15) / 16 * 16;
}

// Four arrays of rows: x, the gradient, and the two whose windows are summed.
static size_t scratch_size(const od_across_maps *m) { return 4 * CELLS * row_size(m); }

size_t od_across_maps_scratch(const od_across_maps *maps, int threads) {
  return scratch_size(maps) * (size_t)threads;
}

// Copies of cells from `first` on to rows, and of rows back to cells: [maps / lanes, cells, lanes].
#define DEFINE_ROWS(suffix, number, read, write)                                                   \
  OD_INLINE void gather_##suffix(float *restrict rows, size_t row, const number *restrict from,    \
                                 size_t maps, size_t lanes, size_t cells, size_t first,            \
                                 size_t count) {                                                   \
    for (size_t block = 0; block < maps / lanes; block++)                                          \
      for (size_t cell = 0; cell < count; cell++)                                                  \
        for (size_t lane = 0; lane < lanes; lane++)                                                \
          rows[cell * row + block * lanes + lane] =                                                \
              read(from[(block * cells + first + cell) * lanes + lane]);                           \
  }                                                                                                \
  OD_INLINE void scatter_##suffix(number *restrict to, const float *restrict rows, size_t row,     \
                                  size_t maps, size_t lanes, size_t cells, size_t first,           \
                                  size_t count) {                                                  \
    for (size_t block = 0; block < maps / lanes; block++)                                          \
      for (size_t cell = 0; cell < count; cell++)                                                  \
        for (size_t lane = 0; lane < lanes; lane++)                                                \
          to[(block * cells + first + cell) * lanes + lane] =                                      \
              write(rows[cell * row + block * lanes + lane]);                                      \
  }
DEFINE_ROWS(fp32, float, , )
DEFINE_ROWS(bf16, uint16_t, od_float_of_bf16, od_bf16_of_float)

// Calls with the usual numbers of lanes as constants, so that the inner loops become whole vectors.
#define WITH_LANES(call)                                                                           \
  do {                                                                                             \
    if (lanes == 16) call(16);                                                                     \
    else if (lanes == 8) call(8);                                                                  \
    else call(lanes);                                                                              \
  } while (0)

// Copies the maps of one piece of a tensor to the rows.
OD_INLINE void gather(float *restrict rows, size_t row, const void *from, const od_across_maps *m,
                      size_t maps, size_t image, size_t first, size_t count) {
  size_t lanes = (size_t)m->lanes, cells = (size_t)m->cells;
  size_t start = image * maps * cells;
#define FP32(n) gather_fp32(rows, row, (const float *)from + start, maps, n, cells, first, count)
#define BF16(n) gather_bf16(rows, row, (const uint16_t *)from + start, maps, n, cells, first, count)
  if (m->type == OD_BF16) WITH_LANES(BF16);
  else WITH_LANES(FP32);
#undef FP32
#undef BF16
}

OD_INLINE void scatter(void *to, const float *restrict rows, size_t row, const od_across_maps *m,
                       size_t maps, size_t image, size_t first, size_t count) {
  size_t lanes = (size_t)m->lanes, cells = (size_t)m->cells;
  size_t start = image * maps * cells;
#define FP32(n) scatter_fp32((float *)to + start, rows, row, maps, n, cells, first, count)
#define BF16(n) scatter_bf16((uint16_t *)to + start, rows, row, maps, n, cells, first, count)
  if (m->type == OD_BF16) WITH_LANES(BF16);
  else WITH_LANES(FP32);
#undef FP32
#undef BF16
}

OD_INLINE float window(const float *terms, size_t size) {
  float sum = terms[0];
  for (size_t d = 1; d < size; d++) sum += terms[d];
  return sum;
}

// Returns s^-beta, and s^-1. The usual exponent needs a fourth root instead of a power.
OD_INLINE float inverse_power(float s, float beta, float *inverse) {
  if (beta == 0.75f) {
    float root = od_inverse_fourth_root(s), square = root * root;
    *inverse = square * square;
    return square * root;
  }
  *inverse = 1 / s;
  return powf(s, -beta);
}

// Writes the squares of the maps. The zeros beside them stay.
OD_INLINE void square_rows(const od_across_maps *m, const float *restrict x, float *restrict terms,
                           size_t row, size_t count) {
  size_t maps = (size_t)m->maps, radius = (size_t)m->size / 2;
  for (size_t cell = 0; cell < count; cell++)
    for (size_t i = 0; i < maps; i++)
      terms[cell * row + radius + i] = x[cell * row + i] * x[cell * row + i];
}

OD_INLINE void forward_rows(const od_across_maps *m, size_t size, float beta, float *restrict x,
                            const float *restrict squares, size_t row, size_t count) {
  float k = m->k, alpha = m->alpha, unused;
  for (size_t cell = 0; cell < count; cell++)
    for (size_t i = cell * row; i < cell * row + (size_t)m->maps; i++)
      x[i] *= inverse_power(k + alpha * window(squares + i, size), beta, &unused);
}

// Replaces g by dx = g * s^-beta - 2 * alpha * beta * x * (sum of g * x * s^-(beta + 1) over the
// same window).
OD_INLINE void backward_rows(const od_across_maps *m, size_t size, float beta, int rectified,
                             const float *restrict x, float *restrict g, float *restrict squares,
                             float *restrict terms, size_t row, size_t count) {
  float k = m->k, alpha = m->alpha, factor = 2 * m->alpha * m->beta, inverse;
  size_t maps = (size_t)m->maps, radius = size / 2;
  for (size_t cell = 0; cell < count; cell++)
    for (size_t i = cell * row; i < cell * row + maps; i++) {
      g[i] *= inverse_power(k + alpha * window(squares + i, size), beta, &inverse);
      terms[i + radius] = g[i] * x[i] * inverse;
    }
  for (size_t cell = 0; cell < count; cell++)
    for (size_t i = cell * row; i < cell * row + maps; i++) {
      float d = g[i] - factor * x[i] * window(terms + i, size);
      g[i] = rectified && !(x[i] > 0) ? 0 : d;
    }
}

OD_VECTORIZED static void across_maps_cells(const across_maps_job *j, float *scratch, size_t from,
                                            size_t to) {
  const od_across_maps *m = j->maps;
  size_t row = row_size(m), cells = (size_t)m->cells;
  size_t maps = (size_t)m->maps, pieces = (size_t)m->pieces, part = maps / pieces;
  size_t chunks = (cells + CELLS - 1) / CELLS;
  float *x = scratch, *g = x + CELLS * row;
  float *squares = g + CELLS * row, *terms = squares + CELLS * row;
  // The values beside the maps stay 0.
  memset(squares, 0, 2 * CELLS * row * sizeof *squares);
  // With the paper's values as constants, the compiler unrolls windows and computes no powers.
  int as_in_paper = m->size == 5 && m->beta == 0.75f;
  for (size_t chunk = from; chunk < to; chunk++) {
    size_t image = chunk / chunks, first = chunk % chunks * CELLS;
    size_t count = first + CELLS < cells ? CELLS : cells - first;
    for (size_t p = 0; p < pieces; p++)
      gather(x + p * part, row, j->source[p], m, part, image, first, count);
    square_rows(m, x, squares, row, count);
    if (!j->gradient) {
      if (as_in_paper) forward_rows(m, 5, 0.75f, x, squares, row, count);
      else forward_rows(m, (size_t)m->size, m->beta, x, squares, row, count);
      scatter(j->destination[0], x, row, m, maps, image, first, count);
      continue;
    }
    gather(g, row, j->gradient, m, maps, image, first, count);
    if (as_in_paper) backward_rows(m, 5, 0.75f, j->rectified, x, g, squares, terms, row, count);
    else
      backward_rows(m, (size_t)m->size, m->beta, j->rectified, x, g, squares, terms, row, count);
    for (size_t p = 0; p < pieces; p++)
      scatter(j->destination[p], g + p * part, row, m, part, image, first, count);
  }
}

static void across_maps_part(void *context, int part, int parts) {
  across_maps_job *j = context;
  if (parts > j->scratches) parts = j->scratches;
  if (part >= parts) return;
  size_t chunks =
      (size_t)j->maps->images * (((size_t)j->maps->cells + CELLS - 1) / CELLS);
  across_maps_cells(j, j->scratch + scratch_size(j->maps) * (size_t)part,
                    chunks * (size_t)part / (size_t)parts,
                    chunks * ((size_t)part + 1) / (size_t)parts);
}

void od_across_maps_forward(const od_across_maps *maps, void *const *source,
                            void *destination, float *scratch, int scratches) {
  across_maps_job j = {maps, source, NULL, &destination, scratch, scratches, 0};
  od_parallel(across_maps_part, &j);
}

void od_across_maps_backward(const od_across_maps *maps, int rectified, void *const *source,
                             const void *gradient, void *const *source_gradient, float *scratch,
                             int scratches) {
  across_maps_job j = {maps, source, gradient, source_gradient, scratch, scratches, rectified};
  od_parallel(across_maps_part, &j);
}
