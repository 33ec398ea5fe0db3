// Winograd's minimal filtering F(4x4, 3x3) (Lavin and Gray, CVPR 2016), the parts that the passes
// share. A tile is 4 x 4 cells of the destination, computed from 6 x 6 cells of the source: both are
// transformed to 36 numbers for each channel, and number i of all channels of a tile is multiplied
// by number i of all kernels. Channels are in blocks of 16.
#ifndef CONEDNN_WINOGRAD_H
#define CONEDNN_WINOGRAD_H
#include "../include/COneDNN.h"

// The numbers of a transformed tile, the sides of tiles, and the floats of a block of kernels.
enum { OD_POINTS = 36, OD_OUTER = 6, OD_INNER = 4, OD_SIDE = 3, OD_BLOCK = OD_LANES * OD_LANES };

// Maps that are cut into tiles, [images, blocks, height, width, 16]. Tiles are `side` x `side` cells
// and begin every 4 cells; the first one begins `before` cells above and to the left of the map.
typedef struct {
  size_t blocks, height, width, side;
  // The number of tiles along the sides of an image.
  size_t down, across;
  ptrdiff_t before_y, before_x;
} od_tiles;

// Transformed tiles: point p of tile t in a block of channels is at [p * point + t * 16].
typedef struct {
  float *start;
  size_t point;
} od_points;

// What happens to the cells of the destination when they are written.
typedef struct {
  const float *bias;    // of one block of channels; NULL for 0
  const float *active;  // NULL, or maps like the destination: where they are not above 0, it is 0
  int rectified;        // applies ReLU
} od_finish;

// A product of one point, or of its gradient: rows of the left matrix, in blocks of 16 terms, by
// blocks of 16 columns. All distances are in floats.
typedef struct {
  const float *left, *right;
  float *to;
  size_t left_block, right_block, to_block;
} od_point_product;

// The functions of one set of instructions.
typedef struct {
  const char *name;
  // The number of tiles that a product computes at a time.
  size_t rows;
  // Transforms `count` tiles of one block of channels, of which `maps` is the first image's map.
  void (*source)(const od_tiles *tiles, const float *maps, size_t first, size_t count,
                 od_points to);
  // Transforms tiles of the destination's gradient, and writes the sum of their cells.
  void (*gradient)(const od_tiles *tiles, const float *maps, size_t first, size_t count,
                   od_points to, float *sum);
  // Computes tiles of the destination from the sums of the products.
  void (*destination)(const od_tiles *tiles, od_points from, size_t first, size_t count,
                      od_finish finish, float *maps);
  // Transforms a block of kernels, [3, 3, 16, 16], to points with distances of `point`.
  void (*kernels)(const float *kernels, float *to, size_t point);
  // Computes the gradient of a block of kernels from that of its points, which is the sum of
  // `shares` gradients with distances of `share`.
  void (*kernel_gradients)(const float *from, size_t point, size_t share, size_t shares,
                           float *kernels);
  // Multiplies `tiles` tiles of `terms` blocks of channels by `columns` blocks of columns. `adds`
  // continues sums.
  void (*multiply)(const od_point_product *p, size_t tiles, size_t terms, size_t columns, int adds);
  // Computes the products of one block of the source with `columns` blocks of the gradient, summed
  // over `tiles` tiles. `adds` continues sums.
  void (*accumulate)(const od_point_product *p, size_t tiles, size_t columns, int adds);
} od_winograd_code;

#if defined(__x86_64__)
extern const od_winograd_code od_winograd_avx512, od_winograd_avx2;
#endif
extern const od_winograd_code od_winograd_baseline;

#endif
