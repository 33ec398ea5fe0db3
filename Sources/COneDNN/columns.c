// What brings activations into another arrangement, where that is not a change of layout alone: the
// maps of one column apart and together again, an image's neighbouring cells side by side, and maps
// beside their moved copies.
#include "COneDNN.h"
#include "parallel.h"
#include <string.h>

typedef struct {
  float *to;
  size_t to_stride;
  const float *from;
  size_t from_stride, rows, length;
  const float *active;
} rows_job;

OD_VECTORIZED static void copy_active(float *to, const float *from, const float *active,
                                      size_t count) {
  for (size_t i = 0; i < count; i++) to[i] = active[i] > 0 ? from[i] : 0;
}

static void rows_part(void *context, int part, int parts) {
  rows_job *j = context;
  size_t last = j->rows * ((size_t)part + 1) / (size_t)parts;
  for (size_t row = j->rows * (size_t)part / (size_t)parts; row < last; row++) {
    float *to = j->to + row * j->to_stride;
    const float *from = j->from + row * j->from_stride;
    if (j->active) copy_active(to, from, j->active + row * j->to_stride, j->length);
    else memcpy(to, from, j->length * sizeof *to);
  }
}

void od_copy_rows(float *to, size_t to_stride, const float *from, size_t from_stride, size_t rows,
                  size_t length, const float *active) {
  rows_job j = {to, to_stride, from, from_stride, rows, length, active};
  od_parallel(rows_part, &j);
}

typedef struct {
  float *to;
  const float *from;
  size_t planes, height, width;
} fold_job;

// A row of squares at a time, from as many rows of cells as exist.
static void fold(float *restrict to, const float *restrict from, size_t height, size_t width) {
  size_t across = (width + 3) / 4;
  memset(to, 0, (height + 3) / 4 * across * 16 * sizeof *to);
  for (size_t y = 0; y < height; y++) {
    float *restrict row = to + y / 4 * across * 16 + y % 4 * 4;
    for (size_t square = 0; square < width / 4; square++)
      memcpy(row + square * 16, from + y * width + square * 4, 4 * sizeof *row);
    for (size_t x = width / 4 * 4; x < width; x++) row[x / 4 * 16 + x % 4] = from[y * width + x];
  }
}

static void fold_part(void *context, int part, int parts) {
  fold_job *j = context;
  size_t plane = j->height * j->width;
  size_t folded = (j->height + 3) / 4 * ((j->width + 3) / 4) * 16;
  size_t last = j->planes * ((size_t)part + 1) / (size_t)parts;
  for (size_t p = j->planes * (size_t)part / (size_t)parts; p < last; p++)
    fold(j->to + p * folded, j->from + p * plane, j->height, j->width);
}

void od_fold(float *to, const float *from, size_t planes, size_t height, size_t width) {
  fold_job j = {to, from, planes, height, width};
  od_parallel(fold_part, &j);
}

enum { lanes = 16, moved = 3 };

typedef struct {
  const od_shifts *s;
  float *copies, *maps;
  int isBack;
} shift_job;

// Of a side that is moved by `shift` cells: which cells of the map a copy has.
typedef struct {
  size_t from, to;
} range;

static range covered(size_t side, size_t copied, size_t shift, size_t padding) {
  size_t from = shift > padding ? shift - padding : 0;
  size_t to = copied + shift > padding ? copied + shift - padding : 0;
  return (range){from, to < side ? to : side};
}

OD_VECTORIZED static void add(float *restrict to, const float *restrict from, size_t count) {
  for (size_t i = 0; i < count; i++) to[i] += from[i];
}

// One copy of a map; cells that lie outside of it are 0.
static void shift(const od_shifts *s, float *copy, const float *map, size_t down, size_t right) {
  range rows = covered(s->height, s->rows, down, s->padding);
  range cells = covered(s->width, s->columns, right, s->padding);
  size_t row = s->columns * lanes;
  size_t left = (cells.from + s->padding - right) * lanes;
  size_t count = cells.to > cells.from ? (cells.to - cells.from) * lanes : 0;
  for (size_t y = 0; y < s->rows; y++, copy += row) {
    size_t source = y + down - s->padding;
    if (y + down < s->padding || source >= rows.to || count == 0) {
      memset(copy, 0, row * sizeof *copy);
      continue;
    }
    memset(copy, 0, left * sizeof *copy);
    memcpy(copy + left, map + (source * s->width + cells.from) * lanes, count * sizeof *copy);
    memset(copy + left + count, 0, (row - left - count) * sizeof *copy);
  }
}

static void unshift(const od_shifts *s, const float *copy, float *map, size_t down, size_t right) {
  range rows = covered(s->height, s->rows, down, s->padding);
  range cells = covered(s->width, s->columns, right, s->padding);
  if (cells.from >= cells.to) return;
  for (size_t y = rows.from; y < rows.to; y++) {
    size_t cell = (y + s->padding - down) * s->columns + cells.from + s->padding - right;
    add(map + (y * s->width + cells.from) * lanes, copy + cell * lanes,
        (cells.to - cells.from) * lanes);
  }
}

static void shift_part(void *context, int part, int parts) {
  shift_job *j = context;
  const od_shifts *s = j->s;
  size_t plane = s->height * s->width * lanes, copied = s->rows * s->columns * lanes;
  size_t planes = s->images * s->blocks;
  size_t last = planes * ((size_t)part + 1) / (size_t)parts;
  for (size_t p = planes * (size_t)part / (size_t)parts; p < last; p++) {
    size_t image = p / s->blocks, block = p % s->blocks;
    float *map = j->maps + (image * s->stride + block) * plane;
    if (j->isBack) memset(map, 0, plane * sizeof *map);
    for (size_t phase = 0; phase < 4; phase++) {
      float *copy = j->copies + ((image * 4 + phase) * s->blocks + block) * copied;
      size_t down = phase / 2 * moved, right = phase % 2 * moved;
      if (j->isBack) unshift(s, copy, map, down, right);
      else shift(s, copy, map, down, right);
    }
  }
}

void od_shift(const od_shifts *shifts, float *copies, const float *maps) {
  shift_job j = {shifts, copies, (float *)maps, 0};
  od_parallel(shift_part, &j);
}

void od_unshift(const od_shifts *shifts, const float *copies, float *maps) {
  shift_job j = {shifts, (float *)copies, maps, 1};
  od_parallel(shift_part, &j);
}
