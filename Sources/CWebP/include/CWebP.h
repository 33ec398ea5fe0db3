// The functions of libwebp that the program uses. No other file includes its header.
#pragma once

#include <stddef.h>
#include <stdint.h>

typedef enum {
  CWEBP_DONE = 0,
  // The bytes end before the image does.
  CWEBP_TRUNCATED,
  CWEBP_DAMAGED,
  // The image has another size than the caller expects.
  CWEBP_OTHER_SIZE,
  CWEBP_OUT_OF_MEMORY,
} cwebp_result;

// Decodes one frame to `rgba`, with 8 bits for each channel and straight alpha. A row begins `stride` bytes
// after the one before. `bytes` are the chunks of the frame without the file's header: "VP8L", or "VP8 "
// with an optional "ALPH" before it. A frame that is not `width`×`height` is refused before memory is
// allocated for it.
cwebp_result cwebp_decode(
    const uint8_t *bytes, size_t count, uint32_t width, uint32_t height, uint8_t *rgba,
    size_t stride);
