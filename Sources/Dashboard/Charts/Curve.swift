import TerminalUI

/// A mean that forgets: exponential weights, corrected for the bias of its beginning, so that it
/// starts at the first value (Kingma and Ba 2015, section 3).
struct MovingAverage: Equatable, Sendable {
  /// 0 follows every value, towards 1 it remembers longer.
  let memory: Double
  private var sum = 0.0
  private var weight = 0.0

  init(memory: Double) { self.memory = memory }

  /// The mean so far; NaN before the first finite value.
  var value: Double { weight > 0 ? sum / weight : .nan }

  /// Values that are not finite are passed over.
  mutating func add(_ value: Double) -> Double {
    if value.isFinite {
      sum = memory * sum + (1 - memory) * value
      weight = memory * weight + (1 - memory)
    }
    return self.value
  }
}

/// A number that comes once a step: every value, and the smoothed ones beside them, kept up to date
/// as values come, so that drawing has nothing to compute.
struct Curve: Equatable, Sendable {
  private(set) var values = Samples()
  private(set) var smoothed = Samples()
  private var average: MovingAverage

  init(memory: Double) { average = MovingAverage(memory: memory) }

  mutating func append(_ value: Double) {
    values.append(value)
    smoothed.append(average.add(value))
  }

  /// Only the first so many values.
  mutating func keep(_ count: Int) {
    values = values.prefix(count)
    smooth(memory: average.memory)
  }

  mutating func smooth(memory: Double) {
    var average = MovingAverage(memory: memory)
    smoothed = Samples(values.values.map { average.add($0) })
    self.average = average
  }
}
