/// Dots behind the cells of a plot, 2×4 a cell, that become braille. Each cell has one style, that
/// of its uppermost layer: a line in front replaces the faded noise behind it.
struct DotGrid: Sendable {
  let width: Int
  let height: Int
  private var cells: [Dots]

  private struct Dots {
    var bits: UInt8 = 0
    var layer: UInt8 = 0
    var style = Style()
  }

  /// In cells.
  init(width: Int, height: Int) {
    self.width = width
    self.height = height
    cells = Array(repeating: Dots(), count: width * height)
  }

  var dotColumns: Int { width * 2 }
  var dotRows: Int { height * 4 }

  mutating func dot(_ x: Int, _ y: Int, style: Style, layer: UInt8) {
    guard x >= 0, y >= 0, x < dotColumns, y < dotRows else { return }
    set(Self.masks[(y & 3) * 2 + (x & 1)], cell: (y >> 2) * width + (x >> 1), style, layer)
  }

  private mutating func set(_ bits: UInt8, cell: Int, _ style: Style, _ layer: UInt8) {
    guard layer >= cells[cell].layer else { return }
    let before = layer > cells[cell].layer ? 0 : cells[cell].bits
    cells[cell] = Dots(bits: before | bits, layer: layer, style: style)
  }

  /// All dots of a column from one row to another, a cell a time.
  mutating func bar(_ x: Int, from top: Int, to bottom: Int, style: Style, layer: UInt8) {
    let (top, bottom) = (max(0, min(top, bottom)), min(dotRows - 1, max(top, bottom)))
    guard x >= 0, x < dotColumns, top <= bottom else { return }
    for row in (top >> 2)...(bottom >> 2) {
      var bits: UInt8 = 0
      for dot in max(top, row * 4)...min(bottom, row * 4 + 3) {
        bits |= Self.masks[(dot & 3) * 2 + (x & 1)]
      }
      set(bits, cell: row * width + (x >> 1), style, layer)
    }
  }

  /// Bresenham's line, `thickness` dots high.
  mutating func line(
    from start: (x: Int, y: Int), to end: (x: Int, y: Int), thickness: Int, style: Style,
    layer: UInt8, dash: LineChart.Stroke.Dash = .solid
  ) {
    if start.x == end.x {
      guard dash.isDrawn(at: start.x) else { return }
      let (top, bottom) = (min(start.y, end.y), max(start.y, end.y))
      return bar(start.x, from: top, to: bottom + thickness - 1, style: style, layer: layer)
    }
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
        let dots = cells[row * width + column]
        guard dots.bits != 0, let glyph = Unicode.Scalar(0x2800 + UInt32(dots.bits)) else {
          continue
        }
        frame.put(glyph, x: x + column, y: y + row, style: dots.style)
      }
    }
  }

  // Braille numbers its dots 1 2 3 7 down the left and 4 5 6 8 down the right.
  private static let masks: [UInt8] = [0x01, 0x08, 0x02, 0x10, 0x04, 0x20, 0x40, 0x80]
}
