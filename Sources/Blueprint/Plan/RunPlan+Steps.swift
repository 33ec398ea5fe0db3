/// The length of a plan in steps and epochs. An epoch is one pass over the training images. A batch can
/// contain the end of an epoch and the beginning of the next. All counts of steps and epochs use these
/// functions.
extension RunPlan {
  /// Returns the number of training images of one epoch.
  /// - Parameter images: The number of training images of the data.
  public func imagesPerEpoch(of images: Int) -> Int { min(limit ?? .max, images) }

  /// Returns the number of steps of the plan: for a length in epochs, the smallest number of steps whose
  /// batches contain the images of all epochs. `nil` for a plan without an end, and for a length in epochs
  /// without images.
  public func stepCount(imagesPerEpoch: Int) -> Int? {
    switch length {
    case .steps(let steps): steps
    case .epochs where imagesPerEpoch < 1: nil
    case .epochs(let epochs): (epochs * imagesPerEpoch + batch - 1) / batch
    case .endless: nil
    }
  }

  /// Returns true if the plan is complete after `step` steps.
  public func isComplete(afterStep step: Int, imagesPerEpoch: Int) -> Bool {
    stepCount(imagesPerEpoch: imagesPerEpoch).map { step >= $0 } ?? false
  }

  /// Returns the first step that begins after a number of epochs: the batches before it contain the images of
  /// these epochs.
  /// - Parameters:
  ///   - epochs: The number of epochs, 0 or more.
  ///   - imagesPerEpoch: The number of training images of an epoch.
  public func firstStep(afterEpochs epochs: Double, imagesPerEpoch: Int) -> Int {
    let steps = epochs * Double(imagesPerEpoch) / Double(batch)
    // A number that was scaled can be above a whole one by its rounding error.
    return Int((steps - 1e-6).rounded(.up)) + 1
  }

  /// Returns the number of epochs after `step` steps, with a fraction.
  public func epoch(afterStep step: Int, imagesPerEpoch: Int) -> Double {
    Double(step * batch) / Double(imagesPerEpoch)
  }
}
