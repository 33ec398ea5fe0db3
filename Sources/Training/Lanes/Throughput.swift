import Statistics

/// The throughput in images per second, smoothed over about the last ten steps.
struct Throughput {
  /// The average duration of a step in seconds.
  private var duration = MovingAverage(memory: 0.9)

  mutating func add(stepSeconds: Double) { duration.add(stepSeconds) }

  /// Returns the images per second, or 0 before the first step.
  func imagesPerSecond(batch: Int) -> Double {
    duration.sum > 0 ? Double(batch) * duration.weight / duration.sum : 0
  }
}
