// Work for the threads that oneDNN also uses, libgomp's team of the calling thread: two teams would
// compete for the processors.
#ifndef CONEDNN_PARALLEL_H
#define CONEDNN_PARALLEL_H
#include <stddef.h>

// Calls body(context, part, parts) once for each part, each on a thread of its own.
void od_parallel(void (*body)(void *context, int part, int parts), void *context);

// Computes the bounds of one part of 0..<count, at multiples of 16 floats (one cache line).
static inline void od_part(size_t count, int part, int parts, size_t *from, size_t *to) {
  size_t lines = (count + 15) / 16;
  size_t begin = lines * (size_t)part / (size_t)parts * 16;
  size_t end = lines * ((size_t)part + 1) / (size_t)parts * 16;
  *from = begin < count ? begin : count;
  *to = end < count ? end : count;
}

// Marks a function that is compiled for each of these instruction sets. The best one that the
// processor has is called at run time.
#if defined(__x86_64__)
#define OD_VECTORIZED __attribute__((target_clones("arch=x86-64-v4", "arch=x86-64-v3", "default")))
#else
#define OD_VECTORIZED
#endif

#endif
