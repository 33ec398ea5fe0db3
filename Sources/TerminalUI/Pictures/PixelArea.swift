/// The cells that a picture fills when each of its pixels becomes a square of the terminal's pixels, and
/// the margin that makes the picture as large as these cells.
struct PixelArea: Equatable {
  /// The cells, in the middle of the rectangle.
  let cells: Rect
  /// The size of the picture with its margin.
  let size: PixelSize
  /// The number of columns of the margin at the left.
  let left: Int
  /// The number of rows of the margin at the top.
  let top: Int

  /// - Parameters:
  ///   - content: The size of the picture without its margin.
  ///   - scale: The width and height of a pixel of the picture in pixels of the terminal.
  ///   - rect: The rectangle of the picture, which is large enough.
  ///   - cell: The size of a cell in pixels of the terminal.
  init(of content: PixelSize, scale: Double, in rect: Rect, cell: PixelSize) {
    let columns = Self.cells(content.width, scale: scale, cell: cell.width, atMost: rect.width)
    let rows = Self.cells(content.height, scale: scale, cell: cell.height, atMost: rect.height)
    cells = rect.centered(width: columns, height: rows)
    size = PixelSize(
      width: max(content.width, Int((Double(columns * cell.width) / scale).rounded())),
      height: max(content.height, Int((Double(rows * cell.height) / scale).rounded())))
    left = (size.width - content.width) / 2
    top = (size.height - content.height) / 2
  }

  /// Returns the number of cells for some pixels. If possible, their length is a multiple of the scale,
  /// so that all pixels of the picture have the same size.
  static func cells(_ pixels: Int, scale: Double, cell: Int, atMost room: Int) -> Int {
    let least = min(room, Int((Double(pixels) * scale / Double(cell)).rounded(.up)))
    let whole = (least...max(least, min(room, least + cell)))
      .first { (Double($0 * cell) / scale).truncatingRemainder(dividingBy: 1) == 0 }
    return whole ?? least
  }
}

extension Frame {
  /// Places a picture in the middle of a rectangle, on the background of the theme.
  /// - Parameters:
  ///   - scale: The width and height of a pixel of the picture in pixels of the terminal.
  ///   - cell: The size of a cell in pixels of the terminal.
  mutating func place(
    _ pixels: Pixels, scale: Double, in rect: Rect, cell: PixelSize, appearance: Appearance
  ) {
    let content = PixelSize(width: pixels.width, height: pixels.height)
    let area = PixelArea(of: content, scale: scale, in: rect, cell: cell)
    let picture = pixels.padded(to: area.size, left: area.left, top: area.top)
      .picture(on: appearance.rgbBackground)
    place(picture, in: area.cells, background: appearance.theme.background)
  }
}

extension Pixels {
  /// Returns the picture with a transparent margin.
  fileprivate func padded(to size: PixelSize, left: Int, top: Int) -> Pixels {
    guard size.width != width || size.height != height else { return self }
    var padded = Pixels(width: size.width, height: size.height)
    for y in 0..<height {
      for x in 0..<width { padded[left + x, top + y] = self[x, y] }
    }
    return padded
  }
}
