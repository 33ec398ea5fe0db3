// Response normalisation across maps (Krizhevsky, Sutskever, Hinton 2012, section 3.3):
// y = x * s^-beta, s = k + alpha * (sum of squares over the maps around it).
//
// oneDNN's layer keeps twice as many numbers as there are activations for the backward pass. For
// the paper's first layers that is half a gigabyte, and reading it takes longer than computing s
// again. Here, some cells at a time are copied to rows with the maps of a cell side by side, and
// zeros on both sides for maps that do not exist. Every loop runs along a row, in any layout.
#include "../parallel.h"
#include "across_maps.h"

typedef struct {
  const od_across_maps *maps;
  const void *source, *gradient;
  // The result, which is the gradient of the source in the backward pass.
  void *destination;
  float *scratch;
  int scratches, rectified;
} across_maps_job;

size_t od_across_maps_scratch(const od_across_maps *maps, int threads) {
  return rows_size(maps) * (size_t)threads;
}

OD_VECTORIZED static void across_maps_cells(const across_maps_job *j, float *scratch, size_t from,
                                            size_t to) {
  const od_across_maps *m = j->maps;
  maps_rows rows = rows_in(scratch, m);
  for (size_t chunk = from; chunk < to; chunk++) {
    some_cells cells = cells_of(m, chunk);
    read_rows(&rows, m, j->source, cells);
    if (!j->gradient) {
      normalize(&rows, m, cells.count);
      scatter(j->destination, rows.x, rows.length, m, cells);
      continue;
    }
    gather(rows.gradient, rows.length, j->gradient, m, cells);
    pass_back(&rows, m, j->rectified, cells.count);
    scatter(j->destination, rows.gradient, rows.length, m, cells);
  }
}

static void across_maps_part(void *context, int part, int parts) {
  across_maps_job *j = context;
  if (parts > j->scratches) parts = j->scratches;
  if (part >= parts) return;
  size_t chunks = (size_t)j->maps->images * chunks_of(j->maps);
  across_maps_cells(j, j->scratch + rows_size(j->maps) * (size_t)part,
                    chunks * (size_t)part / (size_t)parts,
                    chunks * ((size_t)part + 1) / (size_t)parts);
}

void od_across_maps_forward(const od_across_maps *maps, const void *source, void *destination,
                            float *scratch, int scratches) {
  across_maps_job j = {maps, source, NULL, destination, scratch, scratches, 0};
  od_parallel(across_maps_part, &j);
}

void od_across_maps_backward(const od_across_maps *maps, int rectified, const void *source,
                             const void *gradient, void *source_gradient, float *scratch,
                             int scratches) {
  across_maps_job j = {maps, source, gradient, source_gradient, scratch, scratches, rectified};
  od_parallel(across_maps_part, &j);
}
