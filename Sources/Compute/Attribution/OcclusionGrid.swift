import Blueprint

/// The positions of a square that is moved over an image, row by row.
///
/// The square is always inside the image. The distance of two positions is the stride; the last position of a
/// row and of a column touches the border, so its distance can be smaller.
public struct OcclusionGrid: Equatable, Sendable {
  /// The side of the square in pixels.
  public let side: Int
  /// The left columns of the square.
  public let columns: [Int]
  /// The upper rows of the square.
  public let rows: [Int]

  /// Creates the positions for an image.
  ///
  /// - Parameters:
  ///   - image: The shape of the image.
  ///   - side: The side of the square in pixels; `nil` for a sixth of the shorter side of the image. It is at
  ///     most that side.
  ///   - stride: The distance of two positions in pixels; `nil` for half of the square.
  public init(_ image: Shape, side: Int? = nil, stride: Int? = nil) {
    let shorter = min(image.height, image.width)
    let side = max(1, min(shorter, side ?? (shorter + 3) / 6))
    let stride = max(1, stride ?? side / 2)
    self.side = side
    columns = Self.starts(image.width - side, stride)
    rows = Self.starts(image.height - side, stride)
  }

  private static func starts(_ last: Int, _ stride: Int) -> [Int] {
    let regular = Array(Swift.stride(from: 0, through: max(0, last), by: stride))
    return regular.last == max(0, last) ? regular : regular + [last]
  }

  /// The number of positions.
  public var count: Int { rows.count * columns.count }

  /// Returns the upper left pixel of the square at a position.
  public subscript(position: Int) -> (row: Int, column: Int) {
    (rows[position / columns.count], columns[position % columns.count])
  }
}
