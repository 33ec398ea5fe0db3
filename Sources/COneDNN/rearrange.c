// Rearrangements of activations that are more than a change of layout: maps to columns and back,
// the cells of a square side by side, and shifted copies of maps.
#include "COneDNN.h"
#include "numbers.h"
#include "parallel.h"
#include <string.h>

typedef struct {
  od_rows to, from;
  const od_rows *active;
  size_t rows, length;
} rows_job;

OD_VECTORIZED static void widen(float *restrict to, const uint16_t *restrict from, size_t count) {
  for (size_t i = 0; i < count; i++) to[i] = od_float_of_bf16(from[i]);
}

OD_VECTORIZED static void narrow(uint16_t *restrict to, const float *restrict from, size_t count) {
  for (size_t i = 0; i < count; i++) to[i] = od_bf16_of_float(from[i]);
}

static void copy(void *to, int to_type, const void *from, int from_type, size_t count) {
  if (to == from) return;
  if (to_type == from_type) memcpy(to, from, count * od_size(to_type));
  else if (to_type == OD_FP32) widen(to, from, count);
  else narrow(to, from, count);
}

OD_VECTORIZED static void clear(float *restrict numbers, const float *restrict active,
                                size_t count) {
  for (size_t i = 0; i < count; i++) numbers[i] = active[i] > 0 ? numbers[i] : 0;
}

OD_VECTORIZED static void clear_by_bf16(float *restrict numbers, const uint16_t *restrict active,
                                        size_t count) {
  for (size_t i = 0; i < count; i++)
    numbers[i] = od_float_of_bf16(active[i]) > 0 ? numbers[i] : 0;
}

static void *at(od_rows rows, size_t row, size_t number) {
  return (char *)rows.start + (row * rows.stride + number) * od_size(rows.type);
}

static void rows_part(void *context, int part, int parts) {
  rows_job *j = context;
  // The numbers of a block are still in the cache when they are cleared.
  size_t block = 4096;
  size_t last = j->rows * ((size_t)part + 1) / (size_t)parts;
  for (size_t row = j->rows * (size_t)part / (size_t)parts; row < last; row++)
    for (size_t first = 0; first < j->length; first += block) {
      size_t count = j->length - first < block ? j->length - first : block;
      void *to = at(j->to, row, first);
      copy(to, j->to.type, at(j->from, row, first), j->from.type, count);
      if (!j->active) continue;
      const void *active = at(*j->active, row, first);
      if (j->active->type == OD_FP32) clear(to, active, count);
      else clear_by_bf16(to, active, count);
    }
}

void od_copy_rows(od_rows to, od_rows from, const od_rows *active, size_t rows, size_t length) {
  rows_job j = {to, from, active, rows, length};
  od_parallel(rows_part, &j);
}

typedef struct {
  float *to;
  const float *from;
  size_t planes, height, width;
} fold_job;

// Folds one plane, a row of cells at a time.
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

enum { lanes = OD_LANES, distance = 3 };

typedef struct {
  const od_shifts *s;
  float *copies;
  void *maps;
  int type, is_backward;
} shift_job;

// A range of cells along a side.
typedef struct {
  size_t from, to;
} range;

// Returns the cells of the map that a copy shifted by `shift` cells contains.
static range covered(size_t side, size_t copied, size_t shift, size_t padding) {
  size_t from = shift > padding ? shift - padding : 0;
  size_t to = copied + shift > padding ? copied + shift - padding : 0;
  return (range){from, to < side ? to : side};
}

OD_VECTORIZED static void add(float *restrict to, const float *restrict from, size_t count) {
  for (size_t i = 0; i < count; i++) to[i] += from[i];
}

// Makes one copy of a map. Cells outside of the map are 0.
static void shift(const od_shifts *s, float *to, const void *map, int type, size_t down,
                  size_t right) {
  range rows = covered(s->height, s->rows, down, s->padding);
  range cells = covered(s->width, s->columns, right, s->padding);
  size_t row = s->columns * lanes;
  size_t left = (cells.from + s->padding - right) * lanes;
  size_t count = cells.to > cells.from ? (cells.to - cells.from) * lanes : 0;
  for (size_t y = 0; y < s->rows; y++, to += row) {
    size_t source = y + down - s->padding;
    if (y + down < s->padding || source >= rows.to || count == 0) {
      memset(to, 0, row * sizeof *to);
      continue;
    }
    memset(to, 0, left * sizeof *to);
    size_t from = (source * s->width + cells.from) * lanes;
    copy(to + left, OD_FP32, (const char *)map + from * od_size(type), type, count);
    memset(to + left + count, 0, (row - left - count) * sizeof *to);
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
    void *map = (char *)j->maps + (image * s->stride + block) * plane * od_size(j->type);
    if (j->is_backward) memset(map, 0, plane * sizeof(float));
    for (size_t phase = 0; phase < 4; phase++) {
      float *copy = j->copies + ((image * 4 + phase) * s->blocks + block) * copied;
      size_t down = phase / 2 * distance, right = phase % 2 * distance;
      if (j->is_backward) unshift(s, copy, map, down, right);
      else shift(s, copy, map, j->type, down, right);
    }
  }
}

void od_shift(const od_shifts *shifts, float *copies, const void *maps, int type) {
  shift_job j = {shifts, copies, (void *)maps, type, 0};
  od_parallel(shift_part, &j);
}

void od_unshift(const od_shifts *shifts, const float *copies, float *maps) {
  shift_job j = {shifts, (float *)copies, maps, OD_FP32, 1};
  od_parallel(shift_part, &j);
}
