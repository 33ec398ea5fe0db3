// A narrow door to libpng, whose errors are long jumps: here they end, and come out as values.
#pragma once

#include <stddef.h>
#include <stdint.h>

typedef enum {
  CPNG_DONE = 0,
  // The bytes end before the image does.
  CPNG_TRUNCATED,
  // Anything else; there is a message.
  CPNG_DAMAGED,
  CPNG_OUT_OF_MEMORY,
  // The output is full and there is more.
  CPNG_TOO_LONG,
} cpng_result;

enum { CPNG_MESSAGE_BYTES = 128 };

// Decodes a whole PNG of any depth and colour, interlaced or not, to `rgba` of [height, width, 4],
// 8 bits each, straight alpha. 16 bits are rounded, gamma and profiles are passed over. The image has to
// have the size that was read from its header. `message` gets the reason of CPNG_DAMAGED.
cpng_result cpng_decode(
    const uint8_t *bytes, size_t count, uint32_t width, uint32_t height, uint8_t *rgba,
    char message[CPNG_MESSAGE_BYTES]);

// zlib, which libpng stands on: how many bytes `count` bytes may take when they are deflated, at most;
// deflating them, which gives how many they are, or 0 when there is no memory; and the checksum of
// chunks, of 0 and the first bytes, or of the bytes before.
size_t cpng_deflate_bound(size_t count);
size_t cpng_deflate(const uint8_t *bytes, size_t count, uint8_t *out, size_t capacity);
uint32_t cpng_checksum(uint32_t before, const uint8_t *bytes, size_t count);

// Inflates a gzip file of one member or several to at most `capacity` bytes; `length` gets how many
// were written, whatever the result. Checksums are checked where the end is reached.
cpng_result cpng_gunzip(
    const uint8_t *bytes, size_t count, uint8_t *out, size_t capacity, size_t *length);
