// Maxima and averages over windows, without the cells beyond the border, of maps with 8 or 16
// channels side by side. oneDNN takes two to four times as long forward, as the work for a cell
// waits for the cell before, and writes every cell several times backward. Here, each cell of a
// gradient is gathered from the windows that contain it, and written once.
#include "pooling.h"
#include "parallel.h"

typedef struct {
  const od_pool *pool;
  const void *from, *active;
  void *to;
  uint8_t *places;
  int is_backward;
} pool_job;

OD_INLINE void forward(const od_pool *p, const void *x, void *y, uint8_t *places, int type,
                       int is_maximum, size_t lanes) {
  for (size_t row = 0; row < p->rows; row++)
    pool_row(p, x, y, places, row, type, is_maximum, lanes);
}

// Adds up the shares of a cell in the gradients of the windows that contain it.
OD_INLINE void average_gradient(floats *sum, const od_pool *p, const void *dy, const float *shares,
                                range rows, range columns, int type) {
  floats value;
  *sum = 0;
  for (size_t row = rows.from; row < rows.to; row++) {
    range ys = covered(p, row, p->height);
    for (size_t column = columns.from; column < columns.to; column++) {
      range xs = covered(p, column, p->width);
      load(&value, dy, row * p->columns + column, type);
      *sum += value * shares[(ys.to - ys.from) * (xs.to - xs.from)];
    }
  }
}

OD_INLINE void backward(const od_pool *p, const void *dy, void *dx, const uint8_t *places,
                        const void *active, int type, int is_maximum, size_t lanes) {
  // The factor of a gradient for each number of cells in a window.
  float shares[nowhere + 1];
  for (size_t cells = 1; cells <= p->size * p->size; cells++) shares[cells] = 1 / (float)cells;
  cell_windows list;
  range rows = {0, 0};
  for (size_t cy = 0; cy < p->height; cy++) {
    range columns = {0, 0};
    advance(&rows, p, cy, p->rows);
    for (size_t cx = 0; cx < p->width; cx++) {
      advance(&columns, p, cx, p->columns);
      floats sum, value;
      if (is_maximum) {
        list_windows(&list, p, cy, cx, rows, columns);
        maximum_gradient(&sum, &list, dy, places, type);
      } else average_gradient(&sum, p, dy, shares, rows, columns, type);
      if (active) {
        load_source(&value, p, active, cy * p->width + cx, type, lanes);
        sum = value > 0 ? sum : 0;
      }
      store_source(p, dx, cy * p->width + cx, type, lanes, &sum);
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
#define PLANE(type, is_maximum, lanes)                                                             \
  j->is_backward ? backward(p, from, to, places, active, type, is_maximum, lanes)                  \
                 : forward(p, from, to, places, type, is_maximum, lanes)
  int is_maximum = p->kind == OD_MAXIMUM;
  if (p->type == OD_BF16) is_maximum ? PLANE(OD_BF16, 1, OD_LANES) : PLANE(OD_BF16, 0, OD_LANES);
  else if (p->lanes == 8) is_maximum ? PLANE(OD_FP32, 1, 8) : PLANE(OD_FP32, 0, 8);
  else is_maximum ? PLANE(OD_FP32, 1, OD_LANES) : PLANE(OD_FP32, 0, OD_LANES);
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
