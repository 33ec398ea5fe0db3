// The update of weights and biases by momentum SGD: one pass, limited by the speed of the memory.
#include "COneDNN.h"
#include "parallel.h"

typedef struct {
  float *weights, *momentum_buffer;
  const float *gradient;
  size_t count;
  float rate, momentum, decay;
} sgd_job;

OD_VECTORIZED static void sgd_range(float *restrict w, float *restrict v, const float *restrict g,
                                    size_t count, float rate, float momentum, float shrink) {
  for (size_t i = 0; i < count; i++) {
    float next = momentum * v[i] - shrink * w[i] - rate * g[i];
    v[i] = next;
    w[i] += next;
  }
}

static void sgd_part(void *context, int part, int parts) {
  sgd_job *j = context;
  size_t from, to;
  od_part(j->count, part, parts, &from, &to);
  sgd_range(j->weights + from, j->momentum_buffer + from, j->gradient + from, to - from, j->rate,
            j->momentum, j->decay * j->rate);
}

void od_sgd(float *weights, float *momentum_buffer, const float *gradient, size_t count, float rate,
            float momentum, float decay) {
  sgd_job j = {weights, momentum_buffer, gradient, count, rate, momentum, decay};
  // Starting a team takes some microseconds, longer than a vector of biases.
  if (count < 8192) sgd_part(&j, 0, 1);
  else od_parallel(sgd_part, &j);
}
