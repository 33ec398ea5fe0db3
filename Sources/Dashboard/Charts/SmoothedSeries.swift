import Statistics
import TerminalUI

/// A series with its moving mean, which is updated with every value, so that drawing does not
/// compute it.
struct SmoothedSeries: Equatable, Sendable {
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

  mutating func smooth(memory: Double) {
    var average = MovingAverage(memory: memory)
    smoothed = SeriesValues(values.values.map { average.add($0) })
    self.average = average
  }
}
