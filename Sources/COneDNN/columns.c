// What brings activations into another arrangement, where that is not a change of layout alone: the
// maps of one column apart and together again, and an image's neighbouring cells side by side.
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
