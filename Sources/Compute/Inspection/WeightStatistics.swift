import COneDNN

/// The distribution of one quantity of a layer's weights, such as their values or their gradient: of all
/// weights, or of an even sample if there are very many.
public struct WeightStatistics: Equatable, Sendable {
  /// The smallest number.
  public var minimum: Double
  /// The largest number.
  public var maximum: Double
  /// The mean of the numbers.
  public var mean: Double
  /// The standard deviation of the numbers.
  public var deviation: Double
  /// Counts in equal bins from `minimum` to `maximum`; all 0 if those are not finite.
  public var histogram: [Int]

  /// The number of bins of the histogram.
  static let bins = 64
  /// The size of the largest sample. A larger sample would not change the histogram visibly.
  static let maximumSample = 1 << 20
  private static let blockLength = 4096

  /// Creates the statistics of a parameter.
  ///
  /// - Parameters:
  ///   - weights: The parameter.
  ///   - quantity: One of its quantities.
  ///   - part: The part of this process, whose numbers are merged with those of the other parts; `nil`
  ///     if this process has all numbers.
  init(
    _ weights: Parameter, _ quantity: Parameter.Quantity = .values, part: NetworkPart? = nil
  ) {
    let blocks = Self.blocks(of: weights, quantity)
    var moments = Moments()
    for block in blocks { moments.add(block) }
    // The padding of a layout is 0 and does not count as weights.
    let padding = Self.padding(of: weights, blocks, quantity)
    moments.count -= Double(padding)
    let part = weights.isDivided ? part : nil
    if let part { moments = moments.merged(among: part) }
    let (minimum, maximum) = (moments.minimum, moments.maximum)
    self.minimum = Double(minimum)
    self.maximum = Double(maximum)
    mean = moments.mean
    deviation = moments.deviation
    var counts = NetworkInspector.counts(blocks, from: minimum, to: maximum, bins: Self.bins)
    if padding > 0, minimum <= 0, maximum >= 0, (maximum - minimum).isFinite {
      let scale = maximum > minimum ? Float(Self.bins) / (maximum - minimum) : 0
      let bin = min(Self.bins - 1, Int(-minimum * scale))
      counts[bin] = max(0, counts[bin] - padding)
    }
    histogram = part?.sums(of: counts) ?? counts
  }

  /// Returns all numbers, or evenly spread blocks of them.
  private static func blocks(
    of weights: Parameter, _ quantity: Parameter.Quantity
  ) -> [UnsafeBufferPointer<Float>] {
    let pieces = weights.pieces.map { UnsafeBufferPointer($0[quantity].elements) }
    let total = pieces.reduce(0) { $0 + $1.count }
    guard total > maximumSample else { return pieces }
    return pieces.flatMap { piece -> [UnsafeBufferPointer<Float>] in
      let count = max(1, maximumSample / blockLength * piece.count / total)
      return (0..<count).map { index in
        let start = index * (piece.count - min(piece.count, blockLength)) / max(1, count - 1)
        return UnsafeBufferPointer(rebasing: piece[start..<min(piece.count, start + blockLength)])
      }
    }
  }

  /// Returns how many numbers of the blocks are padding.
  private static func padding(
    of weights: Parameter, _ blocks: [UnsafeBufferPointer<Float>], _ quantity: Parameter.Quantity
  ) -> Int {
    let total = weights.pieces.reduce(0) { $0 + $1.values.count }
    let count = weights.part.count
    guard total > count else { return 0 }
    if total <= maximumSample { return total - count }
    // A sample does not show which zeros are padding.
    let zeros = Int(blocks.reduce(0) { $0 + od_summarize($1.baseAddress, $1.count).zeros })
    switch quantity {
    // A weight is almost never exactly 0.
    case .values: return zeros
    // The gradient of the weights of a dead unit is 0. The sample is even, so it has its share of the padding.
    case .gradient, .momentumBuffer:
      let sample = blocks.reduce(0) { $0 + $1.count }
      let share = Double(total - count) / Double(total)
      return min(zeros, Int((Double(sample) * share).rounded()))
    }
  }
}
