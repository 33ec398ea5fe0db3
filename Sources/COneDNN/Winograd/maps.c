// The passes whose result are maps: the forward pass, and the gradient of the source, which is a
// convolution of the destination's gradient with kernels that are turned over.
//
// Each thread transforms some tiles of all channels, multiplies them, and writes their cells, so
// that the numbers between these steps stay in its cache. Every sum is over all channels in their
// order, so the results do not depend on the number of threads.
#include "../parallel.h"
#include "plan.h"
#include <string.h>

// The number of tiles that a thread has at a time, of blocks of outputs that it computes before it
// writes their cells, and of blocks of channels that it transforms before it multiplies them.
enum { TILES = 48, COLUMNS = 4, TERMS = 4 };

typedef struct {
  od_winograd_plan plan;
  const float *source, *weights;
  od_finish finish;
  float *destination, *kernels, *scratch;
  int is_turned, scratches;
  size_t tiles;
} maps_job;

// Copies the kernel of 3 x 3 of one phase from a block of kernels, with zeros beyond its border.
static void copy_phase(float *to, const float *from, size_t kernel, size_t y, size_t x) {
  for (size_t i = 0; i < OD_SIDE; i++)
    for (size_t j = 0; j < OD_SIDE; j++, to += OD_BLOCK)
      if (y + i < kernel && x + j < kernel)
        memcpy(to, from + ((y + i) * kernel + x + j) * OD_BLOCK, OD_BLOCK * sizeof *to);
      else memset(to, 0, OD_BLOCK * sizeof *to);
}

// The same for kernels that are turned over, with inputs and outputs exchanged.
static void turn_phase(float *to, const float *from, size_t kernel, size_t y, size_t x) {
  for (size_t i = 0; i < OD_SIDE; i++)
    for (size_t j = 0; j < OD_SIDE; j++, to += OD_BLOCK) {
      if (y + i >= kernel || x + j >= kernel) {
        memset(to, 0, OD_BLOCK * sizeof *to);
        continue;
      }
      const float *cell = from + ((kernel - 1 - y - i) * kernel + kernel - 1 - x - j) * OD_BLOCK;
      for (size_t a = 0; a < OD_LANES; a++)
        for (size_t b = 0; b < OD_LANES; b++) to[b * OD_LANES + a] = cell[a * OD_LANES + b];
    }
}

static void kernels_part(void *context, int part, int parts) {
  const maps_job *j = context;
  const od_winograd_plan *p = &j->plan;
  const od_winograd *s = &p->shape;
  float block[OD_SIDE * OD_SIDE * OD_BLOCK] __attribute__((aligned(64)));
  od_range range = od_range_of(s->groups * s->outputs * p->terms, part, parts);
  for (size_t item = range.first; item < range.end; item++) {
    size_t group = item / (s->outputs * p->terms), output = item / p->terms % s->outputs;
    size_t term = item % p->terms, phase = term / s->inputs, input = term % s->inputs;
    size_t y = phase / p->phases * OD_SIDE, x = phase % p->phases * OD_SIDE;
    size_t number = j->is_turned ? (group * s->inputs + input) * s->outputs + output
                                 : (group * s->outputs + output) * s->inputs + input;
    const float *from = j->weights + number * s->kernel * s->kernel * OD_BLOCK;
    if (j->is_turned) turn_phase(block, from, s->kernel, y, x);
    else copy_phase(block, from, s->kernel, y, x);
    float *to = j->kernels + group * p->kernels_group + (output * p->terms + term) * OD_BLOCK;
    p->code->kernels(block, to, p->kernels_point);
  }
}

// Some tiles of one group, and the memory of the thread that computes them.
typedef struct {
  size_t group, first, count;
  od_points points, sums;
} piece;

// The range of terms that is transformed at a time: a part if the sums of all outputs are computed
// together, else all.
static size_t terms_at_a_time(const od_winograd_plan *p) {
  return p->shape.outputs <= COLUMNS ? od_smaller(p->terms, TERMS) : p->terms;
}

// Transforms the source of some terms.
static void transform(const maps_job *j, const piece *i, od_range terms) {
  const od_winograd_plan *p = &j->plan;
  const od_winograd *s = &p->shape;
  od_points to = i->points;
  for (size_t term = terms.first; term < terms.end; term++, to.start += j->tiles * OD_LANES) {
    od_tiles tiles = od_winograd_source_tiles(p, term / s->inputs);
    size_t block = i->group * s->inputs + term % s->inputs;
    p->code->source(&tiles, j->source + block * s->height * s->width * OD_LANES, i->first,
                    i->count, to);
  }
}

// Multiplies the transformed terms with the kernels of some outputs.
static void multiply(const maps_job *j, const piece *i, od_range terms, od_range outputs) {
  const od_winograd_plan *p = &j->plan;
  const float *kernels = j->kernels + i->group * p->kernels_group +
                         (outputs.first * p->terms + terms.first) * OD_BLOCK;
  for (size_t point = 0; point < OD_POINTS; point++) {
    od_point_product product = {
        .left = i->points.start + point * i->points.point,
        .right = kernels + point * p->kernels_point, .to = i->sums.start + point * i->sums.point,
        .left_block = j->tiles * OD_LANES, .right_block = p->terms * OD_BLOCK,
        .to_block = j->tiles * OD_LANES};
    p->code->multiply(&product, i->count, terms.end - terms.first, outputs.end - outputs.first,
                      terms.first > 0);
  }
}

// Writes the cells of some outputs.
static void finish(const maps_job *j, const piece *i, od_range outputs) {
  const od_winograd_plan *p = &j->plan;
  const od_winograd *s = &p->shape;
  od_tiles tiles = od_winograd_destination_tiles(p);
  od_points from = i->sums;
  for (size_t output = outputs.first; output < outputs.end; output++) {
    size_t block = i->group * s->outputs + output;
    size_t map = block * s->rows * s->columns * OD_LANES;
    od_finish finish = j->finish;
    if (finish.bias) finish.bias += block * OD_LANES;
    if (finish.active) finish.active += map;
    p->code->destination(&tiles, from, i->first, i->count, finish, j->destination + map);
    from.start += j->tiles * OD_LANES;
  }
}

static void compute(const maps_job *j, const piece *i) {
  const od_winograd_plan *p = &j->plan;
  size_t step = terms_at_a_time(p);
  if (step == p->terms) transform(j, i, (od_range){0, step});
  for (size_t output = 0; output < p->shape.outputs; output += COLUMNS) {
    od_range outputs = {output, od_smaller(output + COLUMNS, p->shape.outputs)};
    for (size_t term = 0; term < p->terms; term += step) {
      od_range terms = {term, od_smaller(term + step, p->terms)};
      if (step < p->terms) transform(j, i, terms);
      multiply(j, i, terms, outputs);
    }
    finish(j, i, outputs);
  }
}

// The floats from one point of a thread's tiles to the next, with one line more as for kernels.
static size_t points_point(const od_winograd_plan *p, size_t tiles) {
  return terms_at_a_time(p) * tiles * OD_LANES + OD_LANES;
}
static size_t sums_point(const od_winograd_plan *p, size_t tiles) {
  return od_smaller(COLUMNS, p->shape.outputs) * tiles * OD_LANES + OD_LANES;
}

static size_t thread_scratch(const od_winograd_plan *p, size_t tiles) {
  return OD_POINTS * (points_point(p, tiles) + sums_point(p, tiles));
}

// The number of tiles that a thread has at a time: fewer if there are not enough for every thread.
static size_t tiles_at_a_time(const od_winograd_plan *p, int threads) {
  size_t share = (p->tiles + (size_t)threads - 1) / (size_t)threads;
  return od_rounded_up(od_smaller(share, TILES), p->code->rows);
}

static void tiles_part(void *context, int part, int parts) {
  const maps_job *j = context;
  const od_winograd_plan *p = &j->plan;
  if (parts > j->scratches) parts = j->scratches;
  if (part >= parts) return;
  float *scratch = j->scratch + thread_scratch(p, j->tiles) * (size_t)part;
  piece i = {.points = {scratch, points_point(p, j->tiles)}};
  i.sums = (od_points){scratch + OD_POINTS * i.points.point, sums_point(p, j->tiles)};
  od_range range = od_range_of((p->tiles + j->tiles - 1) / j->tiles, part, parts);
  for (size_t item = range.first; item < range.end; item++)
    for (i.group = 0; i.group < p->shape.groups; i.group++) {
      i.first = item * j->tiles;
      i.count = od_smaller(p->tiles - i.first, j->tiles);
      compute(j, &i);
    }
}

static void run(maps_job *j, float *scratch) {
  j->tiles = tiles_at_a_time(&j->plan, j->scratches);
  j->kernels = scratch;
  j->scratch = scratch + j->plan.shape.groups * j->plan.kernels_group;
  od_parallel(kernels_part, j);
  od_parallel(tiles_part, j);
}

size_t od_winograd_maps_scratch(const od_winograd_plan *plan, int threads) {
  size_t tiles = tiles_at_a_time(plan, threads);
  return plan->shape.groups * plan->kernels_group +
         thread_scratch(plan, tiles) * (size_t)threads;
}

void od_winograd_forward(const od_winograd *winograd, const float *source, const float *weights,
                         const float *biases, int rectified, float *destination, float *scratch,
                         int scratches) {
  maps_job j = {.plan = od_winograd_plan_of(winograd), .source = source, .weights = weights,
                .finish = {.bias = biases, .rectified = rectified}, .destination = destination,
                .scratches = scratches};
  run(&j, scratch);
}

void od_winograd_backward_data(const od_winograd *winograd, const float *gradient,
                               const float *weights, const float *active, float *source_gradient,
                               float *scratch, int scratches) {
  maps_job j = {.plan = od_winograd_backward_plan_of(winograd), .source = gradient,
                .weights = weights, .finish = {.active = active}, .destination = source_gradient,
                .is_turned = 1, .scratches = scratches};
  run(&j, scratch);
}
