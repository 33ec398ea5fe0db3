#include "CPNG.h"

#include <zlib.h>

size_t cpng_deflate_bound(size_t count) { return compressBound(count); }

size_t cpng_deflate(const uint8_t *bytes, size_t count, uint8_t *out, size_t capacity) {
  uLongf length = capacity;
  return compress2(out, &length, bytes, count, 6) == Z_OK ? length : 0;
}
