// Winograd's algorithm for processors with AVX2 and FMA: 16 registers of 8 floats.
#include "../numbers.h"
#include "winograd.h"
#include <string.h>

#if defined(__x86_64__)
#pragma clang attribute push(__attribute__((target("avx2,fma"))), apply_to = function)
#define WIDTH 8
enum { ROWS = 6, COLUMNS = 1, WEIGHT_ROWS = 6, REST_ROWS = 5 };
#define NAME "AVX2"
#define CODE od_winograd_avx2
#include "products.h"
#pragma clang attribute pop
#endif
