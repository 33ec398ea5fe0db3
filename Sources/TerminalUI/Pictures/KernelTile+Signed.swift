import Glibc

/// Drawing without half blocks. With few colours, heavy glyphs are positive values, flat ones
/// negative values, a blank is 0, and a stroke in the direction of the edge is drawn where the sign
/// changes.
extension KernelTile {
  /// Draws a kernel as coloured blanks or, with few colours, as signed glyphs.
  func draw(x: Int, y: Int, on frame: inout Frame, appearance: Appearance) {
    guard appearance.depth < .indexed else {
      for row in 0..<height {
        for column in 0..<width {
          let color = appearance.shown(color(x: column, y: row))
          frame[x + column, y + row] = Cell(" ", background: color)
        }
      }
      return
    }
    let field = SignedField(self)
    for row in 0..<height {
      for column in 0..<width {
        let (glyph, style) = glyph(x: column, y: row, field, depth: appearance.depth)
        frame.put(glyph, x: x + column, y: y + row, style: style)
      }
    }
  }

  /// Draws a patch of an image as coloured blanks or, with few colours, as glyphs of its
  /// brightness.
  func drawBrightness(x: Int, y: Int, on frame: inout Frame, appearance: Appearance) {
    for row in 0..<height {
      for column in 0..<width {
        frame[x + column, y + row] = Pixels.whole(color(x: column, y: row), appearance)
      }
    }
  }

  /// Returns the glyph of a sample, which shows its sign and magnitude, and its style. The colour
  /// shows the channels that are close to the strongest one.
  func glyph(
    x: Int, y: Int, _ field: SignedField, depth: ColorDepth
  ) -> (Unicode.Scalar, Style) {
    if let stroke = field.stroke(x: x, y: y) { return (stroke, Style()) }
    guard depth > .mono else {
      let value = field[x, y]
      return (Self.ink(value), Style(.standard, on: .standard, value < Self.heavy ? [] : .bold))
    }
    let channels = (0..<3).map { values[($0 * height + y) * width + x] }
    let strongest = channels.max { abs($0) < abs($1) } ?? 0
    var bits: UInt8 = 0
    for (bit, value) in channels.enumerated() where value * strongest > 0.55 * strongest * strongest
    {
      bits |= 1 << UInt8(bit)
    }
    // A negative value of red is shown as cyan.
    if strongest < 0 { bits = ~bits & 7 }
    let color: Color = bits == 0 || bits == 7 ? .standard : .palette(bits)
    let bold: Attributes = strongest >= Self.heavy ? .bold : []
    return (Self.ink(strongest), Style(color, on: .standard, bold))
  }

  /// The value from which a glyph is bold.
  private static let heavy = Float(5) / 7

  /// Returns the glyph of a value.
  private static func ink(_ value: Float) -> Unicode.Scalar {
    let ramp = value >= 0 ? GlyphRamp.positive : GlyphRamp.negative
    return ramp[min(ramp.count - 1, Int(abs(value) * Float(ramp.count)))]
  }
}

/// One number for each sample of a kernel: its position on the colour axis along which the kernel
/// varies most. For a grey kernel this is the brightness, for a kernel of two opposed colours the
/// position between them.
struct SignedField {
  private let width: Int
  private let height: Int
  private let values: [Float]

  init(_ tile: KernelTile) {
    width = tile.width
    height = tile.height
    let area = width * height
    let axis = Self.axis(of: tile.values, area: area)
    values = (0..<area).map { index in
      let sum =
        axis[0] * tile.values[index] + axis[1] * tile.values[area + index]
        + axis[2] * tile.values[2 * area + index]
      return min(1, max(-1, sum))
    }
  }

  /// The number of a sample; outside the tile that of the nearest sample.
  subscript(x: Int, y: Int) -> Float {
    values[min(height - 1, max(0, y)) * width + min(width - 1, max(0, x))]
  }

  /// Returns the first eigenvector of Σ w·wᵀ with a positive sum, scaled so that a sample with the
  /// value 1 in all channels has the number 1.
  private static func axis(of values: [Float], area: Int) -> [Float] {
    var moments = Array(repeating: Array(repeating: Float(0), count: 3), count: 3)
    for a in 0..<3 {
      for b in a..<3 {
        var sum: Float = 0
        for index in 0..<area { sum += values[a * area + index] * values[b * area + index] }
        moments[a][b] = sum
        moments[b][a] = sum
      }
    }
    // The power method; a few iterations are enough for a picture.
    var axis: [Float] = [1, 0.9, 0.8]
    for _ in 0..<12 {
      let next = (0..<3).map { row in
        moments[row][0] * axis[0] + moments[row][1] * axis[1] + moments[row][2] * axis[2]
      }
      let length = next.reduce(0) { max($0, abs($1)) }
      guard length > 0 else { return [0, 0, 0] }
      axis = next.map { $0 / length }
    }
    let total = axis.reduce(0) { $0 + abs($1) }
    let sign: Float = axis[0] + axis[1] + axis[2] < 0 ? -1 : 1
    return axis.map { sign * $0 / total }
  }

  /// Returns the stroke of an edge through a sample: a line of zeros between strong values of
  /// opposite signs; `nil` if there is none.
  func stroke(x: Int, y: Int) -> Unicode.Scalar? {
    // In a small tile, strokes would cover the weights beside them.
    guard width >= 12 else { return nil }
    let (left, right) = (self[x - 1, y], self[x + 1, y])
    let (above, below) = (self[x, y - 1], self[x, y + 1])
    let across = (right - left) / 2
    let down = (below - above) / 2
    let isAcross = abs(across) >= abs(down)
    guard isAcross ? left * right < 0 : above * below < 0,
      max(abs(across), abs(down)) >= max(Self.leastStep, 2 * abs(self[x, y]))
    else { return nil }
    // A cell is twice as high as wide.
    let angle = atan2(across, down / 2) * 180 / Float.pi
    let turned = (angle + 360 + 22.5).truncatingRemainder(dividingBy: 180)
    return Self.strokes[min(3, Int(turned / 45))]
  }

  /// The least difference between neighbouring samples at an edge.
  private static let leastStep: Float = 0.2
  private static let strokes: [Unicode.Scalar] = ["-", "/", "|", "\\"]
}
