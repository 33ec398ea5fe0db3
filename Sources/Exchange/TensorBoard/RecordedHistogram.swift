import Observing

extension Snapshot.LayerSummary {
  /// The recorded histogram of the activations; `nil` without one.
  var tensorBoardHistogram: Tensorboard_HistogramProto? {
    Tensorboard_HistogramProto(
      histogram, from: minimum, to: maximum, mean: mean, deviation: deviation)
  }
}

extension Snapshot.WeightDistribution {
  /// The recorded histogram of the weights or of their gradient; `nil` without one.
  var tensorBoardHistogram: Tensorboard_HistogramProto? {
    Tensorboard_HistogramProto(
      histogram, from: minimum, to: maximum, mean: mean, deviation: deviation)
  }
}

extension Tensorboard_HistogramProto {
  /// Creates a histogram from counts in equal bins; `nil` without counts, and for limits that are not finite.
  /// - Parameters:
  ///   - counts: The number of values in each bin.
  ///   - minimum: The smallest value, at which the first bin begins.
  ///   - maximum: The largest value, at which the last bin ends.
  ///   - mean: The mean of the values.
  ///   - deviation: The standard deviation of the values.
  fileprivate init?(
    _ counts: [Int], from minimum: Double, to maximum: Double, mean: Double, deviation: Double
  ) {
    let count = Double(counts.reduce(0, +))
    guard count > 0, minimum.isFinite, maximum.isFinite, minimum <= maximum else { return nil }
    self.init()
    min = minimum
    max = maximum
    num = count
    sum = count * mean
    sumSquares = count * (mean * mean + deviation * deviation)
    // Bins of no width would have the same limits.
    let bins = minimum < maximum ? counts.map(Double.init) : [count]
    let width = (maximum - minimum) / Double(bins.count)
    bucket = bins
    bucketLimit = bins.indices.map { minimum + width * Double($0 + 1) }
    bucketLimit[bins.count - 1] = maximum
  }
}
