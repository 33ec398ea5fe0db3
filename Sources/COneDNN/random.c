// Random numbers that follow from a key, a stream and a position: dropout and normal numbers.
#include "COneDNN.h"
#include "numbers.h"
#include "parallel.h"
#include <math.h>

// Philox4x32-10: Salmon, Moraes, Dror, Shaw, "Parallel random numbers: as easy as 1, 2, 3" (SC
// 2011).
#define M0 0xD2511F53u
#define M1 0xCD9E8D57u
#define W0 0x9E3779B9u
#define W1 0xBB67AE85u

static inline void philox_round(uint32_t c[4], uint32_t k0, uint32_t k1) {
  uint64_t p0 = (uint64_t)M0 * c[0], p1 = (uint64_t)M1 * c[2];
  uint32_t c0 = (uint32_t)(p1 >> 32) ^ c[1] ^ k0, c2 = (uint32_t)(p0 >> 32) ^ c[3] ^ k1;
  c[0] = c0;
  c[1] = (uint32_t)p1;
  c[2] = c2;
  c[3] = (uint32_t)p0;
}

void od_philox(const uint32_t counter[4], const uint32_t key[2], uint32_t out[4]) {
  uint32_t c[4] = {counter[0], counter[1], counter[2], counter[3]};
  for (uint32_t round = 0; round < 10; round++)
    philox_round(c, key[0] + round * W0, key[1] + round * W1);
  for (int i = 0; i < 4; i++) out[i] = c[i];
}

// The number of counters side by side, which the compiler turns into vectors.
#define LANES 16

typedef struct {
  void *out;
  const void *in;
  size_t count;
  int type;
  od_word_rows words;
  uint64_t key, stream;
  uint32_t threshold;
  float scale;
} dropout_job;

#define DEFINE_KEEP(name, number, read, write)                                                     \
  static inline __attribute__((always_inline)) void name(                                          \
      const dropout_job *j, const uint32_t *restrict words, size_t start, size_t length) {         \
    number *out = (number *)j->out + start;                                                        \
    const number *in = (const number *)j->in + start;                                              \
    for (size_t i = 0; i < length; i++)                                                            \
      out[i] = words[i] < j->threshold ? 0 : write(read(in[i]) * j->scale);                        \
  }
DEFINE_KEEP(keep_fp32, float, , )
DEFINE_KEEP(keep_bf16, uint16_t, od_float_of_bf16, od_bf16_of_float)

// The number of words that are computed together: word 16*w + lane of a block is word w of the
// counter with the number `lane`.
#define BLOCK (4 * LANES)

OD_VECTORIZED static void dropout_range(const dropout_job *j, size_t from, size_t to) {
  uint32_t k0 = (uint32_t)j->key, k1 = (uint32_t)(j->key >> 32);
  uint32_t s0 = (uint32_t)j->stream, s1 = (uint32_t)(j->stream >> 32);
  for (size_t i = from; i < to;) {
    size_t column = i % j->words.row;
    uint64_t word = j->words.first + (uint64_t)(i / j->words.row) * j->words.stride + column;
    uint32_t words[BLOCK];
    uint32_t *a = words, *b = a + LANES, *c = b + LANES, *d = c + LANES;
    uint64_t number = word / BLOCK * LANES;
    for (uint32_t lane = 0; lane < LANES; lane++) {
      a[lane] = (uint32_t)(number + lane);
      b[lane] = (uint32_t)((number + lane) >> 32);
      c[lane] = s0;
      d[lane] = s1;
    }
    for (uint32_t round = 0; round < 10; round++) {
      uint32_t r0 = k0 + round * W0, r1 = k1 + round * W1;
      for (int lane = 0; lane < LANES; lane++) {
        uint64_t p0 = (uint64_t)M0 * a[lane], p1 = (uint64_t)M1 * c[lane];
        uint32_t na = (uint32_t)(p1 >> 32) ^ b[lane] ^ r0;
        uint32_t nc = (uint32_t)(p0 >> 32) ^ d[lane] ^ r1;
        a[lane] = na;
        b[lane] = (uint32_t)p1;
        c[lane] = nc;
        d[lane] = (uint32_t)p0;
      }
    }
    // A block can begin before the row, and end after the row or after this thread's part.
    size_t skipped = word % BLOCK, length = BLOCK - skipped;
    if (length > j->words.row - column) length = j->words.row - column;
    if (length > to - i) length = to - i;
    if (j->type == OD_BF16) keep_bf16(j, words + skipped, i, length);
    else keep_fp32(j, words + skipped, i, length);
    i += length;
  }
}

static void dropout_part(void *context, int part, int parts) {
  dropout_job *j = context;
  size_t blocks = (j->count + BLOCK - 1) / BLOCK;
  size_t from = blocks * (size_t)part / (size_t)parts * BLOCK;
  size_t to = blocks * ((size_t)part + 1) / (size_t)parts * BLOCK;
  dropout_range(j, from, to < j->count ? to : j->count);
}

void od_dropout(void *out, const void *in, size_t count, int type, od_word_rows words, uint64_t key,
                uint64_t stream, uint32_t threshold, float scale) {
  if (words.row == words.stride) words.row = words.stride = count;
  dropout_job j = {out, in, count, type, words, key, stream, threshold, scale};
  od_parallel(dropout_part, &j);
}

typedef struct {
  float *out;
  size_t first, count;
  uint64_t key, stream;
  float deviation;
} gaussian_job;

// The transform of Box and Muller turns the four words of Philox into four normal numbers.
static void gaussian_part(void *context, int part, int parts) {
  gaussian_job *j = context;
  size_t end = j->first + j->count, before = j->first / 4, blocks = (end + 3) / 4 - before;
  size_t last = before + blocks * ((size_t)part + 1) / (size_t)parts;
  uint32_t key[2] = {(uint32_t)j->key, (uint32_t)(j->key >> 32)};
  for (size_t block = before + blocks * (size_t)part / (size_t)parts; block < last; block++) {
    uint32_t counter[4] = {(uint32_t)block, (uint32_t)(block >> 32), (uint32_t)j->stream,
                           (uint32_t)(j->stream >> 32)};
    uint32_t words[4];
    od_philox(counter, key, words);
    float numbers[4];
    for (int pair = 0; pair < 4; pair += 2) {
      // In (0, 1], so that the logarithm is finite.
      float u = ((float)(words[pair] >> 8) + 1) * 0x1p-24f;
      float angle = (float)(words[pair + 1] >> 8) * 0x1p-24f * 6.28318530718f;
      float radius = j->deviation * sqrtf(-2 * logf(u));
      numbers[pair] = radius * cosf(angle);
      numbers[pair + 1] = radius * sinf(angle);
    }
    for (size_t i = block * 4; i < block * 4 + 4 && i < end; i++)
      if (i >= j->first) j->out[i - j->first] = numbers[i - block * 4];
  }
}

void od_gaussian(float *out, size_t first, size_t count, uint64_t key, uint64_t stream,
                 float deviation) {
  gaussian_job j = {out, first, count, key, stream, deviation};
  od_parallel(gaussian_part, &j);
}
