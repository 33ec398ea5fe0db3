extension RunPlan {
  /// Returns the training time of a run of this plan, its validations included.
  /// - Parameters:
  ///   - imagesPerSecond: The speed of training. A validation image needs a third of the time of a training
  ///     image, because it has the forward pass alone.
  ///   - trainImages: The number of training images of the data.
  ///   - validationImages: The size of the validation set.
  /// - Returns: The time in seconds; `nil` for a plan without an end.
  public func seconds(
    imagesPerSecond: Double, trainImages: Int, validationImages: Int
  ) -> Double? {
    guard let steps = stepCount(imagesPerEpoch: imagesPerEpoch(of: trainImages)) else { return nil }
    // The last step is validated too.
    let validations = validateEvery > 0 ? (steps + validateEvery - 1) / validateEvery : 0
    return (Double(steps * batch) + Double(validations * validationImages) / 3) / imagesPerSecond
  }
}
