/// Colours and glyphs for a quantity: from nothing to most, or from least through nothing to most.
public struct Shades: Sendable {
  private let look: Look
  private let ground: Color
  private let positive: [Color]
  private let negative: Color

  public init(_ look: Look) {
    self.look = look
    // Colours are mixed before they are brought to what the terminal has.
    let theme = Theme(look.theme.name, depth: .direct)
    ground = theme.background
    positive = [0.0, 0.35, 0.7, 1].map { theme.gradient($0).foreground }
    negative = theme.secondTrain.foreground
  }

  /// A share from −1 to 1 as 24 bits; nothing is the ground of the screen.
  public func color(_ share: Double) -> Color {
    guard share >= 0 else { return ground.mixed(with: negative, min(1, -share)) }
    let place = min(1, share) * Double(positive.count)
    let index = min(positive.count - 1, Int(place))
    let below = index == 0 ? ground : positive[index - 1]
    return below.mixed(with: positive[index], place - Double(index))
  }

  /// Heavy glyphs are much, flat ones less than nothing.
  func cell(_ share: Double) -> Cell {
    if look.depth >= .indexed { return Cell(" ", background: look.shown(color(share))) }
    let ramp = share >= 0 ? Self.more : Self.less
    let level = min(ramp.count - 1, Int(abs(share) * Double(ramp.count - 1) + 0.5))
    let style = share >= 0 ? look.theme.text : look.theme.secondTrain
    return Cell(
      ramp[level], foreground: style.foreground, background: look.theme.background,
      attributes: style.attributes)
  }

  private static let more: [Unicode.Scalar] = [" ", ".", ":", "-", "=", "+", "*", "#", "%", "@"]
  private static let less: [Unicode.Scalar] = [" ", ".", ",", "-", "~", "="]
}

/// Numbers as a picture: one sample a cell across, and two a cell down where there are half blocks.
public struct ShadedPicture: Sendable {
  public let width: Int
  public let height: Int
  /// Row by row, from −1 to 1; what is not a number is a hole.
  private var shares: [Double]

  /// In samples.
  public init(width: Int, height: Int) {
    self.width = max(0, width)
    self.height = max(0, height)
    shares = Array(repeating: .nan, count: self.width * self.height)
  }

  public subscript(x: Int, y: Int) -> Double {
    get { x >= 0 && y >= 0 && x < width && y < height ? shares[y * width + x] : .nan }
    set { if x >= 0, y >= 0, x < width, y < height { shares[y * width + x] = newValue } }
  }

  public mutating func fill(x: Int, y: Int, width: Int, height: Int, _ share: Double) {
    for row in max(0, y)..<max(0, y, min(self.height, y + height)) {
      for column in max(0, x)..<max(0, x, min(self.width, x + width)) {
        shares[row * self.width + column] = share
      }
    }
  }

  /// Samples in a cell, from top to bottom.
  public static func rows(_ look: Look) -> Int { look.hasHalfBlocks ? 2 : 1 }

  public func draw(x: Int, y: Int, on frame: inout Frame, look: Look) {
    let shades = Shades(look)
    guard look.hasHalfBlocks else {
      for row in 0..<height {
        for column in 0..<width where !self[column, row].isNaN {
          guard x + column >= 0, y + row >= 0 else { continue }
          frame[x + column, y + row] = shades.cell(self[column, row])
        }
      }
      return
    }
    // So many on either side of nothing are smooth to the eye.
    let steps = 48.0
    let colors = (-48...48).map { shades.color(Double($0) / steps) }
    var pixels = Pixels(width: width, height: height)
    for row in 0..<height {
      for column in 0..<width where !self[column, row].isNaN {
        let share = min(1, max(-1, self[column, row]))
        pixels[column, row] = colors[Int(share * steps + steps + 0.5)]
      }
    }
    pixels.draw(x: x, y: y, on: &frame, look: look)
  }
}
