import Glibc

extension Network {
  /// Returns the probability of each class for the first images of the last pass: the softmax of the
  /// logits, in double precision.
  ///
  /// The largest logit of an image is subtracted from all, so that no exponential overflows.
  /// - Parameter images: The number of images, at most `batch`.
  /// - Returns: `[images, classes]`. All are NaN for an image with a logit that is not a number.
  func probabilities(images: Int) -> [Double] {
    let classes = spec.classes
    let logits = loss.logits.elements
    return [Double](unsafeUninitializedCapacity: images * classes) { probabilities, count in
      for image in 0..<images {
        let row = UnsafeBufferPointer(rebasing: logits[image * classes..<(image + 1) * classes])
        let largest = Double(row.max() ?? 0)
        var sum = 0.0
        for (index, logit) in row.enumerated() {
          let exponential = exp(Double(logit) - largest)
          probabilities.initializeElement(at: image * classes + index, to: exponential)
          sum += exponential
        }
        for index in row.indices { probabilities[image * classes + index] /= sum }
      }
      count = images * classes
    }
  }
}
