/// A small picture in 24-bit colour with holes, and how it is shown in cells.
public struct Pixels: Equatable, Sendable {
  public let width: Int
  public let height: Int
  /// Row by row; `.standard` is a hole.
  private var colors: [Color]

  public init(width: Int, height: Int, filledWith color: Color = .standard) {
    self.width = max(0, width)
    self.height = max(0, height)
    colors = Array(repeating: color, count: self.width * self.height)
  }

  public subscript(x: Int, y: Int) -> Color {
    get { x >= 0 && y >= 0 && x < width && y < height ? colors[y * width + x] : .standard }
    set { if x >= 0, y >= 0, x < width, y < height { colors[y * width + x] = newValue } }
  }

  /// Red, green and blue side by side, `[height, width, 3]`; holes are black.
  public var bytes: [UInt8] {
    colors.flatMap { $0.isRGB ? [$0.red, $0.green, $0.blue] : [0, 0, 0] }
  }

  /// Half blocks (two pixels a cell), coloured blanks or, with few colours, a ramp of brightness
  /// (the mean of the two pixels a cell).
  public func draw(x: Int, y: Int, on frame: inout Frame, look: Look) {
    for row in 0..<(height + 1) / 2 {
      for column in 0..<width {
        let upper = self[column, row * 2]
        let lower = self[column, row * 2 + 1]
        guard upper.isRGB || lower.isRGB, x + column >= 0, x + column < frame.width, y + row >= 0,
          y + row < frame.height
        else { continue }
        frame[x + column, y + row] =
          look.hasHalfBlocks
          ? Self.halves(upper, lower, ground: frame[x + column, y + row].background, look)
          : Self.whole(upper, lower, look)
      }
    }
  }

  // The lower half block leaves fewer seams than the upper one in many fonts.
  private static func halves(_ upper: Color, _ lower: Color, ground: Color, _ look: Look) -> Cell {
    let above = upper.isRGB ? look.shown(upper) : ground
    let below = lower.isRGB ? look.shown(lower) : ground
    if above == below { return Cell(" ", background: above) }
    // A terminal's own background cannot be a foreground.
    if below == .standard { return Cell("▀", foreground: above) }
    return Cell("▄", foreground: below, background: above)
  }

  private static func whole(_ upper: Color, _ lower: Color, _ look: Look) -> Cell {
    whole(!upper.isRGB ? lower : !lower.isRGB ? upper : upper.mixed(with: lower, 0.5), look)
  }

  /// A coloured blank or, with few colours, a glyph by its brightness.
  static func whole(_ color: Color, _ look: Look) -> Cell {
    if look.depth >= .indexed { return Cell(" ", background: look.shown(color)) }
    let luma =
      0.299 * Double(color.red) + 0.587 * Double(color.green) + 0.114 * Double(color.blue)
    return Cell(ramp[min(ramp.count - 1, Int(luma / 256 * Double(ramp.count)))])
  }

  /// By the ink in a common monospaced font.
  private static let ramp: [Unicode.Scalar] = [" ", ".", ":", "-", "=", "+", "*", "#", "%", "@"]
}
