/// A rectangle of cells; layouts are made by cutting pieces off one.
public struct Rect: Hashable, Sendable {
  public var x: Int
  public var y: Int
  public var width: Int
  public var height: Int

  public init(x: Int, y: Int, width: Int, height: Int) {
    self.x = x
    self.y = y
    self.width = max(0, width)
    self.height = max(0, height)
  }

  public var isEmpty: Bool { width == 0 || height == 0 }
  /// The first column to the right of it.
  public var right: Int { x + width }
  /// The first row below it.
  public var bottom: Int { y + height }

  public func contains(x column: Int, y row: Int) -> Bool {
    column >= x && column < right && row >= y && row < bottom
  }

  public func overlaps(_ other: Rect) -> Bool {
    x < other.right && other.x < right && y < other.bottom && other.y < bottom
  }

  public func inset(columns: Int = 0, rows: Int = 0) -> Rect {
    let columns = min(columns, width / 2)
    let rows = min(rows, height / 2)
    return Rect(
      x: x + columns, y: y + rows, width: width - 2 * columns, height: height - 2 * rows)
  }

  /// A rectangle of the given size in the middle of this one, no larger than it.
  public func centered(width wanted: Int, height tall: Int) -> Rect {
    let w = min(max(0, wanted), width)
    let h = min(max(0, tall), height)
    return Rect(x: x + (width - w) / 2, y: y + (height - h) / 2, width: w, height: h)
  }

  /// Cuts rows off the top and gives them; as many as there are.
  public mutating func takeTop(_ rows: Int) -> Rect {
    let rows = min(max(0, rows), height)
    defer { self = Rect(x: x, y: y + rows, width: width, height: height - rows) }
    return Rect(x: x, y: y, width: width, height: rows)
  }

  public mutating func takeBottom(_ rows: Int) -> Rect {
    let rows = min(max(0, rows), height)
    height -= rows
    return Rect(x: x, y: y + height, width: width, height: rows)
  }

  public mutating func takeLeft(_ columns: Int) -> Rect {
    let columns = min(max(0, columns), width)
    defer { self = Rect(x: x + columns, y: y, width: width - columns, height: height) }
    return Rect(x: x, y: y, width: columns, height: height)
  }

  public mutating func takeRight(_ columns: Int) -> Rect {
    let columns = min(max(0, columns), width)
    width -= columns
    return Rect(x: x + width, y: y, width: columns, height: height)
  }
}
