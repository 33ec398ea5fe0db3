/// A kernel scaled to the size of its tile and normalised: values from −1 to 1 in three channels.
/// It is drawn in colours or as signed glyphs.
struct KernelTile: Equatable, Sendable {
  /// The width in samples.
  let width: Int
  /// The height in samples.
  let height: Int
  /// The values, `[3, height, width]`.
  private(set) var values: [Float]

  /// The weights that each sample covers, with their shares.
  struct Sampling {
    let size: Int
    let width: Int
    let height: Int
    fileprivate let across: [[(Int, Float)]]
    fileprivate let down: [[(Int, Float)]]

    /// Creates a sampling by area averages: exact enlargement for whole multiples, a box filter for
    /// smaller tiles.
    /// - Parameter smooth: True for linear interpolation between the centres of the weights
    ///   instead.
    init(size: Int, width: Int, height: Int, smooth: Bool = false) {
      self.size = size
      self.width = width
      self.height = height
      let shares = smooth ? Self.slopes : Self.areas
      across = shares(size, width)
      down = shares(size, height)
    }

    private static func areas(from size: Int, to count: Int) -> [[(Int, Float)]] {
      (0..<count).map { sample in
        let start = Double(sample) * Double(size) / Double(count)
        let end = Double(sample + 1) * Double(size) / Double(count)
        return (Int(start)..<min(size, Int(end.rounded(.up)))).compactMap { cell in
          let share = (min(end, Double(cell + 1)) - max(start, Double(cell))) / (end - start)
          return share > 1e-6 ? (cell, Float(share)) : nil
        }
      }
    }

    private static func slopes(from size: Int, to count: Int) -> [[(Int, Float)]] {
      // In a smaller tile, interpolation would skip weights.
      guard count > size else { return areas(from: size, to: count) }
      return (0..<count).map { sample in
        let middle = (Double(sample) + 0.5) * Double(size) / Double(count) - 0.5
        let position = min(Double(size - 1), max(0, middle))
        let cell = min(max(0, size - 2), Int(position))
        let share = Float(position - Double(cell))
        return size > 1 ? [(cell, 1 - share), (cell + 1, share)] : [(0, 1)]
      }
    }
  }

  /// Samples a kernel's weights, `[channels, size, size]`. A single channel is shown as grey;
  /// channels after the third are left out.
  init(_ weights: ArraySlice<Float>, channels: Int, _ sampling: Sampling) {
    width = sampling.width
    height = sampling.height
    values = []
    values.reserveCapacity(3 * width * height)
    let size = sampling.size
    weights.withUnsafeBufferPointer { weights in
      for channel in 0..<3 {
        let start = min(channel, channels - 1) * size * size
        for row in sampling.down {
          for column in sampling.across {
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
  }

  /// The magnitude that is drawn as full colour.
  var fullScale: Float { Self.fullScale(of: values) }

  /// Returns the largest magnitude of the values, but at most 2.8 times their root mean square. Without
  /// this limit, a single large value would make all others pale.
  static func fullScale(of values: [Float]) -> Float {
    var largest: Float = 0
    var squares: Float = 0
    for value in values where value.isFinite {
      largest = max(largest, abs(value))
      squares += value * value
    }
    let spread = (squares / Float(max(1, values.count))).squareRoot()
    return min(largest, 2.8 * spread)
  }

  /// Divides the values by a magnitude and limits them to the range from −1 to 1. Values that are not
  /// finite become 0. If the magnitude is 0, all values become 0.
  mutating func divide(by fullScale: Float) {
    let factor = fullScale > 0 ? 1 / fullScale : 0
    for index in values.indices {
      let value = values[index] * factor
      values[index] = value.isFinite ? min(1, max(-1, value)) : 0
    }
  }

  /// Maps the least value to −1 and the largest to 1.
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

  /// Rounds the values to steps.
  /// - Parameter steps: The number of steps from 0 to 1.
  mutating func round(toSteps steps: Float) {
    for index in values.indices { values[index] = (values[index] * steps).rounded() / steps }
  }

  /// Sets all channels but one to 0.
  mutating func keep(_ channel: Int) {
    let area = width * height
    for index in values.indices where index / area != channel { values[index] = 0 }
  }

  /// Returns the colour of a sample; 0 is mid grey.
  func color(x: Int, y: Int) -> Color {
    func byte(_ channel: Int) -> UInt8 {
      UInt8(
        min(255, max(0, (values[(channel * height + y) * width + x] * 127.5 + 127.5).rounded())))
    }
    return .rgb(byte(0), byte(1), byte(2))
  }
}
