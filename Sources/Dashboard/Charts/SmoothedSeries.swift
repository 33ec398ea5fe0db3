import Statistics
import TerminalUI

/// The curves that are drawn of values that can be smoothed.
enum SmoothingMode: Equatable, Sendable, CaseIterable {
  /// The smoothed curve in front of the faded curve of the values.
  case overRaw
  /// The smoothed curve alone.
  case alone
  /// The curve of the values alone.
  case none
}

/// A series and its moving mean, which is computed when a value is appended and not for each frame.
struct SmoothedSeries: Equatable, Sendable {
  /// The memories of the moving mean among which the user chooses; 0 does not smooth.
  static let memories: [Double] = [0, 0.5, 0.8, 0.9, 0.95, 0.98, 0.99, 0.995]
  /// The index of the default memory.
  static let standardMemory = 3

  private(set) var values = SeriesValues()
  private(set) var smoothed = SeriesValues()
  private var average: MovingAverage

  init(memory: Double) { average = MovingAverage(memory: memory) }

  mutating func append(_ value: Double) {
    values.append(value)
    smoothed.append(average.add(value))
  }

  /// Removes all values but the first `count`.
  mutating func keep(_ count: Int) {
    values = values.prefix(count)
    smooth(memory: average.memory)
  }

  /// Computes the moving mean of all values with another memory.
  mutating func smooth(memory: Double) {
    var average = MovingAverage(memory: memory)
    smoothed = SeriesValues(values.values.map { average.add($0) })
    self.average = average
  }
}
