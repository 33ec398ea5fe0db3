// The part of oneDNN that this program uses, with one interface for its versions 2.x and 3.x, whose
// own C interfaces differ. Also vector functions that oneDNN does not have, or not as fast.
//
// A function that makes an object returns 0 or oneDNN's status (dnnl_status_t).
#ifndef CONEDNN_H
#define CONEDNN_H
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

// ---- engine, layouts, memory ------------------------------------------------------------------

typedef struct od_engine od_engine;
// The order of a tensor's numbers in memory (dnnl_memory_desc_t).
typedef struct od_layout od_layout;
typedef struct od_memory od_memory;

int od_engine_create(od_engine **engine);
void od_engine_destroy(od_engine *engine);
// The version, as in "2.6.3".
const char *od_version(void);
// The name of the vector instructions that are used on this processor, at most those that
// ONEDNN_MAX_CPU_ISA allows.
const char *od_instructions(void);
// Return 1 if these are at least AVX2, AVX-512 (with its parts F, BW, DQ and VL) or AMX, else 0.
int od_has_avx2(void);
int od_has_avx512(void);
int od_has_amx(void);

// The type of a number: a 32-bit float, or bfloat16, which is the upper half of one.
enum od_type { OD_FP32, OD_BF16 };
// Returns 1 if the processor has vector instructions that multiply bfloat16, else 0.
int od_has_bf16(void);
// Returns 1 if multiplying bfloat16 takes at least as long as multiplying floats, else 0. Intel's
// processors without AMX have one unit for bfloat16 and two for floats.
int od_has_slow_bf16(void);

// Creates a layout. 1 lane is row-major; 8 or 16 lanes are a batch of maps with that number of
// channels side by side; 0 lets oneDNN choose.
int od_layout_create(int rank, const int64_t *dimensions, int type, int lanes, od_layout **layout);
// Creates the layout of floats for kernels [outputs, inputs, k, k], with the groups in front if the
// rank is 5, that has 16 inputs of 16 outputs side by side.
int od_layout_create_kernels(int rank, const int64_t *dimensions, od_layout **layout);
// Creates the layout of floats with the dimensions [a, b, c, d, e] that are row-major in the order
// [b, a, c, d, e].
int od_layout_create_swapped(const int64_t *dimensions, od_layout **layout);
// Creates the layout of `count` indices of the outermost dimension in the same memory. In a layout with
// blocks, the first index and the count must be multiples of the block, or the part must end with the
// dimension.
int od_layout_part(const od_layout *layout, int64_t first, int64_t count, od_layout **part);
void od_layout_destroy(od_layout *layout);
int od_layout_equal(const od_layout *a, const od_layout *b);
// Fills in up to 12 dimensions and returns the rank.
int od_layout_dimensions(const od_layout *layout, int64_t *dimensions);
int od_layout_type(const od_layout *layout);
// Returns the number of channels side by side in a batch of maps: 1 if row-major, 0 if unknown.
int od_layout_lanes(const od_layout *layout);
size_t od_layout_bytes(const od_layout *layout);

// Creates a handle of memory that the caller owns. `od_memory_point` sets another address.
int od_memory_create(od_engine *engine, const od_layout *layout, void *bytes, od_memory **memory);
int od_memory_point(od_memory *memory, void *bytes);
void od_memory_destroy(od_memory *memory);

// ---- operations ---------------------------------------------------------------------------------

typedef struct od_operation od_operation;

enum od_pass { OD_FORWARD, OD_BACKWARD_DATA, OD_BACKWARD_WEIGHTS };
enum od_activation { OD_LINEAR, OD_RELU, OD_TANH };
enum od_pooling { OD_MAXIMUM, OD_AVERAGE };
// The role of a tensor. In a backward pass, source, weights and destination are those of the
// forward pass.
enum od_role {
  OD_SOURCE, OD_WEIGHTS, OD_BIAS, OD_DESTINATION, OD_WORKSPACE,
  OD_SOURCE_GRADIENT, OD_WEIGHTS_GRADIENT, OD_BIAS_GRADIENT, OD_DESTINATION_GRADIENT,
  OD_ROLES
};

// A window and its padding; `padding` is above and to the left.
typedef struct {
  int64_t kernel, stride, padding, padding_below, padding_right;
} od_window;

// Creates a convolution by the direct algorithm. Weights are [outputs, inputs, k, k], with the groups in
// front if there are several (rank 5). A backward pass needs the forward operation as `forward`.
int od_convolution(od_engine *, int pass, const od_layout *source, const od_layout *weights,
                   const od_layout *bias, const od_layout *destination, od_window window,
                   int activation, const od_operation *forward, od_operation **operation);
// Creates a fully-connected layer: source [n, inputs], weights [outputs, inputs].
int od_inner_product(od_engine *, int pass, const od_layout *source, const od_layout *weights,
                     const od_layout *bias, const od_layout *destination, int activation,
                     const od_operation *forward, od_operation **operation);
// Creates an activation function. The backward pass multiplies by y > 0, or by 1 - y*y.
int od_activation(od_engine *, int pass, int activation, const od_layout *layout,
                  od_operation **operation);
// Creates a pooling. An average is over the cells inside of the map.
int od_pooling(od_engine *, int pass, int pooling, const od_layout *source,
               const od_layout *destination, od_window window, const od_operation *forward,
               od_operation **operation);
// Creates a copy from one layout to another.
int od_reorder(od_engine *, const od_layout *from, const od_layout *to, od_operation **operation);

// Returns the layout that oneDNN chose for a role; NULL if the operation has no such tensor.
od_layout *od_operation_layout(const od_operation *operation, int role);
const char *od_operation_implementation(const od_operation *operation);
void od_operation_bind(od_operation *operation, int role, od_memory *memory);
int od_operation_run(od_engine *engine, const od_operation *operation);
void od_operation_destroy(od_operation *operation);

// ---- threads ------------------------------------------------------------------------------------

// Sets the number of threads for the calling thread's operations, and returns the number that
// OpenMP gives, which is smaller where it is limited. libgomp keeps a team for each calling thread,
// so all functions must be called from one.
int od_set_threads(int count);

// Undoes the binding of the calling thread to one processor by OMP_PROC_BIND, OMP_PLACES or
// GOMP_CPU_AFFINITY: it, and the threads that it makes, can run on all processors of OpenMP's
// places. Returns 0 if no thread can be bound to some of the places: libgomp ends the process when
// it starts a thread there.
int od_release_thread(void);

// ---- vector functions: all arrays are aligned to 4 bytes; 64 are faster -------------------------

// Updates weights w by momentum SGD: v <- momentum*v - decay*rate*w - rate*g;  w <- w + v
void od_sgd(float *weights, float *momentum_buffer, const float *gradient, size_t count, float rate,
            float momentum, float decay);

// Random words for rows of numbers: number j of row i has word first + i * stride + j. One part of
// a larger array, such as some images or some columns, then has the words of the whole.
typedef struct {
  uint64_t first;
  size_t row, stride;
} od_word_rows;
// Applies dropout: out[i] = word < threshold ? 0 : in[i] * scale. Words are those of Philox4x32-10
// under (key, stream), and `threshold` is the probability times 2^32. Both arrays are of `type` and
// can be the same.
void od_dropout(void *out, const void *in, size_t count, int type, od_word_rows words, uint64_t key,
                uint64_t stream, uint32_t threshold, float scale);
// Computes Philox4x32-10 (Salmon et al., SC 2011): four words from a counter and a key.
void od_philox(const uint32_t counter[4], const uint32_t key[2], uint32_t out[4]);

// Response normalisation across the maps of each cell: y = x / (k + alpha * sum of squares)^beta
// over the existing ones of `size` maps around each. `alpha` is not divided; `size` is odd. A
// tensor is [images, maps / lanes, cells, lanes] of `type`; maps are a multiple of the lanes.
typedef struct {
  int64_t images, maps, cells, lanes;
  int32_t size, type;
  float alpha, beta, k;
} od_across_maps;
// Returns the count of floats of scratch memory for a number of threads.
size_t od_across_maps_scratch(const od_across_maps *maps, int threads);
// `scratches` is the number of threads that the scratch memory is for; no more are used.
void od_across_maps_forward(const od_across_maps *maps, const void *source, void *destination,
                            float *scratch, int scratches);
// `rectified` means that the source is the output of ReLU; the gradient passes that ReLU too.
void od_across_maps_backward(const od_across_maps *maps, int rectified, const void *source,
                             const void *gradient, void *source_gradient, float *scratch,
                             int scratches);

// Response normalisation within maps, with windows of size x size clipped at the border:
// y = x / (k + alpha * sum of squares)^beta. `alpha` is not divided; `size` is odd. A plane is
// [height, width, lanes].
typedef struct {
  int64_t planes, height, width, lanes;
  int32_t size;
  float alpha, beta, k;
} od_same_map;
// Returns the count of floats of scratch memory for a number of threads.
size_t od_same_map_scratch(const od_same_map *map, int threads);
// `sums` receives the base of the power, which the backward pass reads. `scratches` is the number
// of threads that the scratch memory is for; no more are used. No two arrays overlap.
void od_same_map_forward(const od_same_map *map, const float *source, float *destination,
                         float *sums, float *scratch, int scratches);
void od_same_map_backward(const od_same_map *map, const float *source, float *sums,
                          const float *gradient, float *source_gradient, float *scratch,
                          int scratches);

// The number of channels side by side in the layout for the widest vectors.
enum { OD_LANES = 16 };

// Maxima or averages (`kind`) over windows of size x size without the cells beyond the border:
// [planes, height, width, 16] of `type` -> [planes, rows, columns, 16]. The source has 16 lanes or,
// in single precision, 8: [planes * 2, height, width, 8]. The size is at most 15; every window has a
// cell. `rectified` is a ReLU before or after a maximum: if all cells are negative, the maximum is 0
// and has no gradient.
typedef struct {
  size_t planes, height, width, lanes, rows, columns, size, stride, padding;
  int kind, type, rectified;
} od_pool;
// `places` receives the number of each maximum's cell in its window: [planes, rows, columns, 16].
void od_pool_forward(const od_pool *pool, const void *source, void *destination, uint8_t *places);
// `active` is NULL, or has the layout of the source: where it is not above 0, the gradient is 0.
void od_pool_backward(const od_pool *pool, const void *gradient, const uint8_t *places,
                      const void *active, void *source_gradient);

// The normalisation followed by the maxima of its output (`pool`, whose planes are the blocks of maps),
// from maps with the lanes of `pool` to maxima with 16 lanes. The results are those of the two functions one after the other. The
// activations between them are not in memory.
// Returns the count of floats of scratch memory for a number of threads.
size_t od_across_maps_pooled_scratch(const od_across_maps *maps, int threads);
void od_across_maps_pooled_forward(const od_across_maps *maps, const od_pool *pool,
                                   const void *source, void *destination, uint8_t *places,
                                   float *scratch, int scratches);
// `gradient` is that of the maxima.
void od_across_maps_pooled_backward(const od_across_maps *maps, const od_pool *pool, int rectified,
                                    const void *source, const void *gradient,
                                    const uint8_t *places, void *source_gradient,
                                    float *scratch, int scratches);

// A locally connected layer: a convolution whose output cells have weights of their own. `inputs`
// and `outputs` are blocks of 16 channels; channels that do not exist are 0. Weights are [rows *
// columns, outputs, inputs, kernel, kernel, 16 inputs, 16 outputs], and biases [outputs, rows,
// columns, 16]. The padding is below the size of the kernel.
typedef struct {
  size_t images, inputs, height, width, outputs, rows, columns, kernel, stride, padding;
} od_local;
// Brings activations [images, blocks, cells, 16] into the order [cells, images, blocks, 16].
void od_local_order(const float *from, float *to, size_t images, size_t blocks, size_t cells);
// `source` is ordered, and the destination is not.
void od_local_forward(const od_local *local, const float *source, const float *weights,
                      const float *biases, float *destination);
// Returns the count of floats of scratch memory for a number of threads.
size_t od_local_scratch(const od_local *local, int threads);
// `gradient` is ordered, and the gradient of the source is not. `scratches` is the number of threads
// that the scratch memory is for; no more are used.
void od_local_backward_data(const od_local *local, const float *gradient, const float *weights,
                            float *source_gradient, float *scratch, int scratches);
// `source` and `gradient` are ordered.
void od_local_backward_weights(const od_local *local, const float *source, const float *gradient,
                               float *weights_gradient, float *bias_gradient);

// A convolution with stride 1 by Winograd's minimal filtering F(4x4, 3x3). `inputs` and `outputs` are
// blocks of 16 channels of one group. Maps are [images, groups * blocks, height, width, 16], and
// weights [groups, outputs, inputs, kernel, kernel, 16 inputs, 16 outputs]. A kernel with more than 3
// rows is the sum of kernels of 3 x 3 at distances of 3 cells. The padding is below the size of the
// kernel.
typedef struct {
  size_t images, groups, inputs, height, width, outputs, rows, columns, kernel, padding;
} od_winograd;
// Returns the name of the vector instructions that it uses on this processor.
const char *od_winograd_instructions(void);
// Returns the count of floats of scratch memory for a pass on a number of threads.
size_t od_winograd_scratch(const od_winograd *winograd, int pass, int threads);
// `scratches` is the number of threads that the scratch memory is for; no more are used. The maps do
// not depend on it. `rectified` applies ReLU, which keeps NaN.
void od_winograd_forward(const od_winograd *winograd, const float *source, const float *weights,
                         const float *biases, int rectified, float *destination, float *scratch,
                         int scratches);
// `active` is NULL, or has the layout of the source: where it is not above 0, the gradient is 0.
void od_winograd_backward_data(const od_winograd *winograd, const float *gradient,
                               const float *weights, const float *active, float *source_gradient,
                               float *scratch, int scratches);
void od_winograd_backward_weights(const od_winograd *winograd, const float *source,
                                  const float *gradient, float *weights_gradient,
                                  float *bias_gradient, float *scratch, int scratches);

// Rows of numbers of `type`; `stride` is the distance from one beginning to the next, in numbers.
typedef struct {
  void *start;
  size_t stride;
  int type;
} od_rows;
// Copies `length` numbers of each of `rows` rows, and converts them where the types differ.
void od_copy_rows(od_rows to, od_rows from, size_t rows, size_t length);
// Writes 0 where `active` is not above 0.
void od_clear(float *numbers, const float *active, size_t count);
// Folds squares: [planes, height, width] -> [planes, (height + 3) / 4, (width + 3) / 4, 16]. The
// cells of each square of 4 x 4 are side by side, row by row; cells beyond the border are 0.
void od_fold(float *to, const float *from, size_t planes, size_t height, size_t width);

// Draws the normal numbers first ..< first + count with mean 0. Number i depends on (key, stream, i)
// alone.
void od_gaussian(float *out, size_t first, size_t count, uint64_t key, uint64_t stream,
                 float deviation);

typedef struct {
  double loss;         // the sum over rows of -log softmax(label)
  int64_t top1, top5;  // the rows whose label is not the best class, or not among the best five
} od_score;
// Computes the loss of logits [rows, classes]. Rows from `valid` on do not count; their gradient is
// 0. `gradient` is NULL or receives (softmax - onehot) / images, where `images` is the number of
// images of all processes.
od_score od_softmax_loss(const float *logits, const int32_t *labels, size_t rows, size_t valid,
                         size_t images, size_t classes, float *gradient);

typedef struct {
  double sum, squares;
  float minimum, maximum;
  size_t zeros;
} od_summary;
// Returns the sum, the sum of squares, the extremes and the count of zeros.
od_summary od_summarize(const float *values, size_t count);
// Adds the counts of equal bins to `counts`. Values outside of [minimum, maximum] do not count.
void od_histogram(const float *values, size_t count, float minimum, float maximum, int64_t *counts,
                  int bins);
double od_sum_of_squares(const float *values, size_t count);

// Measures the peak for about `seconds`: multiplications and additions of `type` on registers
// alone, on all threads. Returns GFLOP/s; 0 if the processor has no instructions for the type, or
// multiplies it by AMX, whose peak is not measured.
double od_peak(double seconds, int type);

#ifdef __cplusplus
}
#endif
#endif
