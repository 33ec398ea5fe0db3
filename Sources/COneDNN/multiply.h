// Products of matrices whose operands are parts of larger tensors.
#ifndef CONEDNN_MULTIPLY_H
#define CONEDNN_MULTIPLY_H
#include "COneDNN.h"

// Numbers side by side in a tensor, which are columns of a product.
typedef float od_lanes __attribute__((vector_size(4 * OD_LANES), aligned(4)));

// A product of matrices, to[row][column] = sum of left[row][term] * right[term][column], whose
// terms are in three nested loops around `terms` at a time. All distances are in numbers.
typedef struct {
  size_t counts[3], left[3], right[3];
  size_t terms, left_row, left_term, right_term;
  // The distances from one vector of columns to the next.
  size_t right_vector, to_vector;
  size_t to_row;
} od_product;

// Computes `count` rows. `start` is NULL, or has the first term of the sums in every row. Each
// number is summed in the order of the loops.
typedef void (*od_multiply)(const od_product *p, const float *left, const float *right,
                            const float *start, float *to, size_t count);

// The largest number of vectors of columns at a time.
enum { OD_VECTORS = 2 };

// The functions for the widest vectors of this processor: for one vector of columns, and for
// `vectors`.
typedef struct {
  od_multiply one, several;
  size_t vectors;
} od_multiplies;
od_multiplies od_multiplies_here(void);

#endif
