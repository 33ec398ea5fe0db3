import Blueprint
import Glibc

/// Softmax and log loss over the images of a batch that have a label.
enum NaiveSoftmaxLoss {
  struct Result {
    /// Σ −log p(label).
    var loss = 0.0
    var top1Errors = 0
    var top5Errors = 0
    /// The gradient of the mean loss with respect to the logits.
    var gradient: Volume
  }

  static func run(_ logits: Volume, labels: [Int32]) -> Result {
    let classes = logits.shape.count
    var result = Result(gradient: Volume(images: logits.images, shape: logits.shape))
    for (image, label) in labels.enumerated() {
      let row = Array(logits.values[image * classes..<(image + 1) * classes])
      let best = row.max()!
      let exponentials = row.map { exp($0 - best) }
      let sum = exponentials.reduce(0, +)
      result.loss -= row[Int(label)] - best - log(sum)
      // The rank of the label among the classes. Equal logits are ordered by number.
      let rank = row.indices.sorted { (-row[$0], $0) < (-row[$1], $1) }
        .firstIndex(of: Int(label))!
      result.top1Errors += rank >= 1 ? 1 : 0
      result.top5Errors += rank >= 5 ? 1 : 0
      for c in 0..<classes {
        let target = c == Int(label) ? 1.0 : 0
        result.gradient.values[image * classes + c] =
          (exponentials[c] / sum - target) / Double(labels.count)
      }
    }
    return result
  }
}
