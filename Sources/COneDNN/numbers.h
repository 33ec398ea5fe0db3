// Conversions of bfloat16, the upper half of a 32-bit float, and a root for normalisation.
#ifndef CONEDNN_NUMBERS_H
#define CONEDNN_NUMBERS_H
#include "COneDNN.h"
#include <stdint.h>

#define OD_INLINE static inline __attribute__((always_inline))

OD_INLINE float od_float_of_bits(uint32_t bits) {
  union { uint32_t bits; float number; } u = {bits};
  return u.number;
}

OD_INLINE uint32_t od_bits_of_float(float number) {
  union { float number; uint32_t bits; } u = {number};
  return u.bits;
}

OD_INLINE float od_float_of_bf16(uint16_t half) { return od_float_of_bits((uint32_t)half << 16); }

// Rounds to the nearest number, or to the even one of two, as the processor's instruction does. NaN
// stays NaN.
OD_INLINE uint16_t od_bf16_of_float(float number) {
  uint32_t bits = od_bits_of_float(number);
  uint32_t rounded = (bits + 0x7fff + (bits >> 16 & 1)) >> 16;
  return (uint16_t)((bits & 0x7fffffff) > 0x7f800000 ? bits >> 16 | 0x40 : rounded);
}

// The size of a number in bytes.
OD_INLINE size_t od_size(int type) { return type == OD_BF16 ? 2 : 4; }

// Returns x^-1/4 of a normal number: an estimate from the bits with an error of at most 3.2 %, and
// three steps of Newton's method, each of which squares the error (times 2.5). It only multiplies,
// because square roots of a vector take four times as long.
OD_INLINE float od_inverse_fourth_root(float x) {
  float y = od_float_of_bits(0x4f586000 - (od_bits_of_float(x) >> 2));
  float quarter = 0.25f * x;
  for (int step = 0; step < 3; step++) {
    float square = y * y;
    y *= 1.25f - quarter * (square * square);
  }
  return y;
}

#endif
