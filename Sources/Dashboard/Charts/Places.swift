/// Where values that came one after another stand: each with its step, epoch and training time, so
/// that a curve can be drawn over any of them.
struct Places: Equatable, Sendable {
  enum Unit: String, Equatable, Sendable, CaseIterable, Codable { case step, epoch, time }

  private(set) var steps: [Double] = []
  private(set) var epochs: [Double] = []
  private(set) var seconds: [Double] = []

  subscript(unit: Unit) -> [Double] {
    switch unit {
    case .step: steps
    case .epoch: epochs
    case .time: seconds
    }
  }

  /// False for a step that is not later than the last, which is not taken. Epochs and times never
  /// go back, though clocks may.
  mutating func append(step: Double, epoch: Double, seconds time: Double) -> Bool {
    guard step > steps.last ?? -1 else { return false }
    steps.append(step)
    epochs.append(max(epoch, epochs.last ?? 0))
    seconds.append(max(time, seconds.last ?? 0))
    return true
  }

  /// Forgets what came after a step; gives how many are left.
  mutating func truncate(after step: Double) -> Int {
    let kept = steps.firstIndex { $0 > step } ?? steps.count
    steps.removeSubrange(kept...)
    epochs.removeSubrange(kept...)
    seconds.removeSubrange(kept...)
    return kept
  }

  /// Between two that are known by a straight line; beyond the last, the last.
  func value(at step: Double, in unit: Unit) -> Double {
    unit == .step ? step : Self.interpolate(step, steps, self[unit])
  }

  func step(at value: Double, in unit: Unit) -> Double {
    unit == .step ? value : Self.interpolate(value, self[unit], steps)
  }

  /// The steps come from 0, where everything begins.
  private static func interpolate(_ x: Double, _ xs: [Double], _ ys: [Double]) -> Double {
    var (low, high) = (0, xs.count)
    while low < high {
      let middle = (low + high) / 2
      if xs[middle] < x { low = middle + 1 } else { high = middle }
    }
    guard low < xs.count else { return ys.last ?? 0 }
    let (x0, y0) = low > 0 ? (xs[low - 1], ys[low - 1]) : (0, 0)
    guard xs[low] > x0 else { return ys[low] }
    return y0 + (ys[low] - y0) * max(0, x - x0) / (xs[low] - x0)
  }
}
