#include "plan.h"

static const od_winograd_code *code_here(void) {
#if defined(__x86_64__)
  if (od_has_avx512()) return &od_winograd_avx512;
  if (od_has_avx2() && __builtin_cpu_supports("fma")) return &od_winograd_avx2;
#endif
  return &od_winograd_baseline;
}

od_winograd_plan od_winograd_plan_of(const od_winograd *shape) {
  od_winograd_plan plan = {.shape = *shape, .code = code_here()};
  plan.phases = (shape->kernel + OD_SIDE - 1) / OD_SIDE;
  plan.terms = plan.phases * plan.phases * shape->inputs;
  plan.down = (shape->rows + OD_INNER - 1) / OD_INNER;
  plan.across = (shape->columns + OD_INNER - 1) / OD_INNER;
  plan.tiles = shape->images * plan.down * plan.across;
  // One line more than the numbers: distances of a power of two would share lines of the cache.
  plan.kernels_point = shape->outputs * plan.terms * OD_BLOCK + OD_LANES;
  plan.kernels_group = OD_POINTS * plan.kernels_point;
  return plan;
}

od_winograd_plan od_winograd_backward_plan_of(const od_winograd *shape) {
  od_winograd turned = *shape;
  turned.inputs = shape->outputs;
  turned.outputs = shape->inputs;
  turned.height = shape->rows;
  turned.width = shape->columns;
  turned.rows = shape->height;
  turned.columns = shape->width;
  turned.padding = shape->kernel - 1 - shape->padding;
  return od_winograd_plan_of(&turned);
}

od_tiles od_winograd_source_tiles(const od_winograd_plan *plan, size_t phase) {
  const od_winograd *s = &plan->shape;
  ptrdiff_t y = (ptrdiff_t)(phase / plan->phases * OD_SIDE);
  ptrdiff_t x = (ptrdiff_t)(phase % plan->phases * OD_SIDE);
  return (od_tiles){.blocks = s->groups * s->inputs, .height = s->height, .width = s->width,
                    .side = OD_OUTER, .down = plan->down, .across = plan->across,
                    .before_y = (ptrdiff_t)s->padding - y, .before_x = (ptrdiff_t)s->padding - x};
}

od_tiles od_winograd_destination_tiles(const od_winograd_plan *plan) {
  const od_winograd *s = &plan->shape;
  return (od_tiles){.blocks = s->groups * s->outputs, .height = s->rows, .width = s->columns,
                    .side = OD_INNER, .down = plan->down, .across = plan->across};
}

size_t od_winograd_scratch(const od_winograd *winograd, int pass, int threads) {
  if (pass == OD_BACKWARD_WEIGHTS) {
    od_winograd_plan plan = od_winograd_plan_of(winograd);
    return od_winograd_weights_scratch(&plan, threads);
  }
  od_winograd_plan plan = pass == OD_FORWARD ? od_winograd_plan_of(winograd)
                                             : od_winograd_backward_plan_of(winograd);
  return od_winograd_maps_scratch(&plan, threads);
}

const char *od_winograd_instructions(void) { return code_here()->name; }
