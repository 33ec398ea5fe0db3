// Response normalisation across maps, and the maxima over windows of its output (Krizhevsky,
// Sutskever, Hinton 2012, sections 3.3 and 3.4). Both passes wait for the memory more than they
// compute. Here, the activations between the two layers and their gradient are not in memory:
// they are computed for some cells at a time, and used while they are in the cache. The source can
// have 8 lanes, as that of oneDNN's first convolution with AVX2; the maxima have 16.
#include "../parallel.h"
#include "../pooling.h"
#include "across_maps.h"

typedef struct {
  const od_across_maps *maps;
  const od_pool *pool;
  // The source, and the gradient of the maxima, which is NULL in the forward pass.
  const void *source, *gradient;
  // The maxima, or the source's gradient.
  void *destination;
  uint8_t *places;
  float *scratch;
  int scratches, rectified;
} pooled_job;

// The floats of one image between the layers.
OD_INLINE size_t image_size(const od_across_maps *m) { return (size_t)(m->maps * m->cells); }

// The floats of scratch memory of a thread, in whole cache lines.
static size_t thread_scratch(const od_across_maps *m) {
  return rows_size(m) + (image_size(m) + 15) / 16 * 16;
}

size_t od_across_maps_pooled_scratch(const od_across_maps *maps, int threads) {
  return thread_scratch(maps) * (size_t)threads;
}

// Asks for the source's cells of a later chunk, so that they arrive while others are computed.
OD_INLINE void fetch(const od_across_maps *m, const void *source, some_cells c) {
  size_t blocks = (size_t)(m->maps / m->lanes), cells = (size_t)m->cells;
  size_t cell_bytes = (size_t)m->lanes * od_size(m->type);
  for (size_t block = 0; block < blocks; block++) {
    const char *from =
        (const char *)source + ((c.image * blocks + block) * cells + c.first) * cell_bytes;
    for (size_t at = 0; at < c.count * cell_bytes; at += 64) __builtin_prefetch(from + at);
  }
}

// Computes the rows of windows of one image whose cells are complete, from row `first` on, and
// returns the first row that is not computed.
OD_INLINE size_t pool_rows(const pooled_job *j, const char *between, size_t image, size_t first,
                           size_t complete, int type) {
  const od_pool *p = j->pool;
  size_t blocks = (size_t)j->maps->maps / OD_LANES, row = first;
  size_t cells = p->height * p->width, windows = p->rows * p->columns;
  for (; row < p->rows && covered(p, row, p->height).to <= complete; row++)
    for (size_t block = 0; block < blocks; block++) {
      size_t to = (image * blocks + block) * windows * OD_LANES;
      pool_row(p, between + block * cells * OD_LANES * od_size(type),
               (char *)j->destination + to * od_size(type), j->places + to, row, type, 1,
               OD_LANES);
    }
  return row;
}

OD_VECTORIZED static void forward(const pooled_job *j, float *scratch, size_t from, size_t to) {
  const od_across_maps *m = j->maps;
  od_across_maps wide = *m;
  wide.lanes = OD_LANES;
  maps_rows rows = rows_in(scratch, m);
  float *between = scratch + rows_size(m);
  size_t chunks = chunks_of(m), width = j->pool->width, window = 0;
  some_cells next = cells_of(m, from * chunks);
  for (size_t chunk = from * chunks; chunk < to * chunks; chunk++) {
    some_cells cells = next;
    if (chunk + 1 < to * chunks) fetch(m, j->source, next = cells_of(m, chunk + 1));
    read_rows(&rows, m, j->source, cells);
    normalize(&rows, m, cells.count);
    scatter(between, rows.x, rows.length, &wide, (some_cells){0, cells.first, cells.count});
    size_t complete = (cells.first + cells.count) / width;
    if (cells.first == 0) window = 0;
    window = m->type == OD_FP32
                 ? pool_rows(j, (const char *)between, cells.image, window, complete, OD_FP32)
                 : pool_rows(j, (const char *)between, cells.image, window, complete, OD_BF16);
  }
}

// Computes the gradients of cells from those of the maxima, in the precision of the activations.
OD_INLINE void unpool(const pooled_job *j, const maps_rows *r, some_cells c, int type) {
  const od_pool *p = j->pool;
  size_t blocks = (size_t)j->maps->maps / OD_LANES, windows = p->rows * p->columns * OD_LANES;
  size_t start = c.image * blocks * windows, cy = c.first / p->width, cx = c.first % p->width;
  range rows = {0, 0}, columns = {0, 0};
  cell_windows list;
  for (size_t cell = 0; cell < c.count; cell++) {
    advance(&rows, p, cy, p->rows);
    advance(&columns, p, cx, p->columns);
    list_windows(&list, p, cy, cx, rows, columns);
    for (size_t block = 0; block < blocks; block++) {
      size_t at = start + block * windows;
      floats sum;
      maximum_gradient(&sum, &list, (const char *)j->gradient + at * od_size(type),
                       j->places + at, type);
      uint16_t rounded[OD_LANES];
      if (type == OD_BF16) {
        store(rounded, 0, type, &sum);
        load(&sum, rounded, 0, type);
      }
      store(r->gradient + cell * r->length, block, OD_FP32, &sum);
    }
    if (++cx == p->width) cx = 0, cy++, columns = (range){0, 0};
  }
}

OD_VECTORIZED static void backward(const pooled_job *j, float *scratch, size_t from, size_t to) {
  const od_across_maps *m = j->maps;
  maps_rows rows = rows_in(scratch, m);
  some_cells next = cells_of(m, from);
  for (size_t chunk = from; chunk < to; chunk++) {
    some_cells cells = next;
    if (chunk + 1 < to) fetch(m, j->source, next = cells_of(m, chunk + 1));
    read_rows(&rows, m, j->source, cells);
    if (m->type == OD_FP32) unpool(j, &rows, cells, OD_FP32);
    else unpool(j, &rows, cells, OD_BF16);
    pass_back(&rows, m, j->rectified, cells.count);
    scatter(j->destination, rows.gradient, rows.length, m, cells);
  }
}

static void pooled_part(void *context, int part, int parts) {
  const pooled_job *j = context;
  if (parts > j->scratches) parts = j->scratches;
  if (part >= parts) return;
  // The forward pass computes whole images, because rows of windows share cells.
  size_t work = (size_t)j->maps->images * (j->gradient ? chunks_of(j->maps) : 1);
  size_t from = work * (size_t)part / (size_t)parts, to = work * ((size_t)part + 1) / (size_t)parts;
  float *scratch = j->scratch + thread_scratch(j->maps) * (size_t)part;
  if (from == to) return;
  if (j->gradient) backward(j, scratch, from, to);
  else forward(j, scratch, from, to);
}

void od_across_maps_pooled_forward(const od_across_maps *maps, const od_pool *pool,
                                   const void *source, void *destination, uint8_t *places,
                                   float *scratch, int scratches) {
  pooled_job j = {maps, pool, source, NULL, destination, places, scratch, scratches, 0};
  od_parallel(pooled_part, &j);
}

void od_across_maps_pooled_backward(const od_across_maps *maps, const od_pool *pool, int rectified,
                                    const void *source, const void *gradient,
                                    const uint8_t *places, void *source_gradient, float *scratch,
                                    int scratches) {
  pooled_job j = {maps,     pool, source, gradient, source_gradient, (uint8_t *)places,
                  scratch, scratches, rectified};
  od_parallel(pooled_part, &j);
}
