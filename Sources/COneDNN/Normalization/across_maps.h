// Response normalisation across maps, for some cells at a time: loops over rows of their maps.
#ifndef CONEDNN_ACROSS_MAPS_H
#define CONEDNN_ACROSS_MAPS_H
#include "../include/COneDNN.h"
#include "../numbers.h"
#include <math.h>
#include <string.h>

// The number of cells at a time: they fit the first cache, and fill a cache line in a row-major
// layout.
#define CELLS 16

// The rows of some cells. The zeros beside the maps in the last two arrays stay.
typedef struct {
  float *x, *gradient;
  // The two arrays whose windows are summed.
  float *squares, *terms;
  // The length of a row with the zeros beside it, in whole cache lines.
  size_t length;
} maps_rows;

// The cells whose rows are computed: some of one image.
typedef struct {
  size_t image, first, count;
} some_cells;

OD_INLINE size_t row_length(const od_across_maps *m) {
  return ((size_t)m->maps + (size_t)m->size - 1 + 15) / 16 * 16;
}

OD_INLINE size_t rows_size(const od_across_maps *m) { return 4 * CELLS * row_length(m); }

OD_INLINE maps_rows rows_in(float *scratch, const od_across_maps *m) {
  size_t length = row_length(m), size = CELLS * length;
  maps_rows rows = {scratch, scratch + size, scratch + 2 * size, scratch + 3 * size, length};
  memset(rows.squares, 0, 2 * size * sizeof *scratch);
  return rows;
}

// The number of chunks of cells in an image, and the cells of one of all chunks.
OD_INLINE size_t chunks_of(const od_across_maps *m) {
  return ((size_t)m->cells + CELLS - 1) / CELLS;
}

OD_INLINE some_cells cells_of(const od_across_maps *m, size_t chunk) {
  size_t first = chunk % chunks_of(m) * CELLS, rest = (size_t)m->cells - first;
  return (some_cells){chunk / chunks_of(m), first, rest < CELLS ? rest : CELLS};
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

// Copies the maps of one piece of a tensor to rows, or rows to them.
OD_INLINE void gather(float *restrict rows, size_t row, const void *from, const od_across_maps *m,
                      some_cells c) {
  size_t maps = (size_t)m->maps, lanes = (size_t)m->lanes, cells = (size_t)m->cells;
  size_t start = c.image * maps * cells;
#define FP32(n)                                                                                    \
  gather_fp32(rows, row, (const float *)from + start, maps, n, cells, c.first, c.count)
#define BF16(n)                                                                                    \
  gather_bf16(rows, row, (const uint16_t *)from + start, maps, n, cells, c.first, c.count)
  if (m->type == OD_BF16) WITH_LANES(BF16);
  else WITH_LANES(FP32);
#undef FP32
#undef BF16
}

OD_INLINE void scatter(void *to, const float *restrict rows, size_t row, const od_across_maps *m,
                       some_cells c) {
  size_t maps = (size_t)m->maps, lanes = (size_t)m->lanes, cells = (size_t)m->cells;
  size_t start = c.image * maps * cells;
#define FP32(n) scatter_fp32((float *)to + start, rows, row, maps, n, cells, c.first, c.count)
#define BF16(n) scatter_bf16((uint16_t *)to + start, rows, row, maps, n, cells, c.first, c.count)
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

// Copies cells of the source to rows, and computes their squares.
OD_INLINE void read_rows(const maps_rows *r, const od_across_maps *m, const void *source,
                         some_cells c) {
  size_t maps = (size_t)m->maps, radius = (size_t)m->size / 2;
  const float *restrict x = r->x;
  float *restrict squares = r->squares;
  gather(r->x, r->length, source, m, c);
  for (size_t cell = 0; cell < c.count; cell++)
    for (size_t i = cell * r->length; i < cell * r->length + maps; i++)
      squares[i + radius] = x[i] * x[i];
}

OD_INLINE void forward_rows(const maps_rows *r, const od_across_maps *m, size_t size, float beta,
                            size_t count) {
  float *restrict x = r->x;
  const float *restrict squares = r->squares;
  float k = m->k, alpha = m->alpha, unused;
  for (size_t cell = 0; cell < count; cell++)
    for (size_t i = cell * r->length; i < cell * r->length + (size_t)m->maps; i++)
      x[i] *= inverse_power(k + alpha * window(squares + i, size), beta, &unused);
}

OD_INLINE void backward_rows(const maps_rows *r, const od_across_maps *m, size_t size, float beta,
                             int rectified, size_t count) {
  const float *restrict x = r->x, *restrict squares = r->squares;
  float *restrict g = r->gradient, *restrict terms = r->terms;
  float k = m->k, alpha = m->alpha, factor = 2 * m->alpha * m->beta, inverse;
  size_t maps = (size_t)m->maps, radius = size / 2;
  for (size_t cell = 0; cell < count; cell++)
    for (size_t i = cell * r->length; i < cell * r->length + maps; i++) {
      g[i] *= inverse_power(k + alpha * window(squares + i, size), beta, &inverse);
      terms[i + radius] = g[i] * x[i] * inverse;
    }
  for (size_t cell = 0; cell < count; cell++)
    for (size_t i = cell * r->length; i < cell * r->length + maps; i++) {
      float d = g[i] - factor * x[i] * window(terms + i, size);
      g[i] = rectified && !(x[i] > 0) ? 0 : d;
    }
}

// With the paper's values as constants, the compiler unrolls windows and computes no powers.
OD_INLINE int is_as_in_paper(const od_across_maps *m) { return m->size == 5 && m->beta == 0.75f; }

// The same for the paper's values and whole blocks of maps. The root of a vector is a chain of
// operations that wait for each other, so those of several cells are computed at a time. The rows
// beyond the last cell have numbers without a meaning.
enum { AT_A_TIME = 2 };

typedef float maps_block __attribute__((ext_vector_type(OD_LANES)));
typedef uint32_t maps_bits __attribute__((ext_vector_type(OD_LANES)));

#define EACH_CELL(c) _Pragma("clang loop unroll(full)") for (size_t c = 0; c < AT_A_TIME; c++)

OD_INLINE void load_block(maps_block *to, const float *from) { memcpy(to, from, sizeof *to); }
OD_INLINE void store_block(float *to, const maps_block *from) { memcpy(to, from, sizeof *from); }

OD_INLINE void window_of_5(maps_block *sum, const float *terms) {
  maps_block term;
  load_block(sum, terms);
  for (size_t d = 1; d < 5; d++) {
    load_block(&term, terms + d);
    *sum += term;
  }
}

// Computes s^-1/4 of k + alpha * windows of squares, as od_inverse_fourth_root does.
OD_INLINE void roots_of(maps_block *roots, const float *squares, size_t row, float k, float alpha) {
  maps_block quarter[AT_A_TIME];
  EACH_CELL(c) {
    maps_block s;
    maps_bits bits;
    window_of_5(&s, squares + c * row);
    s = k + alpha * s;
    memcpy(&bits, &s, sizeof bits);
    bits = 0x4f586000 - (bits >> 2);
    memcpy(roots + c, &bits, sizeof bits);
    quarter[c] = 0.25f * s;
  }
  _Pragma("clang loop unroll(full)") for (int step = 0; step < 3; step++) EACH_CELL(c) {
    maps_block square = roots[c] * roots[c];
    roots[c] *= 1.25f - quarter[c] * (square * square);
  }
}

OD_INLINE void forward_blocks(const maps_rows *r, const od_across_maps *m, size_t count) {
  float k = m->k, alpha = m->alpha;
  for (size_t cell = 0; cell < count; cell += AT_A_TIME)
    for (size_t i = cell * r->length; i < cell * r->length + (size_t)m->maps; i += OD_LANES) {
      maps_block roots[AT_A_TIME], x;
      roots_of(roots, r->squares + i, r->length, k, alpha);
      EACH_CELL(c) {
        load_block(&x, r->x + i + c * r->length);
        maps_block square = roots[c] * roots[c];
        x *= square * roots[c];
        store_block(r->x + i + c * r->length, &x);
      }
    }
}

OD_INLINE void backward_blocks(const maps_rows *r, const od_across_maps *m, int rectified,
                               size_t count) {
  float k = m->k, alpha = m->alpha, factor = 2 * m->alpha * 0.75f;
  for (size_t cell = 0; cell < count; cell += AT_A_TIME)
    for (size_t i = cell * r->length; i < cell * r->length + (size_t)m->maps; i += OD_LANES) {
      maps_block roots[AT_A_TIME], x, g;
      roots_of(roots, r->squares + i, r->length, k, alpha);
      EACH_CELL(c) {
        size_t at = i + c * r->length;
        load_block(&x, r->x + at);
        load_block(&g, r->gradient + at);
        maps_block square = roots[c] * roots[c];
        g *= square * roots[c];
        store_block(r->gradient + at, &g);
        x = g * x * (square * square);
        store_block(r->terms + at + 2, &x);
      }
    }
  for (size_t cell = 0; cell < count; cell++)
    for (size_t i = cell * r->length; i < cell * r->length + (size_t)m->maps; i += OD_LANES) {
      maps_block x, g, sum;
      load_block(&x, r->x + i);
      load_block(&g, r->gradient + i);
      window_of_5(&sum, r->terms + i);
      g -= factor * x * sum;
      if (rectified) g = x > 0 ? g : 0;
      store_block(r->gradient + i, &g);
    }
}

OD_INLINE int has_blocks(const od_across_maps *m) {
  return is_as_in_paper(m) && m->maps % OD_LANES == 0;
}

// Replaces x by y.
OD_INLINE void normalize(const maps_rows *r, const od_across_maps *m, size_t count) {
  if (has_blocks(m)) forward_blocks(r, m, count);
  else if (is_as_in_paper(m)) forward_rows(r, m, 5, 0.75f, count);
  else forward_rows(r, m, (size_t)m->size, m->beta, count);
}

// Replaces the gradient g by dx = g * s^-beta - 2 * alpha * beta * x * (sum over the same window of
// g * x * s^-(beta + 1)). `rectified` applies the ReLU whose output is x.
OD_INLINE void pass_back(const maps_rows *r, const od_across_maps *m, int rectified, size_t count) {
  if (has_blocks(m)) backward_blocks(r, m, rectified, count);
  else if (is_as_in_paper(m)) backward_rows(r, m, 5, 0.75f, rectified, count);
  else backward_rows(r, m, (size_t)m->size, m->beta, rectified, count);
}

#endif
