// The gradients of weights and biases by Winograd's algorithm.
//
// The work is a grid: some rows of it have each a part of the tiles, and some columns a part of the
// output channels. Each share transforms tiles of the source and of the gradient, and adds their
// products to sums of its own. Where the sums are small, they are divided by tiles, so that no tile
// is transformed twice; where they are large, by channels, which needs no memory for more sums.
#include "../parallel.h"
#include "plan.h"
#include <string.h>

// The number of tiles that are transformed and multiplied at a time.
enum { TILES = 64 };
// The floats that the sums of all rows of the grid can have.
static const size_t memory = 2 << 20;

typedef struct {
  od_winograd_plan plan;
  const float *source, *gradient;
  float *weights_gradient, *bias_gradient;
  // The sums of products and of the gradient in each row of the grid, and memory for each share.
  float *sums, *biases, *scratch;
  int rows, columns;
} weights_job;

static size_t sums_size(const od_winograd_plan *p) { return p->shape.groups * p->kernels_group; }
static size_t outputs_of(const od_winograd_plan *p) {
  return p->shape.groups * p->shape.outputs;
}

// Returns the rows of the grid: a divisor of the number of threads. Each row has a tile, because sums
// of no tiles are not written.
static int rows_of(const od_winograd_plan *p, int threads) {
  int rows = 1;
  for (int divisor = 2; divisor <= threads && (size_t)divisor <= p->tiles; divisor++) {
    int fits = (size_t)divisor * sums_size(p) <= memory;
    int columns_are_empty = (size_t)(threads / rows) > outputs_of(p);
    if (threads % divisor == 0 && (fits || columns_are_empty)) rows = divisor;
  }
  return rows;
}

// Returns the most blocks of output channels of one group in a share.
static size_t columns_of(const od_winograd_plan *p, int columns) {
  size_t share = (outputs_of(p) + (size_t)columns - 1) / (size_t)columns;
  return od_smaller(share, p->shape.outputs);
}

// The floats from one point of a share's tiles to the next.
static size_t points_point(const od_winograd_plan *p, int columns) {
  return (p->terms + columns_of(p, columns)) * TILES * OD_LANES + OD_LANES;
}

// Transforms some tiles of one group's source.
static void transform(const weights_job *j, size_t group, size_t first, size_t count,
                      od_points to) {
  const od_winograd_plan *p = &j->plan;
  const od_winograd *s = &p->shape;
  for (size_t term = 0; term < p->terms; term++, to.start += TILES * OD_LANES) {
    od_tiles tiles = od_winograd_source_tiles(p, term / s->inputs);
    size_t block = group * s->inputs + term % s->inputs;
    p->code->source(&tiles, j->source + block * s->height * s->width * OD_LANES, first, count, to);
  }
}

// Transforms some tiles of one block of the gradient, and adds its cells to the bias' sum.
static void transform_gradient(const weights_job *j, size_t output, size_t first, size_t count,
                               od_points to, float *bias) {
  const od_winograd *s = &j->plan.shape;
  od_tiles tiles = od_winograd_destination_tiles(&j->plan);
  float sum[OD_LANES];
  j->plan.code->gradient(&tiles, j->gradient + output * s->rows * s->columns * OD_LANES, first,
                         count, to, sum);
  for (size_t lane = 0; lane < OD_LANES; lane++) bias[lane] += sum[lane];
}

// Adds the products of the transformed tiles to the sums.
static void accumulate(const weights_job *j, float *sums, od_range outputs, size_t count,
                       od_points points, int adds) {
  const od_winograd_plan *p = &j->plan;
  for (size_t point = 0; point < OD_POINTS; point++)
    for (size_t term = 0; term < p->terms; term++) {
      const float *numbers = points.start + point * points.point;
      od_point_product product = {
          .left = numbers + term * TILES * OD_LANES,
          .right = numbers + p->terms * TILES * OD_LANES, .right_block = TILES * OD_LANES,
          .to = sums + point * p->kernels_point + (outputs.first * p->terms + term) * OD_BLOCK,
          .to_block = p->terms * OD_BLOCK};
      p->code->accumulate(&product, count, outputs.end - outputs.first, adds);
    }
}

// Computes the sums of some outputs of one group over some tiles.
static void compute(const weights_job *j, int row, size_t group, od_range outputs, od_range tiles,
                    od_points points) {
  const od_winograd_plan *p = &j->plan;
  size_t output = group * p->shape.outputs + outputs.first, count = outputs.end - outputs.first;
  float *sums = j->sums + (size_t)row * sums_size(p) + group * p->kernels_group;
  float *biases = j->biases + ((size_t)row * outputs_of(p) + output) * OD_LANES;
  memset(biases, 0, count * OD_LANES * sizeof *biases);
  for (size_t first = tiles.first; first < tiles.end; first += TILES) {
    size_t some = od_smaller(tiles.end - first, TILES);
    transform(j, group, first, some, points);
    for (size_t i = 0; i < count; i++) {
      od_points to = {points.start + (p->terms + i) * TILES * OD_LANES, points.point};
      transform_gradient(j, output + i, first, some, to, biases + i * OD_LANES);
    }
    accumulate(j, sums, outputs, some, points, first > tiles.first);
  }
}

static void share_part(void *context, int part, int parts) {
  const weights_job *j = context;
  const od_winograd_plan *p = &j->plan;
  size_t each = OD_POINTS * points_point(p, j->columns);
  for (int share = part; share < j->rows * j->columns; share += parts) {
    int row = share / j->columns, column = share % j->columns;
    od_points points = {j->scratch + (size_t)share * each, points_point(p, j->columns)};
    od_range tiles = od_range_of(p->tiles, row, j->rows);
    od_range range = od_range_of(outputs_of(p), column, j->columns);
    for (size_t output = range.first; output < range.end;) {
      size_t group = output / p->shape.outputs, start = group * p->shape.outputs;
      size_t end = od_smaller(range.end, start + p->shape.outputs);
      compute(j, row, group, (od_range){output - start, end - start}, tiles, points);
      output = end;
    }
  }
}

// Computes the gradients of some blocks of kernels from the sums.
static void kernels_part(void *context, int part, int parts) {
  const weights_job *j = context;
  const od_winograd_plan *p = &j->plan;
  const od_winograd *s = &p->shape;
  float block[OD_SIDE * OD_SIDE * OD_BLOCK] __attribute__((aligned(64)));
  od_range range = od_range_of(outputs_of(p) * p->terms, part, parts);
  for (size_t item = range.first; item < range.end; item++) {
    size_t output = item / p->terms, group = output / s->outputs;
    size_t term = item % p->terms, phase = term / s->inputs, input = term % s->inputs;
    size_t y = phase / p->phases * OD_SIDE, x = phase % p->phases * OD_SIDE;
    const float *sums =
        j->sums + group * p->kernels_group + (output % s->outputs * p->terms + term) * OD_BLOCK;
    p->code->kernel_gradients(sums, p->kernels_point, sums_size(p), (size_t)j->rows, block);
    float *to =
        j->weights_gradient + (output * s->inputs + input) * s->kernel * s->kernel * OD_BLOCK;
    for (size_t i = 0; i < od_smaller(OD_SIDE, s->kernel - y); i++)
      memcpy(to + ((y + i) * s->kernel + x) * OD_BLOCK, block + i * OD_SIDE * OD_BLOCK,
             od_smaller(OD_SIDE, s->kernel - x) * OD_BLOCK * sizeof *to);
  }
}

static void add_biases(const weights_job *j) {
  size_t channels = outputs_of(&j->plan) * OD_LANES;
  memcpy(j->bias_gradient, j->biases, channels * sizeof *j->biases);
  for (size_t row = 1; row < (size_t)j->rows; row++)
    for (size_t channel = 0; channel < channels; channel++)
      j->bias_gradient[channel] += j->biases[row * channels + channel];
}

size_t od_winograd_weights_scratch(const od_winograd_plan *plan, int threads) {
  int rows = rows_of(plan, threads);
  return (size_t)rows * (sums_size(plan) + outputs_of(plan) * OD_LANES) +
         (size_t)threads * OD_POINTS * points_point(plan, threads / rows);
}

void od_winograd_backward_weights(const od_winograd *winograd, const float *source,
                                  const float *gradient, float *weights_gradient,
                                  float *bias_gradient, float *scratch, int scratches) {
  weights_job j = {.plan = od_winograd_plan_of(winograd), .source = source, .gradient = gradient,
                   .weights_gradient = weights_gradient, .bias_gradient = bias_gradient,
                   .sums = scratch};
  j.rows = rows_of(&j.plan, scratches);
  j.columns = scratches / j.rows;
  j.biases = j.sums + (size_t)j.rows * sums_size(&j.plan);
  j.scratch = j.biases + (size_t)j.rows * outputs_of(&j.plan) * OD_LANES;
  od_parallel(share_part, &j);
  od_parallel(kernels_part, &j);
  add_biases(&j);
}
