// The sizes of a pass by Winograd's algorithm, which follow from the shape.
#ifndef CONEDNN_WINOGRAD_PLAN_H
#define CONEDNN_WINOGRAD_PLAN_H
#include "winograd.h"

typedef struct {
  od_winograd shape;
  const od_winograd_code *code;
  // A kernel is `phases` x `phases` kernels of 3 x 3. Each has its own copy of the input's blocks:
  // `terms` blocks for each group.
  size_t phases, terms;
  // The tiles of an image, and of all.
  size_t down, across, tiles;
  // The floats from one point of the kernels to the next, and of all points of a group.
  size_t kernels_point, kernels_group;
} od_winograd_plan;

// Returns the plan of a convolution of maps, which is the forward pass.
od_winograd_plan od_winograd_plan_of(const od_winograd *shape);
// Returns the plan of the convolution of the destination's gradient with the kernels turned over.
od_winograd_plan od_winograd_backward_plan_of(const od_winograd *shape);
// Returns the tiles of the source for one phase.
od_tiles od_winograd_source_tiles(const od_winograd_plan *plan, size_t phase);
// Returns the tiles of the destination.
od_tiles od_winograd_destination_tiles(const od_winograd_plan *plan);

// Returns the count of floats of scratch memory: of the passes whose result are maps, and of the
// pass whose result are weights.
size_t od_winograd_maps_scratch(const od_winograd_plan *plan, int threads);
size_t od_winograd_weights_scratch(const od_winograd_plan *plan, int threads);

// A range of work.
typedef struct {
  size_t first, end;
} od_range;

static inline od_range od_range_of(size_t count, int part, int parts) {
  return (od_range){count * (size_t)part / (size_t)parts,
                    count * ((size_t)part + 1) / (size_t)parts};
}

static inline size_t od_smaller(size_t a, size_t b) { return a < b ? a : b; }
static inline size_t od_rounded_up(size_t value, size_t step) {
  return (value + step - 1) / step * step;
}

#endif
