/// An image in colour, scaled to the rectangle in which it is drawn.
public struct Photograph: Sendable {
  /// The width in pixels.
  public let width: Int
  /// The height in pixels.
  public let height: Int
  /// The red, green and blue values, `[height, width, 3]`.
  public let pixels: [UInt8]

  /// Creates an image.
  /// - Precondition: `pixels` has `height * width * 3` values.
  public init(width: Int, height: Int, pixels: [UInt8]) {
    precondition(pixels.count == 3 * width * height, "pixels fill the image")
    self.width = width
    self.height = height
    self.pixels = pixels
  }

  /// Returns the largest size in cells that fits into a rectangle and keeps the proportions of the
  /// image; (0, 0) if the image or the rectangle is empty. A cell is twice as high as it is wide.
  public func size(in room: Rect) -> (width: Int, height: Int) {
    guard width > 0, height > 0, !room.isEmpty else { return (0, 0) }
    let scale = min(
      Double(room.width) / Double(width), Double(2 * room.height) / Double(height))
    return (
      max(1, min(room.width, Int(Double(width) * scale + 0.01))),
      max(1, min(room.height, Int((Double(height) * scale / 2).rounded(.up) + 0.01)))
    )
  }

  /// Draws the image in the middle of a rectangle, as large as possible; in the terminal's own pixels by a whole
  /// factor, if it then has 80% of the largest size or more.
  public func draw(in rect: Rect, on frame: inout Frame, appearance: Appearance) {
    if width > 0, height > 0, !rect.isEmpty, let cell = appearance.cellPixels(in: rect) {
      return place(in: rect, cell: cell, on: &frame, appearance: appearance)
    }
    let size = size(in: rect)
    guard size.width > 0, size.height > 0 else { return }
    let area = rect.centered(width: size.width, height: size.height)
    scaled(width: size.width, height: 2 * size.height)
      .draw(x: area.x, y: area.y, on: &frame, appearance: appearance)
  }

  private func place(
    in rect: Rect, cell: PixelSize, on frame: inout Frame, appearance: Appearance
  ) {
    let largest = min(
      Double(rect.width * cell.width) / Double(width),
      Double(rect.height * cell.height) / Double(height))
    let whole = largest.rounded(.down)
    let scale = whole * 5 > largest * 4 ? whole : largest
    let isReduced = largest < 1
    func length(_ pixels: Int) -> Int {
      isReduced ? max(1, Int(Double(pixels) * largest)) : pixels
    }
    frame.place(
      scaled(width: length(width), height: length(height)), scale: isReduced ? 1 : scale, in: rect,
      cell: cell, appearance: appearance)
  }

  /// Returns the image scaled to another size. In a smaller image, each pixel is the mean of the
  /// old pixels that it covers. In a larger image, each pixel is a copy of the old pixel at its
  /// place.
  func scaled(width columns: Int, height rows: Int) -> Pixels {
    var picture = Pixels(width: columns, height: rows)
    for row in 0..<rows {
      let lines = Range(covering: height, by: row, of: rows)
      for column in 0..<columns {
        let cells = Range(covering: width, by: column, of: columns)
        var sum = (0, 0, 0)
        for y in lines {
          for x in cells {
            let start = 3 * (y * width + x)
            sum.0 += Int(pixels[start])
            sum.1 += Int(pixels[start + 1])
            sum.2 += Int(pixels[start + 2])
          }
        }
        let count = lines.count * cells.count
        picture[column, row] = .rgb(
          UInt8(sum.0 / count), UInt8(sum.1 / count), UInt8(sum.2 / count))
      }
    }
    return picture
  }
}

extension Range<Int> {
  /// The indices of a dimension that one of several equal parts covers. A part covers at least one
  /// index, so the same index can be in several parts.
  /// - Parameters:
  ///   - length: The number of indices of the dimension.
  ///   - part: The number of the part, from 0.
  ///   - count: The number of parts.
  init(covering length: Int, by part: Int, of count: Int) {
    let start = part * length / count
    self = start..<Swift.max(start + 1, (part + 1) * length / count)
  }
}
