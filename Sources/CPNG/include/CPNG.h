// The functions of libpng and zlib that the program uses. Errors of libpng are long jumps, which end here
// and become return values.
#pragma once

#include <stddef.h>
#include <stdint.h>

typedef enum {
  CPNG_DONE = 0,
  // The bytes end before the image does.
  CPNG_TRUNCATED,
  // Any other fault, which the message describes.
  CPNG_DAMAGED,
  CPNG_OUT_OF_MEMORY,
  // There are more bytes than the output can hold.
  CPNG_TOO_LONG,
} cpng_result;

enum { CPNG_MESSAGE_BYTES = 128 };

// Decodes a PNG of any depth and colour type, interlaced or not, to `rgba`, [height, width, 4], with 8 bits
// and straight alpha. 16 bits are rounded; gamma and colour profiles are ignored. Width and height must be
// those in the header. `message` receives the reason of CPNG_DAMAGED.
cpng_result cpng_decode(
    const uint8_t *bytes, size_t count, uint32_t width, uint32_t height, uint8_t *rgba,
    char message[CPNG_MESSAGE_BYTES]);

// Returns the largest number of bytes to which `count` bytes are compressed.
size_t cpng_deflate_bound(size_t count);

// Compresses bytes with zlib. Returns the number of bytes written, or 0 if there is too little memory.
size_t cpng_deflate(const uint8_t *bytes, size_t count, uint8_t *out, size_t capacity);

// Decompresses a gzip file of one or more members to at most `capacity` bytes. `length` receives the number
// of bytes written, also after an error. Checksums are verified at the end of each member.
cpng_result cpng_gunzip(
    const uint8_t *bytes, size_t count, uint8_t *out, size_t capacity, size_t *length);
