/// A rectangle of cells. A layout is made by cutting pieces off a rectangle.
public struct Rect: Hashable, Sendable {
  /// The leftmost column.
  public var x: Int
  /// The topmost row.
  public var y: Int
  /// The number of columns.
  public var width: Int
  /// The number of rows.
  public var height: Int

  /// Creates a rectangle. A negative width or height counts as 0.
  public init(x: Int, y: Int, width: Int, height: Int) {
    self.x = x
    self.y = y
    self.width = max(0, width)
    self.height = max(0, height)
  }

  /// True if the rectangle has no cell.
  public var isEmpty: Bool { width == 0 || height == 0 }
  /// The first column to the right of the rectangle.
  public var right: Int { x + width }
  /// The first row below the rectangle.
  public var bottom: Int { y + height }

  /// Returns true if a cell is inside the rectangle.
  public func contains(x column: Int, y row: Int) -> Bool {
    column >= x && column < right && row >= y && row < bottom
  }

  /// Returns true if two rectangles have a cell in common.
  public func overlaps(_ other: Rect) -> Bool {
    x < other.right && other.x < right && y < other.bottom && other.y < bottom
  }

  /// Returns the rectangle made smaller on all sides.
  /// - Parameters:
  ///   - columns: The columns removed on the left and on the right, at most half of the width each.
  ///   - rows: The rows removed at the top and at the bottom, at most half of the height each.
  public func inset(columns: Int = 0, rows: Int = 0) -> Rect {
    let columns = min(columns, width / 2)
    let rows = min(rows, height / 2)
    return Rect(
      x: x + columns, y: y + rows, width: width - 2 * columns, height: height - 2 * rows)
  }

  /// Returns a rectangle of the given size in the middle of this one, no larger than it.
  public func centered(width wanted: Int, height tall: Int) -> Rect {
    let w = min(max(0, wanted), width)
    let h = min(max(0, tall), height)
    return Rect(x: x + (width - w) / 2, y: y + (height - h) / 2, width: w, height: h)
  }

  /// Cuts rows off the top and returns them; fewer if the rectangle has fewer.
  public mutating func cutTop(_ rows: Int) -> Rect {
    let rows = min(max(0, rows), height)
    defer { self = Rect(x: x, y: y + rows, width: width, height: height - rows) }
    return Rect(x: x, y: y, width: width, height: rows)
  }

  /// Cuts rows off the bottom and returns them; fewer if the rectangle has fewer.
  public mutating func cutBottom(_ rows: Int) -> Rect {
    let rows = min(max(0, rows), height)
    height -= rows
    return Rect(x: x, y: y + height, width: width, height: rows)
  }

  /// Cuts columns off the left and returns them; fewer if the rectangle has fewer.
  public mutating func cutLeft(_ columns: Int) -> Rect {
    let columns = min(max(0, columns), width)
    defer { self = Rect(x: x + columns, y: y, width: width - columns, height: height) }
    return Rect(x: x, y: y, width: columns, height: height)
  }

  /// Cuts columns off the right and returns them; fewer if the rectangle has fewer.
  public mutating func cutRight(_ columns: Int) -> Rect {
    let columns = min(max(0, columns), width)
    width -= columns
    return Rect(x: x + width, y: y, width: columns, height: height)
  }

  /// Returns the rectangle with more columns on the left and on the right.
  func grown(columns: Int) -> Rect {
    Rect(x: x - columns, y: y, width: width + 2 * columns, height: height)
  }

  /// Returns the part of the rectangle that is inside another one.
  func clipped(to other: Rect) -> Rect {
    let left = max(x, other.x)
    let top = max(y, other.y)
    return Rect(
      x: left, y: top, width: min(right, other.right) - left,
      height: min(bottom, other.bottom) - top)
  }
}
