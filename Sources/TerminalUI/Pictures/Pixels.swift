/// A small picture in 24-bit colour, with transparent pixels.
public struct Pixels: Equatable, Sendable {
  /// The width in pixels.
  public let width: Int
  /// The height in pixels.
  public let height: Int
  /// The pixels row by row; `.standard` is transparent.
  private var colors: [Color]

  /// Creates a picture of one colour.
  public init(width: Int, height: Int, filledWith color: Color = .standard) {
    self.width = max(0, width)
    self.height = max(0, height)
    colors = Array(repeating: color, count: self.width * self.height)
  }

  /// The colour of a pixel; `.standard` outside the picture, where writing has no effect.
  public subscript(x: Int, y: Int) -> Color {
    get { x >= 0 && y >= 0 && x < width && y < height ? colors[y * width + x] : .standard }
    set { if x >= 0, y >= 0, x < width, y < height { colors[y * width + x] = newValue } }
  }

  /// The red, green and blue values, `[height, width, 3]`; transparent pixels are black.
  public var bytes: [UInt8] { bytes(on: .rgb(0)) }

  /// Returns the picture for the terminal's own pixels.
  /// - Parameter background: The colour of transparent pixels, in 24 bits.
  public func picture(on background: Color) -> PixelPicture {
    PixelPicture(size: PixelSize(width: width, height: height), bytes: bytes(on: background))
  }

  private func bytes(on background: Color) -> [UInt8] {
    Array(unsafeUninitializedCapacity: 3 * colors.count) { bytes, count in
      for color in colors {
        let shown = color.isRGB ? color : background
        bytes[count] = shown.red
        bytes[count + 1] = shown.green
        bytes[count + 2] = shown.blue
        count += 3
      }
    }
  }

  /// Draws the picture with its upper left corner at a cell, two pixels in each cell: as half
  /// blocks, or as the mean of both pixels in a coloured blank or, with few colours, in a glyph of
  /// its brightness.
  public func draw(x: Int, y: Int, on frame: inout Frame, appearance: Appearance) {
    for row in 0..<(height + 1) / 2 {
      for column in 0..<width {
        let upper = self[column, row * 2]
        let lower = self[column, row * 2 + 1]
        guard upper.isRGB || lower.isRGB, x + column >= 0, x + column < frame.width, y + row >= 0,
          y + row < frame.height
        else { continue }
        frame[x + column, y + row] =
          appearance.hasHalfBlocks
          ? Self.halves(upper, lower, background: frame[x + column, y + row].background, appearance)
          : Self.whole(upper, lower, appearance)
      }
    }
  }

  /// Returns the cell of two pixels. In many fonts the lower half block has fewer gaps than the
  /// upper one.
  private static func halves(
    _ upper: Color, _ lower: Color, background: Color, _ appearance: Appearance
  ) -> Cell {
    let above = upper.isRGB ? appearance.shown(upper) : background
    let below = lower.isRGB ? appearance.shown(lower) : background
    if above == below { return Cell(" ", background: above) }
    // The terminal's own background cannot be used as a foreground.
    if below == .standard { return Cell("▀", foreground: above) }
    return Cell("▄", foreground: below, background: above)
  }

  /// Returns the cell of the mean of two pixels.
  private static func whole(_ upper: Color, _ lower: Color, _ appearance: Appearance) -> Cell {
    whole(!upper.isRGB ? lower : !lower.isRGB ? upper : upper.mixed(with: lower, 0.5), appearance)
  }

  /// Returns the cell of one colour: a coloured blank or, with few colours, a glyph of its
  /// brightness.
  static func whole(_ color: Color, _ appearance: Appearance) -> Cell {
    if appearance.depth >= .indexed { return Cell(" ", background: appearance.shown(color)) }
    let luma =
      0.299 * Double(color.red) + 0.587 * Double(color.green) + 0.114 * Double(color.blue)
    let ramp = GlyphRamp.brightness
    return Cell(ramp[min(ramp.count - 1, Int(luma / 256 * Double(ramp.count)))])
  }
}
