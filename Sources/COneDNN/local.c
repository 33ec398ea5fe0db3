// A locally connected layer: a convolution whose output cells have weights of their own, which
// oneDNN does not have.
//
// Each output cell is a product of matrices: the windows of all images with the weights of the
// cell. A window consists of whole input cells, so activations are first brought into the order
// [cells, images, channels]. The products then read neighbouring rows, and windows need no copies.
// Cells of a window that are beyond the border are left out.
//
// Every number is summed by one thread in one order, so the results do not depend on the number of
// threads.
#include "COneDNN.h"
#include "multiply.h"
#include "parallel.h"
#include <string.h>

#define LANES OD_LANES
// The count of numbers in a block of weights.
#define BLOCK (LANES * LANES)
// The number of images in a task of the forward pass.
#define IMAGES 32

typedef struct {
  const od_local *local;
  od_multiplies multiply;
  const float *left, *right, *start;
  float *to, *biases, *scratch;
  int scratches;
} local_job;

// The indices first ..< end along one side.
typedef struct {
  size_t first, end;
} range;

static range part_of(size_t count, int part, int parts) {
  return (range){count * (size_t)part / (size_t)parts, count * ((size_t)part + 1) / (size_t)parts};
}

// The rows of a kernel that are inside of the map, for a window of row `y` of the output.
static range kernel_rows(const od_local *l, size_t y, size_t height) {
  size_t top = y * l->stride, end = height + l->padding - top;
  return (range){l->padding > top ? l->padding - top : 0, end < l->kernel ? end : l->kernel};
}

// The rows of the output whose windows have row `y` of the input; none if first >= end.
static range windows_over(const od_local *l, size_t y, size_t rows) {
  size_t last = (y + l->padding) / l->stride;
  size_t above = y + l->padding + 1;
  return (range){above > l->kernel ? (above - l->kernel + l->stride - 1) / l->stride : 0,
                 last < rows ? last + 1 : rows};
}

static size_t kernel_cells(const od_local *l) { return l->kernel * l->kernel; }

// The weights of an output cell for a block of outputs and a block of inputs: [kernel, kernel, 16,
// 16].
static size_t weights_at(const od_local *l, size_t cell, size_t output, size_t input) {
  return ((cell * l->outputs + output) * l->inputs + input) * kernel_cells(l) * BLOCK;
}

// Brings activations [images, blocks, cells, 16] into the order [cells, images, blocks, 16].
typedef struct {
  const float *from;
  float *to;
  size_t images, blocks, cells;
} order_job;

static void order_part(void *context, int part, int parts) {
  const order_job *j = context;
  range cells = part_of(j->cells, part, parts);
  for (size_t cell = cells.first; cell < cells.end; cell++)
    for (size_t row = 0; row < j->images * j->blocks; row++)
      memcpy(j->to + (cell * j->images * j->blocks + row) * LANES,
             j->from + (row * j->cells + cell) * LANES, LANES * sizeof(float));
}

void od_local_order(const float *from, float *to, size_t images, size_t blocks, size_t cells) {
  order_job j = {from, to, images, blocks, cells};
  od_parallel(order_part, &j);
}

// Computes the outputs of one cell for some images.
static void forward_cell(const local_job *j, size_t cell, size_t image, size_t count) {
  const od_local *l = j->local;
  size_t cells = l->rows * l->columns, channels = l->inputs * LANES;
  size_t y = cell / l->columns, x = cell % l->columns;
  range down = kernel_rows(l, y, l->height), across = kernel_rows(l, x, l->width);
  od_product p = {.counts = {down.end - down.first, across.end - across.first, l->inputs},
               .left = {l->width * l->images * channels, l->images * channels, LANES},
               .right = {l->kernel * BLOCK, BLOCK, kernel_cells(l) * BLOCK},
               .terms = LANES, .left_row = channels, .left_term = 1, .right_term = LANES,
               .right_vector = l->inputs * kernel_cells(l) * BLOCK, .to_vector = cells * LANES,
               .to_row = l->outputs * cells * LANES};
  size_t row = y * l->stride + down.first - l->padding;
  size_t column = x * l->stride + across.first - l->padding;
  const float *left = j->left + ((row * l->width + column) * l->images + image) * channels;
  for (size_t output = 0; output < l->outputs;) {
    size_t vectors = l->outputs - output < j->multiply.vectors ? 1 : j->multiply.vectors;
    size_t to = (output * cells + cell) * LANES;
    const float *right =
        j->right + weights_at(l, cell, output, 0) + (down.first * l->kernel + across.first) * BLOCK;
    (vectors > 1 ? j->multiply.several : j->multiply.one)(&p, left, right, j->start + to,
                                                        j->to + image * p.to_row + to, count);
    output += vectors;
  }
}

static void forward_part(void *context, int part, int parts) {
  const local_job *j = context;
  const od_local *l = j->local;
  size_t chunks = (l->images + IMAGES - 1) / IMAGES;
  range tasks = part_of(l->rows * l->columns * chunks, part, parts);
  for (size_t task = tasks.first; task < tasks.end; task++) {
    size_t image = task % chunks * IMAGES, rest = l->images - image;
    forward_cell(j, task / chunks, image, rest < IMAGES ? rest : IMAGES);
  }
}

// Turns a block of weights over: to[b][a] = from[a][b].
static void transpose(float *restrict to, const float *restrict from) {
  for (size_t a = 0; a < LANES; a++)
    for (size_t b = 0; b < LANES; b++) to[b * LANES + a] = from[a * LANES + b];
}

// Computes the gradients of one input cell for some blocks of channels.
static void backward_cell(const local_job *j, size_t cell, size_t input, size_t vectors,
                          float *scratch) {
  const od_local *l = j->local;
  size_t cells = l->height * l->width, channels = l->outputs * LANES;
  size_t y = cell / l->width, x = cell % l->width;
  range down = windows_over(l, y, l->rows), across = windows_over(l, x, l->columns);
  size_t height = down.first < down.end ? down.end - down.first : 0;
  size_t width = across.first < across.end ? across.end - across.first : 0;
  float *block = scratch;
  for (size_t i = down.first; i < down.first + height; i++)
    for (size_t k = across.first; k < across.first + width; k++)
      for (size_t output = 0; output < l->outputs; output++)
        for (size_t v = 0; v < vectors; v++, block += BLOCK) {
          size_t row = y + l->padding - i * l->stride, column = x + l->padding - k * l->stride;
          transpose(block, j->right + weights_at(l, i * l->columns + k, output, input + v) +
                               (row * l->kernel + column) * BLOCK);
        }
  od_product p = {.counts = {height, width, l->outputs},
               .left = {l->columns * l->images * channels, l->images * channels, LANES},
               .right = {width * l->outputs * vectors * BLOCK, l->outputs * vectors * BLOCK,
                         vectors * BLOCK},
               .terms = LANES, .left_row = channels, .left_term = 1, .right_term = LANES,
               .right_vector = BLOCK, .to_vector = cells * LANES,
               .to_row = l->inputs * cells * LANES};
  (vectors > 1 ? j->multiply.several : j->multiply.one)(
      &p, j->left + (down.first * l->columns + across.first) * l->images * channels, scratch, NULL,
      j->to + (input * cells + cell) * LANES, l->images);
}

// The largest number of windows over a cell along one side.
static size_t overlap(const od_local *l) { return (l->kernel + l->stride - 1) / l->stride; }

static size_t scratch_size(const od_local *l) {
  return overlap(l) * overlap(l) * l->outputs * OD_VECTORS * BLOCK;
}

size_t od_local_scratch(const od_local *local, int threads) {
  return scratch_size(local) * (size_t)threads;
}

static void backward_data_part(void *context, int part, int parts) {
  const local_job *j = context;
  const od_local *l = j->local;
  if (parts > j->scratches) parts = j->scratches;
  if (part >= parts) return;
  float *scratch = j->scratch + scratch_size(l) * (size_t)part;
  range cells = part_of(l->height * l->width, part, parts);
  for (size_t cell = cells.first; cell < cells.end; cell++)
    for (size_t input = 0; input < l->inputs;) {
      size_t vectors = l->inputs - input < j->multiply.vectors ? 1 : j->multiply.vectors;
      backward_cell(j, cell, input, vectors, scratch);
      input += vectors;
    }
}

// Computes the gradients of the weights of one output cell from one block of inputs.
static void weights_cell(const local_job *j, size_t cell, size_t input) {
  const od_local *l = j->local;
  size_t inputs = l->inputs * LANES, outputs = l->outputs * LANES;
  size_t y = cell / l->columns, x = cell % l->columns;
  range down = kernel_rows(l, y, l->height), across = kernel_rows(l, x, l->width);
  od_product p = {.counts = {1, 1, 1}, .terms = l->images,
               .left_row = 1, .left_term = inputs, .right_term = outputs, .right_vector = LANES,
               .to_vector = l->inputs * kernel_cells(l) * BLOCK, .to_row = LANES};
  for (size_t output = 0; output < l->outputs;) {
    size_t vectors = l->outputs - output < j->multiply.vectors ? 1 : j->multiply.vectors;
    const float *right = j->right + cell * l->images * outputs + output * LANES;
    float *to = j->to + weights_at(l, cell, output, input);
    for (size_t i = 0; i < l->kernel; i++)
      for (size_t k = 0; k < l->kernel; k++, to += BLOCK) {
        if (i < down.first || i >= down.end || k < across.first || k >= across.end) {
          // The weight is multiplied by padding in every image.
          for (size_t v = 0; v < vectors; v++)
            memset(to + v * p.to_vector, 0, BLOCK * sizeof(float));
          continue;
        }
        size_t row = y * l->stride + i - l->padding, column = x * l->stride + k - l->padding;
        const float *left =
            j->left + (row * l->width + column) * l->images * inputs + input * LANES;
        (vectors > 1 ? j->multiply.several : j->multiply.one)(&p, left, right, NULL, to, LANES);
      }
    output += vectors;
  }
}

// Computes the gradients of the biases of one output cell.
static void bias_cell(const local_job *j, size_t cell) {
  const od_local *l = j->local;
  for (size_t output = 0; output < l->outputs; output++) {
    const float *from = j->right + (cell * l->images * l->outputs + output) * LANES;
    float *to = j->biases + (output * l->rows * l->columns + cell) * LANES;
    od_lanes sum = {0};
    for (size_t image = 0; image < l->images; image++)
      sum += *(const od_lanes *)(from + image * l->outputs * LANES);
    *(od_lanes *)to = sum;
  }
}

static void backward_weights_part(void *context, int part, int parts) {
  const local_job *j = context;
  const od_local *l = j->local;
  range tasks = part_of(l->rows * l->columns * l->inputs, part, parts);
  for (size_t task = tasks.first; task < tasks.end; task++) {
    size_t cell = task / l->inputs, input = task % l->inputs;
    weights_cell(j, cell, input);
    if (input == 0) bias_cell(j, cell);
  }
}

// ---- passes -------------------------------------------------------------------------------------

void od_local_forward(const od_local *local, const float *source, const float *weights,
                      const float *biases, float *destination) {
  local_job j = {.local = local, .multiply = od_multiplies_here(), .left = source, .right = weights,
                 .start = biases, .to = destination};
  od_parallel(forward_part, &j);
}

void od_local_backward_data(const od_local *local, const float *gradient, const float *weights,
                            float *source_gradient, float *scratch, int scratches) {
  local_job j = {.local = local, .multiply = od_multiplies_here(), .left = gradient, .right = weights,
                 .to = source_gradient, .scratch = scratch, .scratches = scratches};
  od_parallel(backward_data_part, &j);
}

void od_local_backward_weights(const od_local *local, const float *source, const float *gradient,
                               float *weights_gradient, float *bias_gradient) {
  local_job j = {.local = local, .multiply = od_multiplies_here(), .left = source, .right = gradient,
                 .to = weights_gradient, .biases = bias_gradient};
  od_parallel(backward_weights_part, &j);
}
