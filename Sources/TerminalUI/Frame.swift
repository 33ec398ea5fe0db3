/// A grid of cells: the whole screen as a value. Writing outside it does nothing.
///
/// A continuation always follows the wide character that it belongs to: writing over one half of a
/// wide character blanks the other half.
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
      let index = y * width + x
      blankHalves(of: index, beforeColumn: x + 1)
      cells[index] = newValue
    }
  }

  /// Writes a wide character into two cells of a row.
  /// - Precondition: Both are in the frame.
  mutating func setWide(_ cell: Cell, x: Int, y: Int) {
    let index = y * width + x
    blankHalves(of: index, beforeColumn: x + 1)
    blankHalves(of: index + 1, beforeColumn: x + 2)
    cells[index] = cell
    cells[index + 1] = cell
    cells[index + 1].glyph = Cell.continuation
  }

  /// Blanks the halves of wide characters whose other half is the cell at this index.
  private mutating func blankHalves(of index: Int, beforeColumn next: Int) {
    if cells[index].isContinuation { cells[index - 1].glyph = 0x20 }
    if next < width, cells[index + 1].isContinuation { cells[index + 1].glyph = 0x20 }
  }
}
