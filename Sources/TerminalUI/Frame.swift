/// A grid of cells: the whole screen as a value. Writing outside it does nothing.
public struct Frame: Equatable, Sendable {
  public let width: Int
  public let height: Int
  /// Row by row, `width * height` of them.
  public private(set) var cells: [Cell]

  public init(width: Int, height: Int) {
    self.width = max(0, width)
    self.height = max(0, height)
    cells = Array(repeating: Cell(), count: self.width * self.height)
  }

  public subscript(x: Int, y: Int) -> Cell {
    get { cells[y * width + x] }
    set {
      guard x >= 0, x < width, y >= 0, y < height else { return }
      cells[y * width + x] = newValue
    }
  }
}
