import Glibc
import Runs

/// How the activations of every layer were spread, from the first look to the latest. However long a run
/// is, some hundred looks are kept, evenly spread.
struct ActivationTimeline: Equatable, Sendable {
  /// Beyond so many every other one is forgotten.
  static let most = 256

  /// One look at one layer.
  struct Slice: Equatable, Sendable {
    var minimum: Double
    var maximum: Double
    var counts: [Int]

    var total: Int { counts.reduce(0, +) }
    var isFinite: Bool { (maximum - minimum).isFinite && total > 0 }
    var binWidth: Double { (maximum - minimum) / Double(counts.count) }

    /// Below which such a share of the counts lies.
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
  /// Of every step the layers in order.
  private(set) var slices: [[Slice]] = []
  private var seen = 0
  private var stride = 1
  /// The latest look is always there; unless it is one of those to be kept, the next takes its place.
  private var lastIsPassing = false

  mutating func append(_ glimpse: Glimpse) {
    guard glimpse.step > steps.last ?? -1, !glimpse.layers.isEmpty else { return }
    if lastIsPassing {
      steps.removeLast()
      slices.removeLast()
    }
    steps.append(glimpse.step)
    slices.append(
      glimpse.layers.map {
        Slice(minimum: $0.minimum, maximum: $0.maximum, counts: $0.histogram)
      })
    lastIsPassing = !seen.isMultiple(of: stride)
    seen += 1
    if steps.count > Self.most {
      let kept = Array(Swift.stride(from: 0, to: steps.count, by: 2))
      steps = kept.map { steps[$0] }
      slices = kept.map { slices[$0] }
      stride *= 2
      lastIsPassing = false
    }
  }

  mutating func truncate(after step: Int) {
    let kept = steps.firstIndex { $0 > step } ?? steps.count
    steps.removeSubrange(kept...)
    slices.removeSubrange(kept...)
    lastIsPassing = false
  }

  /// The values between which nearly all activations of a layer lie; nil before there are any.
  func range(of layer: Int) -> ClosedRange<Double>? {
    let known = slices.compactMap { layer < $0.count && $0[layer].isFinite ? $0[layer] : nil }
    guard let low = known.map({ $0.quantile(0.002) }).min(),
      let high = known.map({ $0.quantile(0.998) }).max()
    else { return nil }
    return low < high ? low...high : low - 0.5...low + 0.5
  }

  /// What share of a layer's activations lies in each of `height` intervals of `range`, the highest
  /// first, at `width` moments from the first look to the latest. A column is empty where the numbers
  /// were not finite.
  func shares(
    of layer: Int, in range: ClosedRange<Double>, width: Int, height: Int
  ) -> [[Double]] {
    guard let first = steps.first, let last = steps.last, width > 0, height > 0 else { return [] }
    var place = 0
    return (0..<width).map { column in
      let step = Double(first) + (Double(column) + 1) / Double(width) * Double(last - first)
      while place + 1 < steps.count, Double(steps[place + 1]) <= step { place += 1 }
      guard layer < slices[place].count, slices[place][layer].isFinite else { return [] }
      return Self.shares(of: slices[place][layer], in: range, height: height)
    }
  }

  private static func shares(
    of slice: Slice, in range: ClosedRange<Double>, height: Int
  ) -> [Double] {
    var rows = Array(repeating: 0.0, count: height)
    let scale = Double(height) / (range.upperBound - range.lowerBound)
    let total = Double(slice.total)
    for (bin, count) in slice.counts.enumerated() where count > 0 {
      // What lies beyond the range is shown at its ends.
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
