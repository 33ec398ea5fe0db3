/// A plan's length in steps and epochs. An epoch is one pass over the training images; batches run on
/// over its end, so a step can belong to two epochs. Everything that counts steps or epochs of a plan
/// uses these functions.
extension RunPlan {
  /// The training images of one epoch.
  /// - Parameter images: the training images of the data.
  public func imagesPerEpoch(of images: Int) -> Int { min(limit ?? .max, images) }

  /// The steps that complete the plan: for a length in epochs the least number of steps whose batches
  /// hold that many epochs of images.
  /// - Returns: `nil` where the plan has no end.
  public func stepCount(imagesPerEpoch: Int) -> Int? {
    switch length {
    case .steps(let steps): steps
    case .epochs(let epochs): (epochs * imagesPerEpoch + batch - 1) / batch
    case .endless: nil
    }
  }

  /// True if no step is left to do after `step` steps.
  public func isComplete(afterStep step: Int, imagesPerEpoch: Int) -> Bool {
    stepCount(imagesPerEpoch: imagesPerEpoch).map { step >= $0 } ?? false
  }

  /// The passes over the training images after `step` steps, a fraction.
  public func epoch(afterStep step: Int, imagesPerEpoch: Int) -> Double {
    Double(step * batch) / Double(imagesPerEpoch)
  }
}
