/// The horizontal positions of steps on the bar of the timeline. Equal distances are equal numbers
/// of steps.
struct TimelineScale: Equatable {
  /// The step at the left end.
  let first: Int
  /// The step at the right end.
  let last: Int
  /// The number of columns of the bar.
  let width: Int

  /// Creates the scale of a bar from the first record to the last one, or to the current kernels.
  /// - Parameters:
  ///   - records: The steps of the records, in order.
  ///   - current: The step of the current kernels; `nil` if there are only records.
  /// - Returns: `nil` without a record.
  init?(records: [Int], current: Int?, width: Int) {
    guard let first = records.first, let last = records.last, width > 0 else { return nil }
    self.first = first
    self.last = max(last, current ?? last)
    self.width = width
  }

  /// Returns the column of a step, from 0 to `width - 1`; `nil` if it is outside of the bar.
  func column(of step: Int) -> Int? {
    guard step >= first, step <= last else { return nil }
    guard last > first else { return width - 1 }
    let share = Double(step - first) / Double(last - first)
    return Int((share * Double(width - 1)).rounded())
  }

  /// Returns the step at a column.
  func step(at column: Int) -> Int {
    guard width > 1 else { return last }
    let share = Double(min(width - 1, max(0, column))) / Double(width - 1)
    return first + Int((share * Double(last - first)).rounded())
  }

  /// Returns round steps between both ends: multiples of 1, 2 or 5 times a power of ten.
  /// - Parameter count: The greatest number of steps.
  func ticks(atMost count: Int) -> [Int] {
    var unit = 1
    while last > first, count > 0, unit < .max / 100 {
      for distance in [unit, 2 * unit, 5 * unit] {
        let start = (first / distance + 1) * distance
        let ticks = Array(stride(from: start, to: last, by: distance).prefix(count + 1))
        if ticks.count <= count { return ticks }
      }
      unit *= 10
    }
    return []
  }
}
