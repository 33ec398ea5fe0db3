// The softmax function with the log loss.
#include "COneDNN.h"
#include <math.h>
#include <string.h>

od_score od_softmax_loss(const float *logits, const int32_t *labels, size_t rows, size_t valid,
                         size_t images, size_t classes, float *gradient) {
  od_score score = {0, 0, 0};
  if (gradient && valid < rows)
    memset(gradient + valid * classes, 0, (rows - valid) * classes * sizeof *gradient);
  for (size_t row = 0; row < valid; row++) {
    const float *z = logits + row * classes;
    size_t label = (size_t)labels[row];
    float best = z[0];
    // The number of classes before the label: those with a larger logit, or an equal one and a
    // smaller number. A network whose logits are all equal is then right by chance only. NaN comes
    // first.
    size_t before = 0;
    for (size_t c = 0; c < classes; c++) {
      if (z[c] > best) best = z[c];
      before += !(z[c] < z[label] || (z[c] == z[label] && c >= label));
    }
    double sum = 0;
    for (size_t c = 0; c < classes; c++) sum += exp((double)(z[c] - best));
    score.loss += log(sum) - (double)(z[label] - best);
    score.top1 += before >= 1;
    score.top5 += before >= 5;
    if (!gradient) continue;
    float *d = gradient + row * classes;
    for (size_t c = 0; c < classes; c++)
      d[c] = (float)((exp((double)(z[c] - best)) / sum - (c == label)) / (double)images);
  }
  return score;
}
