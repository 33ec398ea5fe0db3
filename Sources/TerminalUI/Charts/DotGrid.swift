/// Dots behind the cells of a plot, 2×4 a cell, that become braille. Each cell has one style, that
/// of its uppermost layer: a line in front replaces the faded noise behind it.
struct DotGrid: Sendable {
  let width: Int
  let height: Int
  private var bits: [UInt8]
  private var layers: [UInt8]
  private var styles: [Style]

  /// In cells.
  init(width: Int, height: Int) {
    self.width = width
    self.height = height
    bits = Array(repeating: 0, count: width * height)
    layers = Array(repeating: 0, count: width * height)
    styles = Array(repeating: Style(), count: width * height)
  }

  var dotColumns: Int { width * 2 }
  var dotRows: Int { height * 4 }

  mutating func dot(_ x: Int, _ y: Int, style: Style, layer: UInt8) {
    guard x >= 0, y >= 0, x < dotColumns, y < dotRows else { return }
    let cell = (y >> 2) * width + (x >> 1)
    guard layer >= layers[cell] else { return }
    if layer > layers[cell] { bits[cell] = 0 }
    layers[cell] = layer
    styles[cell] = style
    bits[cell] |= Self.masks[(y & 3) * 2 + (x & 1)]
  }

  /// Bresenham's line, `thickness` dots high.
  mutating func line(
    from start: (x: Int, y: Int), to end: (x: Int, y: Int), thickness: Int, style: Style,
    layer: UInt8, dash: LineChart.Stroke.Dash = .solid
  ) {
    var (x, y) = start
    let dx = abs(end.x - x)
    let dy = -abs(end.y - y)
    let (stepX, stepY) = (x < end.x ? 1 : -1, y < end.y ? 1 : -1)
    var error = dx + dy
    while true {
      if dash.isDrawn(at: x) {
        for extra in 0..<thickness { dot(x, y + extra, style: style, layer: layer) }
      }
      if x == end.x, y == end.y { return }
      let twice = 2 * error
      if twice >= dy {
        error += dy
        x += stepX
      }
      if twice <= dx {
        error += dx
        y += stepY
      }
    }
  }

  func draw(x: Int, y: Int, on frame: inout Frame) {
    for row in 0..<height {
      for column in 0..<width {
        let cell = row * width + column
        guard bits[cell] != 0, let glyph = Unicode.Scalar(0x2800 + UInt32(bits[cell])) else {
          continue
        }
        frame.put(glyph, x: x + column, y: y + row, style: styles[cell])
      }
    }
  }

  // Braille numbers its dots 1 2 3 7 down the left and 4 5 6 8 down the right.
  private static let masks: [UInt8] = [0x01, 0x08, 0x02, 0x10, 0x04, 0x20, 0x40, 0x80]
}
