// Winograd's algorithm for every processor: registers of 4 floats, 32 of them on Arm (NEON) and 16
// elsewhere.
#define WIDTH 4
#if defined(__aarch64__)
#define NAME "NEON"
enum { ROWS = 6, COLUMNS = 1, WEIGHT_ROWS = 6, REST_ROWS = 5 };
#else
#define NAME "baseline"
enum { ROWS = 2, COLUMNS = 1, WEIGHT_ROWS = 2, REST_ROWS = 2 };
#endif
#define CODE od_winograd_baseline
#include "products.h"
