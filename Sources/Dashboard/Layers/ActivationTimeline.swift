import Glibc
import Observing
import Runs

/// The distribution of every layer's activations, from the first record or snapshot to the latest. A
/// limited number of them is kept, evenly spread.
struct ActivationTimeline: Equatable, Sendable {
  /// The largest number of snapshots. When it is exceeded, every second snapshot is removed.
  static let maximumSnapshots = 256

  /// The histogram of one layer in one snapshot.
  struct Slice: Equatable, Sendable {
    var minimum: Double
    var maximum: Double
    var counts: [Int]

    var total: Int { counts.reduce(0, +) }
    var isFinite: Bool { (maximum - minimum).isFinite && total > 0 }
    var binWidth: Double { (maximum - minimum) / Double(counts.count) }

    /// Returns the value that a share of the activations, 0…1, is below.
    func quantile(_ share: Double) -> Double {
      var left = share * Double(total)
      for (bin, count) in counts.enumerated() {
        left -= Double(count)
        if left <= 0 { return minimum + binWidth * Double(share < 0.5 ? bin : bin + 1) }
      }
      return maximum
    }
  }

  private(set) var steps: [Int] = []
  /// The slices of the layers, in order, for each step.
  private(set) var slices: [[Slice]] = []
  /// The number of snapshots so far.
  private var seen = 0
  /// One of this many snapshots is kept.
  private var stride = 1
  /// True if the next snapshot replaces the latest one.
  private var latestIsTemporary = false

  mutating func append(_ layers: [Snapshot.LayerSummary], step: Int) {
    guard step > steps.last ?? -1, !layers.isEmpty else { return }
    append(
      layers.map { Slice(minimum: $0.minimum, maximum: $0.maximum, counts: $0.histogram) },
      step: step)
  }

  /// Appends the snapshots of another timeline, which are all later.
  mutating func append(_ later: ActivationTimeline) {
    for (step, layers) in zip(later.steps, later.slices) { append(layers, step: step) }
  }

  private mutating func append(_ layers: [Slice], step: Int) {
    if latestIsTemporary {
      steps.removeLast()
      slices.removeLast()
    }
    steps.append(step)
    slices.append(layers)
    latestIsTemporary = !seen.isMultiple(of: stride)
    seen += 1
    if steps.count > Self.maximumSnapshots {
      let kept = Array(Swift.stride(from: 0, to: steps.count, by: 2))
      steps = kept.map { steps[$0] }
      slices = kept.map { slices[$0] }
      stride *= 2
      latestIsTemporary = false
    }
  }

  mutating func truncate(after step: Int) {
    let kept = steps.firstIndex { $0 > step } ?? steps.count
    steps.removeSubrange(kept...)
    slices.removeSubrange(kept...)
    latestIsTemporary = false
  }

  /// Returns the range that contains 99.6% of a layer's activations; `nil` before there are any.
  func range(of layer: Int) -> ClosedRange<Double>? {
    let known = slices.compactMap { layer < $0.count && $0[layer].isFinite ? $0[layer] : nil }
    guard let low = known.map({ $0.quantile(0.002) }).min(),
      let high = known.map({ $0.quantile(0.998) }).max()
    else { return nil }
    return low < high ? low...high : low - 0.5...low + 0.5
  }

  /// Returns the range from the smallest to the largest of a layer's activations; `nil` before there are any.
  func extremes(of layer: Int) -> ClosedRange<Double>? {
    let known = slices.compactMap { layer < $0.count && $0[layer].isFinite ? $0[layer] : nil }
    guard let low = known.map(\.minimum).min(), let high = known.map(\.maximum).max() else {
      return nil
    }
    return low...max(low, high)
  }

  /// Returns the distribution of a layer's activations over time.
  /// - Returns: `width` columns from the first snapshot to the latest, each with the shares of the
  ///   activations in `height` intervals of `range`, the highest first. A column is empty if an
  ///   activation was not finite.
  func shares(
    of layer: Int, in range: ClosedRange<Double>, width: Int, height: Int
  ) -> [[Double]] {
    guard let first = steps.first, let last = steps.last, width > 0, height > 0 else { return [] }
    var index = 0
    return (0..<width).map { column in
      let step = Double(first) + (Double(column) + 1) / Double(width) * Double(last - first)
      while index + 1 < steps.count, Double(steps[index + 1]) <= step { index += 1 }
      guard layer < slices[index].count, slices[index][layer].isFinite else { return [] }
      return Self.shares(of: slices[index][layer], in: range, height: height)
    }
  }

  private static func shares(
    of slice: Slice, in range: ClosedRange<Double>, height: Int
  ) -> [Double] {
    var rows = Array(repeating: 0.0, count: height)
    let scale = Double(height) / (range.upperBound - range.lowerBound)
    let total = Double(slice.total)
    for (bin, count) in slice.counts.enumerated() where count > 0 {
      // Values outside of the range are counted at its ends.
      func row(_ value: Double) -> Double {
        min(Double(height), max(0, (value - range.lowerBound) * scale))
      }
      let start = slice.minimum + slice.binWidth * Double(bin)
      let (low, high) = (row(start), row(start + slice.binWidth))
      let share = Double(count) / total
      if high - low < 1e-9 {
        rows[min(height - 1, Int(low))] += share
        continue
      }
      for cell in Int(low)..<min(height, Int(high.rounded(.up))) {
        let part = min(high, Double(cell + 1)) - max(low, Double(cell))
        rows[cell] += share * part / (high - low)
      }
    }
    return rows.reversed()
  }
}
