/// Images a second, smoothed: an exponential average of the last dozen or so steps' times, with
/// the bias towards its start corrected (as in Adam).
struct Throughput {
  private static let keep = 0.9
  private var seconds = 0.0
  private var weight = 0.0

  mutating func add(stepSeconds: Double) {
    seconds = Self.keep * seconds + (1 - Self.keep) * stepSeconds
    weight = Self.keep * weight + (1 - Self.keep)
  }

  func imagesPerSecond(batch: Int) -> Double {
    seconds > 0 ? Double(batch) * weight / seconds : 0
  }
}
