#include "CPNG.h"

#include <zlib.h>

size_t cpng_deflate_bound(size_t count) { return compressBound(count); }

size_t cpng_deflate(const uint8_t *bytes, size_t count, uint8_t *out, size_t capacity) {
  uLongf length = capacity;
  return compress2(out, &length, bytes, count, 6) == Z_OK ? length : 0;
}

uint32_t cpng_checksum(uint32_t before, const uint8_t *bytes, size_t count) {
  uLong sum = before;
  while (count > 0) {
    uInt part = count > 1u << 30 ? 1u << 30 : (uInt)count;
    sum = crc32(sum, bytes, part);
    bytes += part;
    count -= part;
  }
  return (uint32_t)sum;
}
