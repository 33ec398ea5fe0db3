/// One kernel brought to the size of its tile and normalised: weights from −1 to 1, three channels
/// a sample. What it looks like, in colours or in signed ASCII, is decided from there.
struct KernelTile: Equatable, Sendable {
  let width: Int
  let height: Int
  /// `[3, height, width]`.
  private(set) var values: [Float]

  /// Area averages of the kernel's weights, `[channels, size, size]`: exact enlargement for whole
  /// multiples, a box filter when smaller. One channel is shown as grey; beyond three are left out.
  init(_ weights: ArraySlice<Float>, channels: Int, size: Int, width: Int, height: Int) {
    self.width = width
    self.height = height
    values = []
    values.reserveCapacity(3 * width * height)
    let across = Self.shares(from: size, to: width)
    let down = Self.shares(from: size, to: height)
    for channel in 0..<3 {
      let start = weights.startIndex + min(channel, channels - 1) * size * size
      for row in down {
        for column in across {
          var sum: Float = 0
          for (y, tall) in row {
            var line: Float = 0
            for (x, wide) in column { line += weights[start + y * size + x] * wide }
            sum += line * tall
          }
          values.append(sum)
        }
      }
    }
  }

  /// For each of `count` samples, the cells of a row of `size` that it covers and how much of it.
  private static func shares(from size: Int, to count: Int) -> [[(Int, Float)]] {
    (0..<count).map { sample in
      let start = Double(sample) * Double(size) / Double(count)
      let end = Double(sample + 1) * Double(size) / Double(count)
      return (Int(start)..<min(size, Int(end.rounded(.up)))).compactMap { cell in
        let share = (min(end, Double(cell + 1)) - max(start, Double(cell))) / (end - start)
        return share > 1e-6 ? (cell, Float(share)) : nil
      }
    }
  }

  /// A scale at which its picture is vivid: the largest weight, or less where that one is alone.
  var reach: Float {
    var largest: Float = 0
    var squares: Float = 0
    for value in values where value.isFinite {
      largest = max(largest, abs(value))
      squares += value * value
    }
    let spread = (squares / Float(max(1, values.count))).squareRoot()
    return min(largest, 2.8 * spread)
  }

  /// Divides about zero, which stays zero.
  mutating func divide(by reach: Float) {
    let factor = reach > 0 ? 1 / reach : 0
    for index in values.indices {
      let value = values[index] * factor
      values[index] = value.isFinite ? min(1, max(-1, value)) : 0
    }
  }

  /// From its least to its largest weight.
  mutating func stretch() {
    let finite = values.filter(\.isFinite)
    guard let least = finite.min(), let most = finite.max(), most > least else {
      divide(by: 0)
      return
    }
    for index in values.indices {
      let value = (values[index] - least) / (most - least) * 2 - 1
      values[index] = value.isFinite ? value : 0
    }
  }

  /// Zero is mid grey.
  func color(x: Int, y: Int) -> Color {
    func byte(_ channel: Int) -> UInt8 {
      UInt8(
        min(255, max(0, (values[(channel * height + y) * width + x] * 127.5 + 127.5).rounded())))
    }
    return .rgb(byte(0), byte(1), byte(2))
  }

  /// A sign and a weight in one glyph: heavy ones are positive, flat ones negative, a blank is
  /// zero. The colour names the channels that go along with the strongest.
  func glyph(x: Int, y: Int, depth: ColorDepth) -> (Unicode.Scalar, Style) {
    let channels = (0..<3).map { values[($0 * height + y) * width + x] }
    let strongest = channels.max { abs($0) < abs($1) } ?? 0
    let ramp = strongest >= 0 ? Self.positive : Self.negative
    let level = min(ramp.count - 1, Int(abs(strongest) * Float(ramp.count)))
    guard depth > .mono else { return (ramp[level], Style()) }
    var bits: UInt8 = 0
    for (bit, value) in channels.enumerated() where value * strongest > 0.55 * strongest * strongest
    {
      bits |= 1 << UInt8(bit)
    }
    // Less red is cyan.
    if strongest < 0 { bits = ~bits & 7 }
    let color: Color = bits == 0 || bits == 7 ? .standard : .palette(bits)
    let bold: Attributes = level >= 5 && strongest > 0 ? .bold : []
    return (ramp[level], Style(color, on: .standard, bold))
  }

  private static let positive: [Unicode.Scalar] = [" ", ".", ":", "+", "*", "#", "@"]
  private static let negative: [Unicode.Scalar] = [" ", ".", ",", "-", "~", "="]
}
