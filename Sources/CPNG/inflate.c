#include "CPNG.h"

#include <limits.h>
#include <zlib.h>

// Limits a count to 32 bits, as zlib requires.
static uInt part(size_t count) { return count > UINT_MAX ? UINT_MAX : (uInt)count; }

// Decompresses all members of the file.
static cpng_result inflate_members(z_stream *stream, const uint8_t *bytes, size_t count,
                                   uint8_t *out, size_t capacity) {
  stream->next_in = (z_const Bytef *)bytes;
  for (;;) {
    const size_t left = count - (size_t)(stream->next_in - bytes);
    const size_t room = capacity - (size_t)(stream->next_out - out);
    // An output of one byte beyond the capacity shows whether there is more.
    Bytef spare;
    Bytef *place = stream->next_out;
    stream->avail_in = part(left);
    stream->avail_out = room > 0 ? part(room) : 1;
    if (room == 0) stream->next_out = &spare;
    const int status = inflate(stream, Z_NO_FLUSH);
    const int has_more = room == 0 && stream->avail_out == 0;
    if (room == 0) stream->next_out = place;
    if (has_more) return CPNG_TOO_LONG;
    if (status == Z_MEM_ERROR) return CPNG_OUT_OF_MEMORY;
    if (status == Z_STREAM_END) {
      const uint8_t *rest = stream->next_in;
      const size_t after = count - (size_t)(rest - bytes);
      if (after < 2 || rest[0] != 0x1f || rest[1] != 0x8b) return CPNG_DONE;
      if (inflateReset(stream) != Z_OK) return CPNG_DAMAGED;
      continue;
    }
    if (status == Z_BUF_ERROR && stream->avail_in == 0) return CPNG_TRUNCATED;
    if (status != Z_OK && status != Z_BUF_ERROR) return CPNG_DAMAGED;
    if (stream->avail_in == 0 && stream->next_in == bytes + count && stream->avail_out > 0)
      return CPNG_TRUNCATED;
  }
}

cpng_result cpng_gunzip(
    const uint8_t *bytes, size_t count, uint8_t *out, size_t capacity, size_t *length) {
  z_stream stream = {0};
  *length = 0;
  if (count == 0) return CPNG_TRUNCATED;
  if (inflateInit2(&stream, 16 + MAX_WBITS) != Z_OK) return CPNG_OUT_OF_MEMORY;
  stream.next_out = out;
  const cpng_result result = inflate_members(&stream, bytes, count, out, capacity);
  *length = (size_t)(stream.next_out - out);
  inflateEnd(&stream);
  return result;
}
