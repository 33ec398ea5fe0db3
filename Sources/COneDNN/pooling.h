// Maxima and averages over windows of maps, for 16 channels at a time: the loops over cells.
#ifndef CONEDNN_POOLING_H
#define CONEDNN_POOLING_H
#include "include/COneDNN.h"
#include "numbers.h"
#include <math.h>
#include <string.h>

typedef float floats __attribute__((ext_vector_type(OD_LANES)));
typedef int32_t ints __attribute__((ext_vector_type(OD_LANES)));
typedef uint32_t words __attribute__((ext_vector_type(OD_LANES)));
typedef uint16_t halves __attribute__((ext_vector_type(OD_LANES)));
typedef uint8_t bytes __attribute__((ext_vector_type(OD_LANES)));

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

// The same for maps of the source: with 8 lanes, a plane of 16 channels is two planes of 8.
OD_INLINE void load_source(floats *out, const od_pool *p, const void *maps, size_t cell, int type,
                           size_t lanes) {
  if (lanes == OD_LANES) {
    load(out, maps, cell, type);
    return;
  }
  const float *low = (const float *)maps + cell * 8, *high = low + p->height * p->width * 8;
  memcpy(out, low, 8 * sizeof *low);
  memcpy((char *)out + 8 * sizeof *low, high, 8 * sizeof *high);
}

OD_INLINE void store_source(const od_pool *p, void *maps, size_t cell, int type, size_t lanes,
                            const floats *values) {
  if (lanes == OD_LANES) {
    store(maps, cell, type, values);
    return;
  }
  float *low = (float *)maps + cell * 8, *high = low + p->height * p->width * 8;
  memcpy(low, values, 8 * sizeof *low);
  memcpy(high, (const char *)values + 8 * sizeof *low, 8 * sizeof *high);
}

typedef struct {
  size_t from, to;
} range;

// Returns the cells of a side that a window covers.
OD_INLINE range covered(const od_pool *p, size_t window, size_t side) {
  size_t start = window * p->stride, end = start + p->size - p->padding;
  return (range){start > p->padding ? start - p->padding : 0, end < side ? end : side};
}

// Computes one row of windows.
OD_INLINE void pool_row(const od_pool *p, const void *x, void *y, uint8_t *places, size_t row,
                        int type, int is_maximum, size_t lanes) {
  range ys = covered(p, row, p->height);
  for (size_t column = 0; column < p->columns; column++) {
    range xs = covered(p, column, p->width);
    floats result = is_maximum && !p->rectified ? -INFINITY : 0, value;
    ints place = nowhere;
    for (size_t cy = ys.from; cy < ys.to; cy++) {
      size_t here =
          (cy + p->padding - row * p->stride) * p->size + p->padding - column * p->stride;
      for (size_t cx = xs.from; cx < xs.to; cx++) {
        load_source(&value, p, x, cy * p->width + cx, type, lanes);
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

// Moves a range of windows along a side, of `windows`, to those that contain a later cell. The
// first range is empty.
OD_INLINE void advance(range *w, const od_pool *p, size_t cell, size_t windows) {
  while (w->from * p->stride + p->size <= cell + p->padding) w->from++;
  while (w->to < windows && w->to * p->stride <= cell + p->padding) w->to++;
}

// The windows that contain a cell: their numbers, and the place of the cell in each.
typedef struct {
  size_t count, windows[nowhere];
  int32_t places[nowhere];
} cell_windows;

OD_INLINE void list_windows(cell_windows *list, const od_pool *p, size_t cy, size_t cx, range rows,
                            range columns) {
  list->count = 0;
  for (size_t row = rows.from; row < rows.to; row++) {
    size_t here = (cy + p->padding - row * p->stride) * p->size + cx + p->padding;
    for (size_t column = columns.from; column < columns.to; column++) {
      list->windows[list->count] = row * p->columns + column;
      list->places[list->count++] = (int32_t)(here - column * p->stride);
    }
  }
}

// Adds up the gradients of the windows whose maximum is a cell.
OD_INLINE void maximum_gradient(floats *sum, const cell_windows *list, const void *dy,
                                const uint8_t *places, int type) {
  floats value;
  *sum = 0;
  for (size_t i = 0; i < list->count; i++) {
    bytes narrow;
    load(&value, dy, list->windows[i], type);
    memcpy(&narrow, places + list->windows[i] * OD_LANES, sizeof narrow);
    ints place = __builtin_convertvector(narrow, ints);
    *sum += place == (ints)list->places[i] ? value : 0;
  }
}

#endif
