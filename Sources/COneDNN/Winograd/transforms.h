// The transforms, for vectors of WIDTH floats. A file for each set of instructions includes this.
//
// The points are 0, +-5/8, +-3/2 and infinity, as in oneDNN: their rounding errors are smaller than
// those of 0, +-1, +-2 and infinity. With M(x) = x (x^2 - a^2)(x^2 - b^2), the transform of the
// source has the coefficients of M(x) / (x - p) for each point p; that of the kernel has the powers
// of p divided by M'(p); that of the destination has the powers of p.
#include "../numbers.h"
#include "winograd.h"
#include <string.h>

typedef float vector __attribute__((vector_size(4 * WIDTH), aligned(4)));
typedef int32_t mask __attribute__((vector_size(4 * WIDTH), aligned(4)));

#define LOAD(address) (*(const vector *)(address))
#define STORE(address) (*(vector *)(address))
#define EACH(i, count) _Pragma("clang loop unroll(full)") for (size_t i = 0; i < (count); i++)

static const float A = 0.625f, B = 1.5f;
static const float A2 = 0.625f * 0.625f, B2 = 1.5f * 1.5f;
static const float A3 = 0.625f * 0.625f * 0.625f, B3 = 1.5f * 1.5f * 1.5f;
// 1 / M'(p) for p = 0, +-a, +-b.
static const float AT_0 = 1 / (0.625f * 0.625f * 1.5f * 1.5f);
static const float AT_A = 1 / (2 * 0.625f * 0.625f * (0.625f * 0.625f - 1.5f * 1.5f));
static const float AT_B = 1 / (2 * 1.5f * 1.5f * (1.5f * 1.5f - 0.625f * 0.625f));

OD_INLINE void source_line(const vector *d, vector *to) {
  to[0] = A2 * B2 * d[0] - (A2 + B2) * d[2] + d[4];
  vector even = d[4] - B2 * d[2], odd = A * (d[3] - B2 * d[1]);
  to[1] = even + odd;
  to[2] = even - odd;
  even = d[4] - A2 * d[2];
  odd = B * (d[3] - A2 * d[1]);
  to[3] = even + odd;
  to[4] = even - odd;
  to[5] = A2 * B2 * d[1] - (A2 + B2) * d[3] + d[5];
}

OD_INLINE void destination_line(const vector *m, vector *to) {
  vector sum_a = m[1] + m[2], difference_a = m[1] - m[2];
  vector sum_b = m[3] + m[4], difference_b = m[3] - m[4];
  to[0] = m[0] + sum_a + sum_b;
  to[1] = A * difference_a + B * difference_b;
  to[2] = A2 * sum_a + B2 * sum_b;
  to[3] = A3 * difference_a + B3 * difference_b + m[5];
}

OD_INLINE void gradient_line(const vector *y, vector *to) {
  vector even = y[0] + A2 * y[2], odd = A * y[1] + A3 * y[3];
  to[0] = y[0];
  to[1] = even + odd;
  to[2] = even - odd;
  even = y[0] + B2 * y[2];
  odd = B * y[1] + B3 * y[3];
  to[3] = even + odd;
  to[4] = even - odd;
  to[5] = y[3];
}

OD_INLINE void kernel_line(const vector *g, vector *to) {
  vector even = AT_A * g[0] + (AT_A * A2) * g[2], odd = (AT_A * A) * g[1];
  to[0] = AT_0 * g[0];
  to[1] = even + odd;
  to[2] = even - odd;
  even = AT_B * g[0] + (AT_B * B2) * g[2];
  odd = (AT_B * B) * g[1];
  to[3] = even + odd;
  to[4] = even - odd;
  to[5] = g[2];
}

OD_INLINE void kernel_gradient_line(const vector *u, vector *to) {
  vector sum_a = u[1] + u[2], difference_a = u[1] - u[2];
  vector sum_b = u[3] + u[4], difference_b = u[3] - u[4];
  to[0] = AT_0 * u[0] + AT_A * sum_a + AT_B * sum_b;
  to[1] = (AT_A * A) * difference_a + (AT_B * B) * difference_b;
  to[2] = (AT_A * A2) * sum_a + (AT_B * B2) * sum_b + u[5];
}

// The place of a tile in the maps: its first cell and the cells of it that exist.
typedef struct {
  size_t image;
  ptrdiff_t y, x;
  size_t top, bottom, left, right;
} place;

OD_INLINE size_t clip(ptrdiff_t value, size_t limit) {
  return value < 0 ? 0 : (size_t)value < limit ? (size_t)value : limit;
}

OD_INLINE place place_of(const od_tiles *t, size_t tile) {
  size_t in_image = tile % (t->down * t->across);
  ptrdiff_t y = (ptrdiff_t)(in_image / t->across * OD_INNER) - t->before_y;
  ptrdiff_t x = (ptrdiff_t)(in_image % t->across * OD_INNER) - t->before_x;
  return (place){tile / (t->down * t->across), y, x,
                 clip(-y, t->side), clip((ptrdiff_t)t->height - y, t->side),
                 clip(-x, t->side), clip((ptrdiff_t)t->width - x, t->side)};
}

// Returns the first cell of a tile. A tile beyond the border is copied, with zeros outside.
OD_INLINE const float *cells_of(const od_tiles *t, const float *maps, place p, float *copy,
                                size_t *row) {
  size_t image = t->blocks * t->height * t->width * OD_LANES;
  const float *map = maps + p.image * image;
  *row = t->width * OD_LANES;
  if (p.top == 0 && p.left == 0 && p.bottom == t->side && p.right == t->side)
    return map + (size_t)p.y * *row + (size_t)p.x * OD_LANES;
  *row = t->side * OD_LANES;
  memset(copy, 0, t->side * *row * sizeof *copy);
  if (p.left < p.right)
    for (size_t i = p.top; i < p.bottom; i++) {
      size_t y = (size_t)(p.y + (ptrdiff_t)i), x = (size_t)(p.x + (ptrdiff_t)p.left);
      memcpy(copy + i * *row + p.left * OD_LANES, map + (y * t->width + x) * OD_LANES,
             (p.right - p.left) * OD_LANES * sizeof *copy);
    }
  return copy;
}

static void source(const od_tiles *tiles, const float *maps, size_t first, size_t count,
                   od_points to) {
  float copy[OD_POINTS * OD_LANES] __attribute__((aligned(64)));
  for (size_t n = 0; n < count; n++) {
    size_t row;
    const float *cells = cells_of(tiles, maps, place_of(tiles, first + n), copy, &row);
    float *points = to.start + n * OD_LANES;
    for (size_t lane = 0; lane < OD_LANES; lane += WIDTH) {
      vector lines[OD_OUTER][OD_OUTER], line[OD_OUTER], out[OD_OUTER];
      for (size_t i = 0; i < OD_OUTER; i++) {
        EACH(j, OD_OUTER) line[j] = LOAD(cells + i * row + j * OD_LANES + lane);
        source_line(line, lines[i]);
      }
      for (size_t j = 0; j < OD_OUTER; j++) {
        EACH(i, OD_OUTER) line[i] = lines[i][j];
        source_line(line, out);
        EACH(i, OD_OUTER) STORE(points + (i * OD_OUTER + j) * to.point + lane) = out[i];
      }
    }
  }
}

static void gradient(const od_tiles *tiles, const float *maps, size_t first, size_t count,
                     od_points to, float *sum) {
  float copy[OD_INNER * OD_INNER * OD_LANES] __attribute__((aligned(64)));
  vector sums[OD_LANES / WIDTH];
  EACH(half, OD_LANES / WIDTH) sums[half] = (vector){0};
  for (size_t n = 0; n < count; n++) {
    size_t row;
    const float *cells = cells_of(tiles, maps, place_of(tiles, first + n), copy, &row);
    float *points = to.start + n * OD_LANES;
    EACH(half, OD_LANES / WIDTH) {
      size_t lane = half * WIDTH;
      vector lines[OD_INNER][OD_OUTER], line[OD_INNER], out[OD_OUTER];
      EACH(i, OD_INNER) {
        EACH(j, OD_INNER) line[j] = LOAD(cells + i * row + j * OD_LANES + lane);
        sums[half] += (line[0] + line[1]) + (line[2] + line[3]);
        gradient_line(line, lines[i]);
      }
      for (size_t j = 0; j < OD_OUTER; j++) {
        EACH(i, OD_INNER) line[i] = lines[i][j];
        gradient_line(line, out);
        EACH(i, OD_OUTER) STORE(points + (i * OD_OUTER + j) * to.point + lane) = out[i];
      }
    }
  }
  EACH(half, OD_LANES / WIDTH) STORE(sum + half * WIDTH) = sums[half];
}

// Returns 0 where the value is not above 0, and NaN for NaN.
OD_INLINE vector rectified(vector value) {
  return (vector)((mask)value & ~(mask)(value <= 0));
}

// Returns the value where the other is above 0, else 0.
OD_INLINE vector where_active(vector value, vector active) {
  return (vector)((mask)value & (mask)(active > 0));
}

static void destination(const od_tiles *tiles, od_points from, size_t first, size_t count,
                        od_finish finish, float *maps) {
  size_t row = tiles->width * OD_LANES, image = tiles->blocks * tiles->height * row;
  for (size_t n = 0; n < count; n++) {
    place p = place_of(tiles, first + n);
    size_t corner = p.image * image + (size_t)p.y * row + (size_t)p.x * OD_LANES;
    const float *points = from.start + n * OD_LANES;
    for (size_t lane = 0; lane < OD_LANES; lane += WIDTH) {
      vector lines[OD_OUTER][OD_INNER], line[OD_OUTER], out[OD_INNER];
      vector bias = finish.bias ? LOAD(finish.bias + lane) : (vector){0};
      for (size_t i = 0; i < OD_OUTER; i++) {
        EACH(j, OD_OUTER) line[j] = LOAD(points + (i * OD_OUTER + j) * from.point + lane);
        destination_line(line, lines[i]);
      }
      for (size_t j = 0; j < p.right; j++) {
        EACH(i, OD_OUTER) line[i] = lines[i][j];
        destination_line(line, out);
        for (size_t i = 0; i < p.bottom; i++) {
          size_t at = corner + i * row + j * OD_LANES + lane;
          vector value = out[i] + bias;
          if (finish.rectified) value = rectified(value);
          if (finish.active) value = where_active(value, LOAD(finish.active + at));
          STORE(maps + at) = value;
        }
      }
    }
  }
}

static void kernels(const float *kernels, float *to, size_t point) {
  for (size_t at = 0; at < OD_BLOCK; at += WIDTH) {
    vector lines[OD_SIDE][OD_OUTER], line[OD_SIDE], out[OD_OUTER];
    EACH(i, OD_SIDE) {
      EACH(j, OD_SIDE) line[j] = LOAD(kernels + (i * OD_SIDE + j) * OD_BLOCK + at);
      kernel_line(line, lines[i]);
    }
    for (size_t j = 0; j < OD_OUTER; j++) {
      EACH(i, OD_SIDE) line[i] = lines[i][j];
      kernel_line(line, out);
      EACH(i, OD_OUTER) STORE(to + (i * OD_OUTER + j) * point + at) = out[i];
    }
  }
}

static void kernel_gradients(const float *from, size_t point, size_t share, size_t shares,
                             float *kernels) {
  for (size_t at = 0; at < OD_BLOCK; at += WIDTH) {
    vector lines[OD_OUTER][OD_SIDE], line[OD_OUTER], out[OD_SIDE];
    for (size_t i = 0; i < OD_OUTER; i++) {
      EACH(j, OD_OUTER) {
        const float *numbers = from + (i * OD_OUTER + j) * point + at;
        line[j] = LOAD(numbers);
        for (size_t n = 1; n < shares; n++) line[j] += LOAD(numbers + n * share);
      }
      kernel_gradient_line(line, lines[i]);
    }
    EACH(j, OD_SIDE) {
      EACH(i, OD_OUTER) line[i] = lines[i][j];
      kernel_gradient_line(line, out);
      EACH(i, OD_SIDE) STORE(kernels + (i * OD_SIDE + j) * OD_BLOCK + at) = out[i];
    }
  }
}
