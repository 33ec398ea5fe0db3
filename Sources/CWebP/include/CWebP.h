// The one place that includes libwebp's header. Needs no other header of ours.
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

// Decodes one frame to `rgba`, 8 bits a channel, straight alpha, `stride` bytes from one row to the
// next. `bytes` are the frame's chunks without the file's header: "VP8L", or "VP8 " with an "ALPH"
// before it. A frame that is not `width`×`height` is refused before any memory is allocated for it.
cwebp_result cwebp_decode(
    const uint8_t *bytes, size_t count, uint32_t width, uint32_t height, uint8_t *rgba,
    size_t stride);
