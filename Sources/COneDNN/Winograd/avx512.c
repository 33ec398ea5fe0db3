// Winograd's algorithm for processors with AVX-512: 32 registers of 16 floats.
#include "../numbers.h"
#include "winograd.h"
#include <string.h>

#if defined(__x86_64__)
#pragma clang attribute push(                                                                      \
    __attribute__((target("avx512f,avx512dq,avx512bw,avx512vl,fma"))), apply_to = function)
#define WIDTH 16
enum { ROWS = 12, COLUMNS = 2, WEIGHT_ROWS = 8, REST_ROWS = 8 };
#define NAME "AVX-512"
#define CODE od_winograd_avx512
#include "products.h"
#pragma clang attribute pop
#endif
