import Blueprint
import Glibc

/// Softmax and log loss over the first images of a batch, as many as there are labels.
enum NaiveSoftmaxLoss {
  struct Result {
    /// Σ −log p(label).
    var loss = 0.0
    var top1Errors = 0
    var top5Errors = 0
    /// Of the mean loss, with respect to the scores.
    var gradient: Volume
  }

  static func run(_ scores: Volume, labels: [Int32]) -> Result {
    let classes = scores.shape.count
    var result = Result(gradient: Volume(images: scores.images, shape: scores.shape))
    for (image, label) in labels.enumerated() {
      let row = Array(scores.values[image * classes..<(image + 1) * classes])
      let best = row.max()!
      let exponentials = row.map { exp($0 - best) }
      let sum = exponentials.reduce(0, +)
      result.loss -= row[Int(label)] - best - log(sum)
      // The label's place when classes are sorted by score, the lower number first of equals.
      let place = row.indices.sorted { (-row[$0], $0) < (-row[$1], $1) }
        .firstIndex(of: Int(label))!
      result.top1Errors += place >= 1 ? 1 : 0
      result.top5Errors += place >= 5 ? 1 : 0
      for c in 0..<classes {
        let target = c == Int(label) ? 1.0 : 0
        result.gradient.values[image * classes + c] =
          (exponentials[c] / sum - target) / Double(labels.count)
      }
    }
    return result
  }
}
