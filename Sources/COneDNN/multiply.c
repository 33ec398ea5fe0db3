#include "multiply.h"
#include "numbers.h"

// Each set of instructions has as many sums as its registers hold: `rows` times `vectors`.
#define EACH(i, count) _Pragma("clang loop unroll(full)") for (size_t i = 0; i < (count); i++)

OD_INLINE void multiply_rows(const od_product *p, const float *left, const float *right,
                             const float *start, float *to, const size_t rows,
                             const size_t vectors) {
  od_lanes sums[16];
  EACH(r, rows) EACH(v, vectors) {
    if (start) sums[r * vectors + v] = *(const od_lanes *)(start + v * p->to_vector);
    else sums[r * vectors + v] = (od_lanes){0};
  }
  for (size_t i = 0; i < p->counts[0]; i++)
    for (size_t j = 0; j < p->counts[1]; j++)
      for (size_t l = 0; l < p->counts[2]; l++) {
        const float *a = left + i * p->left[0] + j * p->left[1] + l * p->left[2];
        const float *b = right + i * p->right[0] + j * p->right[1] + l * p->right[2];
        for (size_t k = 0; k < p->terms; k++, a += p->left_term, b += p->right_term) {
          od_lanes columns[OD_VECTORS];
          EACH(v, vectors) columns[v] = *(const od_lanes *)(b + v * p->right_vector);
          EACH(r, rows) EACH(v, vectors)
              sums[r * vectors + v] += a[r * p->left_row] * columns[v];
        }
      }
  EACH(r, rows) EACH(v, vectors)
      *(od_lanes *)(to + r * p->to_row + v * p->to_vector) = sums[r * vectors + v];
}

#define DEFINE_MULTIPLY(name, rows, vectors, target)                                               \
  target static void name(const od_product *p, const float *left, const float *right,              \
                          const float *start, float *to, size_t count) {                           \
    size_t r = 0;                                                                                  \
    for (; r + rows <= count; r += rows)                                                           \
      multiply_rows(p, left + r * p->left_row, right, start, to + r * p->to_row, rows, vectors);   \
    for (; r < count; r++)                                                                         \
      multiply_rows(p, left + r * p->left_row, right, start, to + r * p->to_row, 1, vectors);      \
  }

#if defined(__x86_64__)
DEFINE_MULTIPLY(multiply_512, 8, 1, __attribute__((target("avx512f,fma"))))
DEFINE_MULTIPLY(multiply_512_twice, 8, 2, __attribute__((target("avx512f,fma"))))
DEFINE_MULTIPLY(multiply_256, 4, 1, __attribute__((target("avx2,fma"))))
DEFINE_MULTIPLY(multiply_128, 2, 1, )
#else
DEFINE_MULTIPLY(multiply_128, 4, 1, )
#endif

od_multiplies od_multiplies_here(void) {
#if defined(__x86_64__)
  if (od_has_avx512()) return (od_multiplies){multiply_512, multiply_512_twice, 2};
  if (od_has_avx2() && __builtin_cpu_supports("fma"))
    return (od_multiplies){multiply_256, multiply_256, 1};
#endif
  return (od_multiplies){multiply_128, multiply_128, 1};
}
