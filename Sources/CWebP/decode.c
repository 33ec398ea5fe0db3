#include "CWebP.h"

#include <limits.h>
#include <webp/decode.h>

static cwebp_result result_of(VP8StatusCode status) {
  switch (status) {
    case VP8_STATUS_OK: return CWEBP_DONE;
    case VP8_STATUS_OUT_OF_MEMORY: return CWEBP_OUT_OF_MEMORY;
    case VP8_STATUS_NOT_ENOUGH_DATA:
    case VP8_STATUS_SUSPENDED: return CWEBP_TRUNCATED;
    default: return CWEBP_DAMAGED;
  }
}

cwebp_result cwebp_decode(
    const uint8_t *bytes, size_t count, uint32_t width, uint32_t height, uint8_t *rgba,
    size_t stride) {
  WebPDecoderConfig config;
  if (stride > INT_MAX || !WebPInitDecoderConfig(&config)) return CWEBP_DAMAGED;
  VP8StatusCode status = WebPGetFeatures(bytes, count, &config.input);
  if (status != VP8_STATUS_OK) return result_of(status);
  if (config.input.width != (int)width || config.input.height != (int)height)
    return CWEBP_OTHER_SIZE;
  config.output.colorspace = MODE_RGBA;
  config.output.is_external_memory = 1;
  config.output.u.RGBA.rgba = rgba;
  config.output.u.RGBA.stride = (int)stride;
  config.output.u.RGBA.size = stride * (height - 1) + (size_t)width * 4;
  status = WebPDecode(bytes, count, &config);
  WebPFreeDecBuffer(&config.output);
  return result_of(status);
}
