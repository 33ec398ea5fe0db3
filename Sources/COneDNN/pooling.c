// Maxima and averages over windows, without the cells beyond the border, of maps with 16 channels
// side by side. oneDNN's forward pass takes two to four times as long, because the work for a cell
// waits for the cell before, and its backward pass writes every cell several times. Here, each cell
// of a gradient is gathered from the windows that contain it, and written once.
#include "COneDNN.h"
#include "numbers.h"
#include "parallel.h"
#include <math.h>
#include <string.h>

typedef float floats __attribute__((ext_vector_type(OD_LANES)));
typedef int32_t ints __attribute__((ext_vector_type(OD_LANES)));
typedef uint32_t words __attribute__((ext_vector_type(OD_LANES)));
typedef uint16_t halves __attribute__((ext_vector_type(OD_LANES)));
typedef uint8_t bytes __attribute__((ext_vector_type(OD_LANES)));

typedef struct {
  const od_pool *pool;
  const void *from, *active;
  void *to;
  uint8_t *places;
  int is_backward;
} pool_job;

// The place of a rectified maximum of 0, which has no cell.
enum { nowhere = 255 };

// Loads the numbers of a cell. A pointer receives them, because the way in which functions return
// vectors depends on the instruction set.
OD_INLINE void load(floats *out, const void *numbers, size_t cell, int type) {
  if (type == OD_FP32) {
    memcpy(out, (const float *)numbers + cell * OD_LANES, sizeof *out);
    return;
  }
  halves narrow;
  memcpy(&narrow, (const uint16_t *)numbers + cell * OD_LANES, sizeof narrow);
  words wide = __builtin_convertvector(narrow, words) << 16;
  memcpy(out, &wide, sizeof wide);
}

OD_INLINE void store(void *numbers, size_t cell, int type, const floats *values) {
  if (type == OD_FP32) {
    memcpy((float *)numbers + cell * OD_LANES, values, sizeof *values);
    return;
  }
  // The same rounding as od_bf16_of_float.
  words wide;
  memcpy(&wide, values, sizeof wide);
  words rounded = (wide + 0x7fff + (wide >> 16 & 1)) >> 16;
  rounded = (wide & 0x7fffffff) > 0x7f800000 ? wide >> 16 | 0x40 : rounded;
  halves narrow = __builtin_convertvector(rounded, halves);
  memcpy((uint16_t *)numbers + cell * OD_LANES, &narrow, sizeof narrow);
}

typedef struct {
  size_t from, to;
} range;

// Returns the cells of a side that a window covers.
OD_INLINE range covered(const od_pool *p, size_t window, size_t side) {
  size_t start = window * p->stride, end = start + p->size - p->padding;
  return (range){start > p->padding ? start - p->padding : 0, end < side ? end : side};
}

OD_INLINE void forward(const od_pool *p, const void *x, void *y, uint8_t *places, int type,
                       int is_maximum) {
  for (size_t row = 0; row < p->rows; row++) {
    range ys = covered(p, row, p->height);
    for (size_t column = 0; column < p->columns; column++) {
      range xs = covered(p, column, p->width);
      floats result = is_maximum && !p->rectified ? -INFINITY : 0, value;
      ints place = nowhere;
      for (size_t cy = ys.from; cy < ys.to; cy++) {
        size_t here = (cy + p->padding - row * p->stride) * p->size + p->padding -
                      column * p->stride;
        for (size_t cx = xs.from; cx < xs.to; cx++) {
          load(&value, x, cy * p->width + cx, type);
          if (is_maximum) {
            // NaN wins, so that a divergence stays visible.
            ints is_larger = value > result | value != value;
            result = is_larger ? value : result;
            place = is_larger ? (ints)(int32_t)(here + cx) : place;
          } else result += value;
        }
      }
      size_t cell = row * p->columns + column;
      if (is_maximum) {
        bytes narrow = __builtin_convertvector(place, bytes);
        memcpy(places + cell * OD_LANES, &narrow, sizeof narrow);
      } else result /= (float)((ys.to - ys.from) * (xs.to - xs.from));
      store(y, cell, type, &result);
    }
  }
}

OD_INLINE void backward(const od_pool *p, const void *dy, void *dx, const uint8_t *places,
                        const void *active, int type, int is_maximum) {
  // The factor of a gradient for each number of cells in a window.
  float shares[nowhere + 1];
  for (size_t cells = 1; cells <= p->size * p->size; cells++) shares[cells] = 1 / (float)cells;
  size_t firstRow = 0;
  for (size_t cy = 0; cy < p->height; cy++) {
    while (firstRow * p->stride + p->size <= cy + p->padding) firstRow++;
    size_t firstColumn = 0;
    for (size_t cx = 0; cx < p->width; cx++) {
      while (firstColumn * p->stride + p->size <= cx + p->padding) firstColumn++;
      floats sum = 0, value;
      for (size_t row = firstRow; row < p->rows && row * p->stride <= cy + p->padding; row++) {
        size_t here = (cy + p->padding - row * p->stride) * p->size + cx + p->padding;
        range ys = covered(p, row, p->height);
        for (size_t column = firstColumn;
             column < p->columns && column * p->stride <= cx + p->padding; column++) {
          size_t cell = row * p->columns + column;
          load(&value, dy, cell, type);
          if (is_maximum) {
            bytes narrow;
            memcpy(&narrow, places + cell * OD_LANES, sizeof narrow);
            ints place = __builtin_convertvector(narrow, ints);
            sum += place == (ints)(int32_t)(here - column * p->stride) ? value : 0;
          } else {
            range xs = covered(p, column, p->width);
            sum += value * shares[(ys.to - ys.from) * (xs.to - xs.from)];
          }
        }
      }
      if (active) {
        load(&value, active, cy * p->width + cx, type);
        sum = value > 0 ? sum : 0;
      }
      store(dx, cy * p->width + cx, type, &sum);
    }
  }
}

OD_VECTORIZED static void plane(const pool_job *j, size_t number) {
  const od_pool *p = j->pool;
  size_t large = p->height * p->width * OD_LANES, small = p->rows * p->columns * OD_LANES;
  size_t bytes = od_size(p->type);
  const char *from = (const char *)j->from + number * (j->is_backward ? small : large) * bytes;
  char *to = (char *)j->to + number * (j->is_backward ? large : small) * bytes;
  const char *active = j->active ? (const char *)j->active + number * large * bytes : NULL;
  uint8_t *places = j->places + number * small;
  // Constant arguments make a specialised function of each combination.
#define PLANE(type, is_maximum)                                                                    \
  j->is_backward ? backward(p, from, to, places, active, type, is_maximum)                         \
                 : forward(p, from, to, places, type, is_maximum)
  int is_maximum = p->kind == OD_MAXIMUM;
  if (p->type == OD_FP32) is_maximum ? PLANE(OD_FP32, 1) : PLANE(OD_FP32, 0);
  else is_maximum ? PLANE(OD_BF16, 1) : PLANE(OD_BF16, 0);
}

static void pool_part(void *context, int part, int parts) {
  pool_job *j = context;
  size_t last = j->pool->planes * ((size_t)part + 1) / (size_t)parts;
  for (size_t p = j->pool->planes * (size_t)part / (size_t)parts; p < last; p++) plane(j, p);
}

void od_pool_forward(const od_pool *pool, const void *source, void *destination,
                     uint8_t *places) {
  pool_job j = {pool, source, NULL, destination, places, 0};
  od_parallel(pool_part, &j);
}

void od_pool_backward(const od_pool *pool, const void *gradient, const uint8_t *places,
                      const void *active, void *source_gradient) {
  pool_job j = {pool, gradient, active, source_gradient, (uint8_t *)places, 1};
  od_parallel(pool_part, &j);
}
