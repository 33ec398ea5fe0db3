/// The dots of a plot, 2×4 in each cell, drawn as braille characters. Each cell has the style of
/// its uppermost layer: a line in front replaces a faded curve behind it. A cell has one colour, so two curves
/// that share a row of cells have it in turns.
struct DotGrid: Sendable {
  let width: Int
  let height: Int
  private var cells: [Dots]

  private struct Dots {
    var bits: UInt8 = 0
    var layer: UInt8 = 0
    var style = Style()
    /// The number of the last curve with dots in the cell, from 1, and its style.
    var curve = 0
    var lastStyle = Style()

    /// Gives the cell to a curve of its layer, or shares it with the curves before.
    mutating func add(_ style: Style, column: Int) {
      guard curve == 0 || style != lastStyle else { return }
      curve += 1
      lastStyle = style
      if LineChart.isInFront(curve, column: column) { self.style = style }
    }
  }

  /// Creates an empty grid; the size is in cells.
  init(width: Int, height: Int) {
    self.width = width
    self.height = height
    cells = Array(repeating: Dots(), count: width * height)
  }

  var dotColumns: Int { width * 2 }
  var dotRows: Int { height * 4 }

  /// Sets the dots of one column from one row to another, both included. Coordinates are in dots.
  mutating func bar(_ x: Int, from top: Int, to bottom: Int, style: Style, layer: UInt8) {
    let (top, bottom) = (max(0, min(top, bottom)), min(dotRows - 1, max(top, bottom)))
    guard x >= 0, x < dotColumns, top <= bottom else { return }
    cells.withUnsafeMutableBufferPointer { cells in
      for row in (top >> 2)...(bottom >> 2) {
        let (first, last) = (max(top - row * 4, 0), min(bottom - row * 4, 3))
        // Braille numbers its dots 1 2 3 7 down the left and 4 5 6 8 down the right.
        let rows = (UInt8(2) << last) - (UInt8(1) << first)
        let bits = x & 1 == 0 ? rows & 7 | (rows & 8) << 3 : (rows & 7) << 3 | (rows & 8) << 4
        let cell = row * width + (x >> 1)
        guard layer >= cells[cell].layer else { continue }
        if layer > cells[cell].layer { cells[cell] = Dots(layer: layer) }
        cells[cell].bits |= bits
        cells[cell].add(style, column: x >> 1)
      }
    }
  }

  /// Draws a line by Bresenham's algorithm, `thickness` dots high. Coordinates are in dots.
  mutating func line(
    from start: (x: Int, y: Int), to end: (x: Int, y: Int), thickness: Int, style: Style,
    layer: UInt8, dash: LineChart.Stroke.Dash = .solid
  ) {
    var (x, y) = start
    let dx = abs(end.x - x)
    let dy = -abs(end.y - y)
    let (stepX, stepY) = (x < end.x ? 1 : -1, y < end.y ? 1 : -1)
    var error = dx + dy
    // The dots in one column are set together.
    var first = y
    while true {
      let isEnd = x == end.x && y == end.y
      let twice = 2 * error
      let leaves = isEnd || twice >= dy
      if leaves, dash.isDrawn(at: x) {
        bar(
          x, from: min(first, y), to: max(first, y) + thickness - 1, style: style, layer: layer)
      }
      if isEnd { return }
      if twice >= dy {
        error += dy
        x += stepX
      }
      if twice <= dx {
        error += dx
        y += stepY
      }
      if leaves { first = y }
    }
  }

  /// Draws the grid with its upper left corner at a cell.
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
}

extension LineChart {
  /// Returns true if a curve is visible in a cell that it shares with curves behind it. The two curves in
  /// front have two columns of cells each in turns, so that both have their colours.
  /// - Parameters:
  ///   - curve: The number of the curve among those of the cell, from 1.
  ///   - column: The column of the cell.
  static func isInFront(_ curve: Int, column: Int) -> Bool {
    curve == 1 || (column >> 1) & 1 == curve & 1
  }
}
