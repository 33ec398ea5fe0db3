import Runs

extension SyntheticRuns {
  /// Returns the evaluation of a run on 2,000 images.
  /// - Parameter right: The numbers of the images that were right.
  static func evaluation(
    step: Int, top1: Double = 0.3, views: Int = 1, right: Range<Int> = 0..<0, time: Double = 0
  ) -> Evaluation {
    let count = 2000
    var (numbers, decoded) = (ImageNumbers(count: count), ImageNumbers(count: count))
    for image in right { numbers[image] = true }
    for image in 0..<count { decoded[image] = true }
    return Evaluation(
      step: step, weights: nil, time: time,
      images: .init(
        data: "CIFAR-10", split: "validation", fingerprint: "00112233aabbccdd", count: count,
        damaged: 0),
      views: views, loss: 0.987, top1: top1, top5: top1 / 6, right: numbers, decoded: decoded)
  }
}
