/// An image in colour, made as large as its place.
public struct Photograph: Sendable {
  public let width: Int
  public let height: Int
  /// `[height, width, 3]`
  public let pixels: [UInt8]

  public init(width: Int, height: Int, pixels: [UInt8]) {
    precondition(pixels.count == 3 * width * height, "pixels fill the image")
    self.width = width
    self.height = height
    self.pixels = pixels
  }

  /// How many cells it takes of a room: as many as it can and keep its shape; a cell is twice as high
  /// as wide.
  public func size(in room: Rect) -> (width: Int, height: Int) {
    guard width > 0, height > 0, !room.isEmpty else { return (0, 0) }
    let scale = min(
      Double(room.width) / Double(width), Double(2 * room.height) / Double(height))
    return (
      max(1, min(room.width, Int(Double(width) * scale + 0.01))),
      max(1, min(room.height, Int((Double(height) * scale / 2).rounded(.up) + 0.01)))
    )
  }

  /// In the middle of a rectangle.
  public func draw(in rect: Rect, on frame: inout Frame, look: Look) {
    let size = size(in: rect)
    guard size.width > 0, size.height > 0 else { return }
    let place = rect.centered(width: size.width, height: size.height)
    scaled(width: size.width, height: 2 * size.height)
      .draw(x: place.x, y: place.y, on: &frame, look: look)
  }

  /// Means of what each pixel covers; of an image that is smaller, what lies nearest.
  func scaled(width columns: Int, height rows: Int) -> Pixels {
    var picture = Pixels(width: columns, height: rows)
    func span(_ place: Int, _ count: Int, _ length: Int) -> Range<Int> {
      let start = place * length / count
      return start..<max(start + 1, (place + 1) * length / count)
    }
    for row in 0..<rows {
      let lines = span(row, rows, height)
      for column in 0..<columns {
        let cells = span(column, columns, width)
        var sum = (0, 0, 0)
        for y in lines {
          for x in cells {
            let place = 3 * (y * width + x)
            sum.0 += Int(pixels[place])
            sum.1 += Int(pixels[place + 1])
            sum.2 += Int(pixels[place + 2])
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
