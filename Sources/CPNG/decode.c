#include "CPNG.h"

#include <png.h>
#include <setjmp.h>
#include <stdio.h>
#include <string.h>

typedef struct {
  const uint8_t *bytes;
  size_t left;
  cpng_result result;
  char *message;
} byte_source;

static void read_bytes(png_structp png, png_bytep to, size_t count) {
  byte_source *source = png_get_io_ptr(png);
  if (count > source->left) {
    source->result = CPNG_TRUNCATED;
    png_longjmp(png, 1);
  }
  memcpy(to, source->bytes, count);
  source->bytes += count;
  source->left -= count;
}

static void receive_error(png_structp png, png_const_charp text) {
  byte_source *source = png_get_error_ptr(png);
  source->result = CPNG_DAMAGED;
  snprintf(source->message, CPNG_MESSAGE_BYTES, "%s", text);
  png_longjmp(png, 1);
}

// Images that cause only warnings are complete.
static void ignore_warning(png_structp png, png_const_charp text) {
  (void)png;
  (void)text;
}

// Converts every colour type and depth to 8-bit red, green, blue and alpha.
static void request_rgba(png_structp png) {
  png_set_expand(png);
  png_set_scale_16(png);
  png_set_gray_to_rgb(png);
  png_set_add_alpha(png, 0xff, PNG_FILLER_AFTER);
}

static void read_rows(
    png_structp png, png_infop info, uint32_t width, uint32_t height, uint8_t *rgba) {
  png_set_user_limits(png, width, height);
  png_read_info(png, info);
  if (png_get_image_width(png, info) != width || png_get_image_height(png, info) != height)
    png_error(png, "the size differs from the header");
  request_rgba(png);
  int passes = png_set_interlace_handling(png);
  png_read_update_info(png, info);
  if (png_get_rowbytes(png, info) != (size_t)width * 4)
    png_error(png, "the length of the rows differs from the header");
  for (int pass = 0; pass < passes; pass++)
    for (uint32_t row = 0; row < height; row++)
      png_read_row(png, rgba + (size_t)row * width * 4, NULL);
  png_read_end(png, NULL);
}

cpng_result cpng_decode(
    const uint8_t *bytes, size_t count, uint32_t width, uint32_t height, uint8_t *rgba,
    char message[CPNG_MESSAGE_BYTES]) {
  byte_source source = {bytes, count, CPNG_DONE, message};
  message[0] = 0;
  png_structp png =
      png_create_read_struct(PNG_LIBPNG_VER_STRING, &source, receive_error, ignore_warning);
  if (!png) return CPNG_OUT_OF_MEMORY;
  png_infop info = png_create_info_struct(png);
  if (!info) {
    png_destroy_read_struct(&png, NULL, NULL);
    return CPNG_OUT_OF_MEMORY;
  }
  png_set_read_fn(png, &source, read_bytes);
  // No variable that is used after the jump changes between setjmp and the jump.
  if (setjmp(png_jmpbuf(png)) == 0) read_rows(png, info, width, height, rgba);
  png_destroy_read_struct(&png, &info, NULL);
  return source.result;
}
