// Rearrangements of activations that are more than a change of layout: parts of each image, the
// cells of a square side by side, and numbers that a mask clears.
#include "COneDNN.h"
#include "numbers.h"
#include "parallel.h"
#include <string.h>

typedef struct {
  od_rows to, from;
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

static void *at(od_rows rows, size_t row) {
  return (char *)rows.start + row * rows.stride * od_size(rows.type);
}

static void rows_part(void *context, int part, int parts) {
  rows_job *j = context;
  size_t last = j->rows * ((size_t)part + 1) / (size_t)parts;
  for (size_t row = j->rows * (size_t)part / (size_t)parts; row < last; row++)
    copy(at(j->to, row), j->to.type, at(j->from, row), j->from.type, j->length);
}

void od_copy_rows(od_rows to, od_rows from, size_t rows, size_t length) {
  rows_job j = {to, from, rows, length};
  od_parallel(rows_part, &j);
}

typedef struct {
  float *numbers;
  const float *active;
  size_t count;
} clear_job;

OD_VECTORIZED static void clear(float *restrict numbers, const float *restrict active,
                                size_t count) {
  for (size_t i = 0; i < count; i++) numbers[i] = active[i] > 0 ? numbers[i] : 0;
}

static void clear_part(void *context, int part, int parts) {
  clear_job *j = context;
  size_t from, to;
  od_part(j->count, part, parts, &from, &to);
  clear(j->numbers + from, j->active + from, to - from);
}

void od_clear(float *numbers, const float *active, size_t count) {
  clear_job j = {numbers, active, count};
  od_parallel(clear_part, &j);
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
