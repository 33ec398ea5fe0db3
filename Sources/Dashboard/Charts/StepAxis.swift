/// The horizontal positions of a series: the step, epoch and training time of each value.
struct StepAxis: Equatable, Sendable {
  enum Unit: String, Equatable, Sendable, CaseIterable, Codable { case step, epoch, time }

  private(set) var steps: [Double] = []
  private(set) var epochs: [Double] = []
  /// The training times in seconds.
  private(set) var seconds: [Double] = []

  subscript(unit: Unit) -> [Double] {
    switch unit {
    case .step: steps
    case .epoch: epochs
    case .time: seconds
    }
  }

  /// Appends a position. Epochs and times never decrease, even if a clock does.
  /// - Returns: False if the step is not later than the last; it is not appended then.
  mutating func append(step: Double, epoch: Double, seconds time: Double) -> Bool {
    guard step > steps.last ?? -1 else { return false }
    steps.append(step)
    epochs.append(max(epoch, epochs.last ?? 0))
    seconds.append(max(time, seconds.last ?? 0))
    return true
  }

  /// Appends the positions of another axis, which are all later.
  mutating func append(_ later: StepAxis) {
    steps += later.steps
    epochs += later.epochs
    seconds += later.seconds
  }

  /// Removes the positions after a step.
  /// - Returns: The number of positions that are left.
  mutating func truncate(after step: Double) -> Int {
    let kept = steps.firstIndex { $0 > step } ?? steps.count
    steps.removeSubrange(kept...)
    epochs.removeSubrange(kept...)
    seconds.removeSubrange(kept...)
    return kept
  }

  /// Returns the positions without the first ones.
  func dropFirst(_ count: Int) -> StepAxis {
    guard count > 0 else { return self }
    var rest = StepAxis()
    rest.steps = Array(steps.dropFirst(count))
    rest.epochs = Array(epochs.dropFirst(count))
    rest.seconds = Array(seconds.dropFirst(count))
    return rest
  }

  /// Returns the positions counted from another one. Positions before it become 0.
  func since(_ origin: Position) -> StepAxis {
    var rest = StepAxis()
    rest.steps = steps.map { max(0, $0 - origin.step) }
    rest.epochs = epochs.map { max(0, $0 - origin.epoch) }
    rest.seconds = seconds.map { max(0, $0 - origin.seconds) }
    return rest
  }

  /// Changes the training time of all positions.
  mutating func setSeconds(_ time: Double) {
    seconds = Array(repeating: time, count: seconds.count)
  }

  /// Returns the position of a step in a unit, interpolated linearly; after the last step, the last
  /// position.
  func value(at step: Double, in unit: Unit) -> Double {
    unit == .step ? step : Self.interpolate(step, steps, self[unit])
  }

  /// Returns the step at a position in a unit, interpolated linearly; after the last position, the
  /// last step.
  func step(at value: Double, in unit: Unit) -> Double {
    unit == .step ? value : Self.interpolate(value, self[unit], steps)
  }

  /// Interpolates linearly between the points (0, 0), (xs[0], ys[0]), (xs[1], ys[1]) and so on.
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
