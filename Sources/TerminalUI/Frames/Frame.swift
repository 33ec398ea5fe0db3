/// A grid of cells with pictures on it: one view of the terminal, as a value. Writing outside it has no effect.
///
/// A continuation always follows the wide character that it belongs to: writing over one half of a
/// wide character blanks the other half.
public struct Frame: Equatable, Sendable {
  /// The width in cells.
  public let width: Int
  /// The height in cells.
  public let height: Int
  /// All `width * height` cells, row by row.
  public private(set) var cells: [Cell]
  /// The pictures in the terminal's own pixels, in the order in which they were placed.
  public private(set) var pictures: [PlacedPicture] = []

  /// Creates a blank frame. A negative size counts as 0.
  public init(width: Int, height: Int) {
    self.width = max(0, width)
    self.height = max(0, height)
    cells = Array(repeating: Cell(), count: self.width * self.height)
  }

  /// The cell in a column and a row, both counted from 0.
  /// - Precondition: A cell that is read is inside the frame.
  public subscript(x: Int, y: Int) -> Cell {
    get { cells[y * width + x] }
    set {
      guard x >= 0, x < width, y >= 0, y < height else { return }
      let index = y * width + x
      blankHalves(of: index, beforeColumn: x + 1)
      cells[index] = newValue
    }
  }

  /// Adds a picture whose cells are blank.
  mutating func add(_ picture: PlacedPicture) { pictures.append(picture) }

  /// Writes a wide character into two cells of a row.
  /// - Precondition: Both cells are inside the frame.
  mutating func setWide(_ cell: Cell, x: Int, y: Int) {
    let index = y * width + x
    blankHalves(of: index, beforeColumn: x + 1)
    blankHalves(of: index + 1, beforeColumn: x + 2)
    cells[index] = cell
    cells[index + 1] = cell
    cells[index + 1].glyph = Cell.continuation
  }

  /// Blanks the halves of wide characters whose other half is the cell at this index.
  /// - Parameter next: The column after that of the cell.
  private mutating func blankHalves(of index: Int, beforeColumn next: Int) {
    if cells[index].isContinuation { cells[index - 1].glyph = 0x20 }
    if next < width, cells[index + 1].isContinuation { cells[index + 1].glyph = 0x20 }
  }
}
