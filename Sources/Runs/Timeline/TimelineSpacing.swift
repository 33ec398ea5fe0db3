/// The distances between the records of a timeline. Records are dense at the first and the last step,
/// and sparse in the middle.
enum TimelineSpacing {
  /// The gap between kept records is at most the distance to the nearer end, divided by this number. A
  /// week of the paper's network has about 300 records.
  static let gapDivisor = 16
  /// The gap before a new record is at least the number of the step, divided by this number.
  static let newGapDivisor = 1000
  /// The number of records that are appended before records are removed again.
  static let slack = 64

  /// Returns true if a step is far enough from the last recorded one; `nil` before the first record.
  static func isDue(at step: Int, after last: Int?) -> Bool {
    guard let last else { return true }
    return step >= last + max(1, step / newGapDivisor)
  }

  /// Returns the steps to keep: the first, the last, and as few between them as the gaps allow.
  static func kept(_ steps: [Int]) -> [Int] {
    guard let first = steps.first, let last = steps.last else { return [] }
    var kept = [first]
    for (step, next) in zip(steps.dropFirst(), steps.dropFirst(2)) {
      // Without this record, the gap would reach from the last kept record to the next one.
      let gap = max(1, min(step, last - step) / gapDivisor)
      if next - kept[kept.count - 1] > gap { kept.append(step) }
    }
    return steps.count > 1 ? kept + [last] : kept
  }
}
