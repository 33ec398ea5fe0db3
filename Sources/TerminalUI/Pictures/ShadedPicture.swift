/// Values from −1 to 1 as a picture. A cell has one sample, or two, one above the other, if there
/// are half blocks.
public struct ShadedPicture: Sendable {
  /// The width in samples.
  public let width: Int
  /// The height in samples.
  public let height: Int
  /// The samples row by row, from −1 to 1; one that is not a number is not drawn.
  private var samples: [Double]

  /// Creates a picture without values; the size is in samples.
  public init(width: Int, height: Int) {
    self.width = max(0, width)
    self.height = max(0, height)
    samples = Array(repeating: .nan, count: self.width * self.height)
  }

  /// The value of a sample; not a number outside the picture, where writing has no effect.
  public subscript(x: Int, y: Int) -> Double {
    get { x >= 0 && y >= 0 && x < width && y < height ? samples[y * width + x] : .nan }
    set { if x >= 0, y >= 0, x < width, y < height { samples[y * width + x] = newValue } }
  }

  /// Sets all samples in a rectangle, as far as it is inside the picture.
  public mutating func fill(x: Int, y: Int, width: Int, height: Int, _ value: Double) {
    for row in max(0, y)..<max(0, y, min(self.height, y + height)) {
      for column in max(0, x)..<max(0, x, min(self.width, x + width)) {
        samples[row * self.width + column] = value
      }
    }
  }

  /// Returns the number of samples in a cell, from top to bottom.
  public static func rows(_ appearance: Appearance) -> Int { appearance.hasHalfBlocks ? 2 : 1 }

  /// Draws the picture with its upper left corner at a cell.
  public func draw(x: Int, y: Int, on frame: inout Frame, appearance: Appearance) {
    let scale = SignedColorScale(appearance)
    guard appearance.hasHalfBlocks else {
      for row in 0..<height {
        for column in 0..<width where !self[column, row].isNaN {
          guard x + column >= 0, y + row >= 0 else { continue }
          frame[x + column, y + row] = scale.cell(self[column, row])
        }
      }
      return
    }
    pixels(scale).draw(x: x, y: y, on: &frame, appearance: appearance)
  }

  /// Returns the colours of the samples.
  func pixels(_ scale: SignedColorScale) -> Pixels {
    // 48 colours on either side of 0 look continuous.
    let steps = 48.0
    let colors = (-48...48).map { scale.color(Double($0) / steps) }
    var pixels = Pixels(width: width, height: height)
    for row in 0..<height {
      for column in 0..<width where !self[column, row].isNaN {
        let value = min(1, max(-1, self[column, row]))
        pixels[column, row] = colors[Int(value * steps + steps + 0.5)]
      }
    }
    return pixels
  }
}
