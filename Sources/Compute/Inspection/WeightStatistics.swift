import COneDNN

/// How the weights of a layer are spread: of all, or of very many an even sample.
public struct WeightStatistics: Equatable, Sendable {
  public var minimum: Double
  public var maximum: Double
  public var mean: Double
  public var deviation: Double
  /// Counts in equal bins from `minimum` to `maximum`; none where those are not finite.
  public var histogram: [Int]

  static let bins = 64
  /// More are not looked at: no histogram would look different.
  static let most = 1 << 20
  private static let blockLength = 4096

  init(_ weights: Parameter) {
    let blocks = Self.blocks(of: weights)
    var sum = 0.0
    var squares = 0.0
    var count = 0
    var (minimum, maximum) = (Float.infinity, -Float.infinity)
    for block in blocks {
      let summary = od_summarize(block.baseAddress, block.count)
      sum += summary.sum
      squares += summary.squares
      count += block.count
      minimum = min(minimum, summary.minimum)
      maximum = max(maximum, summary.maximum)
    }
    // What fills a layout up is 0, and no weight.
    let padding = Self.padding(of: weights, blocks)
    let mean = sum / Double(count - padding)
    self.minimum = Double(minimum)
    self.maximum = Double(maximum)
    self.mean = mean
    deviation = max(0, squares / Double(count - padding) - mean * mean).squareRoot()
    histogram = Inspector.counts(blocks, from: minimum, to: maximum, bins: Self.bins)
    if padding > 0, minimum <= 0, maximum >= 0, (maximum - minimum).isFinite {
      let scale = maximum > minimum ? Float(Self.bins) / (maximum - minimum) : 0
      let bin = min(Self.bins - 1, Int(-minimum * scale))
      histogram[bin] = max(0, histogram[bin] - padding)
    }
  }

  /// All numbers, or evenly spread pieces of them.
  private static func blocks(of weights: Parameter) -> [UnsafeBufferPointer<Float>] {
    let pieces = weights.pieces.map { UnsafeBufferPointer($0.values.elements) }
    let total = pieces.reduce(0) { $0 + $1.count }
    guard total > most else { return pieces }
    return pieces.flatMap { piece -> [UnsafeBufferPointer<Float>] in
      let count = max(1, most / blockLength * piece.count / total)
      return (0..<count).map { index in
        let start = index * (piece.count - min(piece.count, blockLength)) / max(1, count - 1)
        return UnsafeBufferPointer(rebasing: piece[start..<min(piece.count, start + blockLength)])
      }
    }
  }

  /// How many of the numbers looked at are none of the weights'.
  private static func padding(
    of weights: Parameter, _ blocks: [UnsafeBufferPointer<Float>]
  ) -> Int {
    let total = weights.pieces.reduce(0) { $0 + $1.values.count }
    guard total > weights.count else { return 0 }
    if total <= most { return total - weights.count }
    // Of a sample it is not known; a weight is as good as never exactly 0.
    let zeros = blocks.reduce(0) { $0 + od_summarize($1.baseAddress, $1.count).zeros }
    return Int(zeros)
  }
}
