// The products of matrices, for vectors of WIDTH floats. A file for each set of instructions defines
// the numbers of rows and of blocks of columns whose sums fit into its registers, and includes this.
#include "transforms.h"

enum { PARTS = OD_LANES / WIDTH };

// Computes `rows` rows of `columns` blocks: the sums over `blocks` blocks of `terms` terms. Constant
// arguments make a specialised function of each combination.
OD_INLINE void multiply_rows(const od_point_product *p, size_t blocks, size_t terms,
                             const size_t left_row, const size_t left_term, int adds,
                             const size_t rows, const size_t columns) {
  vector sums[ROWS > WEIGHT_ROWS ? ROWS : WEIGHT_ROWS][COLUMNS][PARTS];
  EACH(r, rows) EACH(c, columns) EACH(part, PARTS) {
    const float *to = p->to + c * p->to_block + r * OD_LANES + part * WIDTH;
    sums[r][c][part] = adds ? LOAD(to) : (vector){0};
  }
  const float *right = p->right;
  for (size_t block = 0; block < blocks; block++) {
    const float *left = p->left + block * p->left_block;
    _Pragma("clang loop unroll_count(4)")
    for (size_t term = 0; term < terms; term++, left += left_term, right += OD_LANES) {
      vector factors[COLUMNS][PARTS];
      EACH(c, columns) EACH(part, PARTS)
          factors[c][part] = LOAD(right + c * p->right_block + part * WIDTH);
      EACH(r, rows) EACH(c, columns) EACH(part, PARTS)
          sums[r][c][part] += left[r * left_row] * factors[c][part];
    }
  }
  EACH(r, rows) EACH(c, columns) EACH(part, PARTS)
      STORE(p->to + c * p->to_block + r * OD_LANES + part * WIDTH) = sums[r][c][part];
}

OD_INLINE void multiply_tiles(od_point_product p, size_t tiles, size_t terms, int adds,
                              const size_t columns) {
  for (size_t tile = 0; tile < tiles; tile += ROWS) {
    multiply_rows(&p, terms, OD_LANES, OD_LANES, 1, adds, ROWS, columns);
    p.left += ROWS * OD_LANES;
    p.to += ROWS * OD_LANES;
  }
}

// Sixteen rows, in parts whose sums fit into the registers.
OD_INLINE void accumulate_block(od_point_product p, size_t tiles, int adds, const size_t columns) {
  multiply_rows(&p, 1, tiles, 1, OD_LANES, adds, WEIGHT_ROWS, columns);
  p.left += WEIGHT_ROWS;
  p.to += WEIGHT_ROWS * OD_LANES;
  for (size_t row = WEIGHT_ROWS; row < OD_LANES; row += REST_ROWS) {
    multiply_rows(&p, 1, tiles, 1, OD_LANES, adds, REST_ROWS, columns);
    p.left += REST_ROWS;
    p.to += REST_ROWS * OD_LANES;
  }
}

static void skip_columns(od_point_product *p, size_t count) {
  p->right += count * p->right_block;
  p->to += count * p->to_block;
}

static void multiply(const od_point_product *product, size_t tiles, size_t terms, size_t columns,
                     int adds) {
  od_point_product p = *product;
  for (; columns >= COLUMNS; columns -= COLUMNS, skip_columns(&p, COLUMNS))
    multiply_tiles(p, tiles, terms, adds, COLUMNS);
  for (; columns > 0; columns--, skip_columns(&p, 1)) multiply_tiles(p, tiles, terms, adds, 1);
}

static void accumulate(const od_point_product *product, size_t tiles, size_t columns, int adds) {
  od_point_product p = *product;
  for (; columns >= COLUMNS; columns -= COLUMNS, skip_columns(&p, COLUMNS))
    accumulate_block(p, tiles, adds, COLUMNS);
  for (; columns > 0; columns--, skip_columns(&p, 1)) accumulate_block(p, tiles, adds, 1);
}

const od_winograd_code CODE = {
    NAME, ROWS, source, gradient, destination, kernels, kernel_gradients, multiply, accumulate,
};
