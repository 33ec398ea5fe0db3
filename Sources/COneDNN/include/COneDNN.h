// What this program asks of oneDNN, in one vocabulary for its versions 2.x and 3.x, whose own C
// interfaces differ. Also the few vector kernels that oneDNN has no good call for.
//
// Every function that returns `int` returns 0, or oneDNN's status (dnnl_status_t).
#ifndef CONEDNN_H
#define CONEDNN_H
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

// ---- engine, layouts, memory ------------------------------------------------------------------

typedef struct od_engine od_engine;
// How a tensor's numbers lie in memory (dnnl_memory_desc_t).
typedef struct od_layout od_layout;
typedef struct od_memory od_memory;

int od_engine_create(od_engine **engine);
void od_engine_destroy(od_engine *engine);
// "2.6.3"
const char *od_version(void);
// The vector instructions that oneDNN uses here, in words.
const char *od_instructions(void);

// 32-bit floats, or bfloat16: the upper half of one.
enum od_type { OD_FP32, OD_BF16 };
// Whether the processor multiplies bfloat16 in its vector instructions.
int od_has_bf16(void);
// Whether that takes as long as multiplying floats, or longer: Intel's processors have one unit for it
// and two for floats, but for those with AMX.
int od_has_slow_bf16(void);

// `lanes` of 1 are row-major, of 8 or 16 a batch of maps with so many channels side by side; with 0
// oneDNN may choose.
int od_layout_create(int rank, const int64_t *dimensions, int type, int lanes, od_layout **layout);
// The first `count` entries of the outermost dimension.
int od_layout_prefix(const od_layout *layout, int64_t count, od_layout **prefix);
void od_layout_destroy(od_layout *layout);
int od_layout_equal(const od_layout *a, const od_layout *b);
// Fills in up to 12 dimensions and returns the rank.
int od_layout_dimensions(const od_layout *layout, int64_t *dimensions);
int od_layout_type(const od_layout *layout);
// Of a batch of maps: how many channels lie side by side; 1 when plain, 0 in layouts unknown here.
int od_layout_lanes(const od_layout *layout);
size_t od_layout_bytes(const od_layout *layout);

// The memory stays the caller's; `od_memory_point` moves the handle to another place.
int od_memory_create(od_engine *engine, const od_layout *layout, void *bytes, od_memory **memory);
int od_memory_point(od_memory *memory, void *bytes);
void od_memory_destroy(od_memory *memory);

// ---- operations ---------------------------------------------------------------------------------

typedef struct od_operation od_operation;

enum od_pass { OD_FORWARD, OD_BACKWARD_DATA, OD_BACKWARD_WEIGHTS };
enum od_activation { OD_LINEAR, OD_RELU, OD_TANH };
enum od_algorithm { OD_DIRECT, OD_WINOGRAD };
enum od_pooling { OD_MAXIMUM, OD_AVERAGE };
// In a backward pass, "source", "weights" and "destination" are the forward pass's tensors.
enum od_role {
  OD_SOURCE, OD_WEIGHTS, OD_BIAS, OD_DESTINATION, OD_WORKSPACE,
  OD_SOURCE_GRADIENT, OD_WEIGHTS_GRADIENT, OD_BIAS_GRADIENT, OD_DESTINATION_GRADIENT,
  OD_ROLES
};

// `padding` is above and to the left.
typedef struct {
  int64_t kernel, stride, padding, padding_below, padding_right;
} od_window;

// Weights are [outputs, inputs, k, k], with the groups in front when there are any (rank 5).
// Backward passes take the forward operation as `forward`. Winograd's algorithm is refused where
// oneDNN does not have it: in version 3, without AVX-512, with groups, but for 3 x 3 of stride 1.
int od_convolution(od_engine *, int pass, const od_layout *source, const od_layout *weights,
                   const od_layout *bias, const od_layout *destination, od_window window,
                   int algorithm, int activation, const od_operation *forward,
                   od_operation **operation);
// Source [n, inputs], weights [outputs, inputs].
int od_inner_product(od_engine *, int pass, const od_layout *source, const od_layout *weights,
                     const od_layout *bias, const od_layout *destination, int activation,
                     const od_operation *forward, od_operation **operation);
// The backward pass works from the destination: y > 0, or 1 - y*y.
int od_activation(od_engine *, int pass, int activation, const od_layout *layout,
                  od_operation **operation);
// An average is over the cells that exist.
int od_pooling(od_engine *, int pass, int pooling, const od_layout *source,
               const od_layout *destination, od_window window, const od_operation *forward,
               od_operation **operation);
int od_reorder(od_engine *, const od_layout *from, const od_layout *to, od_operation **operation);

// The layout that the operation wants for a role; NULL when it has none.
od_layout *od_operation_layout(const od_operation *operation, int role);
const char *od_operation_implementation(const od_operation *operation);
void od_operation_bind(od_operation *operation, int role, od_memory *memory);
int od_operation_run(od_engine *engine, const od_operation *operation);
void od_operation_destroy(od_operation *operation);

// ---- threads ------------------------------------------------------------------------------------

// Sets how many threads the calling thread's operations and kernels use, and returns how many they get,
// which is less where OpenMP is limited. libgomp keeps a team for each calling thread, so everything is
// to be called from one.
int od_set_threads(int count);

// Lets the calling thread, and those that it will make, run on all processors that OpenMP has places
// on, where OMP_PROC_BIND, OMP_PLACES or GOMP_CPU_AFFINITY has bound it to one of them. Returns 0 when
// there are places that no thread can be bound to: libgomp ends the process when it starts one there.
int od_release_thread(void);

// ---- kernels: all arrays 4-byte aligned, 64 is better -------------------------------------------

// v <- momentum*v - decay*rate*w - rate*g;  w <- w + v
void od_sgd(float *weights, float *velocity, const float *gradient, size_t count, float rate,
            float momentum, float decay);

// out[i] = dropped(i) ? 0 : in[i] * scale, where dropped(i) compares the i-th 32-bit word of
// Philox4x32-10 under (key, stream) with `threshold` (probability times 2^32). in may be out; both
// are of `type`.
void od_dropout(void *out, const void *in, size_t count, int type, uint64_t key, uint64_t stream,
                uint32_t threshold, float scale);
// Philox4x32-10 (Salmon et al., SC 2011): four words from a counter and a key.
void od_philox(const uint32_t counter[4], const uint32_t key[2], uint32_t out[4]);

// Response normalisation across the maps of each cell: y = x / (k + alpha * sum of squares)^beta over
// `size` maps around each, as far as they exist. `alpha` is not divided; `size` is odd. A tensor is
// [images, maps / lanes, cells, lanes] of `type`; maps are a multiple of the lanes. The source and
// its gradient may come in pieces, each a tensor with as many of the maps.
typedef struct {
  int64_t images, maps, cells, lanes, pieces;
  int32_t size, type;
  float alpha, beta, k;
} od_across_maps;
// Floats of scratch memory for so many threads.
size_t od_across_maps_scratch(const od_across_maps *maps, int threads);
void od_across_maps_forward(const od_across_maps *maps, void *const *source,
                            void *destination, float *scratch, int scratches);
// With `rectified`, the source is what ReLU gave, and the gradient is taken through ReLU at once.
void od_across_maps_backward(const od_across_maps *maps, int rectified, void *const *source,
                             const void *gradient, void *const *source_gradient, float *scratch,
                             int scratches);

// Response normalisation within maps, by windows of size x size clipped at the border:
// y = x / (k + alpha * sum of squares)^beta. `alpha` is not divided; `size` is odd. A plane is
// [height, width, lanes].
typedef struct {
  int64_t planes, height, width, lanes;
  int32_t size;
  float alpha, beta, k;
} od_same_map;
// Floats of scratch memory for so many threads.
size_t od_same_map_scratch(const od_same_map *map, int threads);
// `sums` receives what is raised to -beta, which the backward pass wants again. `scratches` is how
// many threads the scratch memory is for: no more are used. No two arrays overlap.
void od_same_map_forward(const od_same_map *map, const float *source, float *destination,
                         float *sums, float *scratch, int scratches);
void od_same_map_backward(const od_same_map *map, const float *source, float *sums,
                          const float *gradient, float *source_gradient, float *scratch,
                          int scratches);

// How many channels lie side by side where vectors are as wide as they get.
enum { OD_LANES = 16 };

// Maxima or means (`kind`) over windows of size x size, of which cells beyond the border are left out:
// [planes, height, width, 16] of `type` -> [planes, rows, columns, 16]. The size is at most 15; every
// window has a cell. `rectified` maxima are 0 where all is below, and have no gradient there: ReLU before
// or after.
typedef struct {
  size_t planes, height, width, rows, columns, size, stride, padding;
  int kind, type, rectified;
} od_pool;
// `places` receives, for maxima, which cell of its window each is: [planes, rows, columns, 16].
void od_pool_forward(const od_pool *pool, const void *source, void *destination, uint8_t *places);
// With `active` not NULL, which lies as the source does, the gradient is 0 where that is not above 0.
void od_pool_backward(const od_pool *pool, const void *gradient, const uint8_t *places,
                      const void *active, void *source_gradient);

// Rows of numbers of `type`, whose beginnings lie `stride` numbers apart.
typedef struct {
  void *start;
  size_t stride;
  int type;
} od_rows;
// Copies so many rows of so many numbers, from one type to another where they differ. With `active`,
// only where that is above 0; elsewhere 0 (the way back through ReLU): then `to` is of floats. `to` may
// be `from`.
void od_copy_rows(od_rows to, od_rows from, const od_rows *active, size_t rows, size_t length);
// [planes, height, width] -> [planes, (height + 3) / 4, (width + 3) / 4, 16]: each square of 4 x 4
// cells side by side, row by row; cells beyond the border are 0.
void od_fold(float *to, const float *from, size_t planes, size_t height, size_t width);

// Four copies of maps, moved by 0 or 3 rows and columns, side by side:
// [images, stride, height, width, 16], of which `blocks` are looked at, and
// [images, 4, blocks, rows, columns, 16], where cell (y, x) of copy (a, b) is cell
// (y + 3a - padding, x + 3b - padding) of the map, or 0 outside of it. Maps are of `type`.
typedef struct {
  size_t images, blocks, stride, height, width, rows, columns, padding;
} od_shifts;
void od_shift(const od_shifts *shifts, float *copies, const void *maps, int type);
// Adds the copies up in the maps, which is the way back.
void od_unshift(const od_shifts *shifts, const float *copies, float *maps);

// Normal numbers of mean 0: number i depends on (key, stream, i) alone.
void od_gaussian(float *out, size_t count, uint64_t key, uint64_t stream, float deviation);

typedef struct {
  double loss;      // sum over rows of -log softmax(label)
  int64_t top1, top5;  // rows whose label is not among the best one, five
} od_score;
// scores [rows, classes]; rows from `valid` on are left out (gradient 0). With `gradient` not NULL
// it receives (softmax - onehot) / valid.
od_score od_softmax_loss(const float *scores, const int32_t *labels, size_t rows, size_t valid,
                         size_t classes, float *gradient);

typedef struct {
  double sum, squares;
  float minimum, maximum;
  size_t zeros;
} od_summary;
od_summary od_summarize(const float *values, size_t count);
// Adds to `counts`; values outside [minimum, maximum] are left out.
void od_histogram(const float *values, size_t count, float minimum, float maximum, int64_t *counts,
                  int bins);
double od_sum_of_squares(const float *values, size_t count);

// Multiplications with additions on registers alone, of vectors of `type`, on all threads for about
// `seconds`: GFLOP/s. 0 where there are none.
double od_peak(double seconds, int type);

#ifdef __cplusplus
}
#endif
#endif
