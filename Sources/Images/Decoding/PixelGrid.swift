/// The addresses of the pixels of a stored image in an upright one, `[height, width, 3]`.
struct PixelGrid {
  private let origin: UnsafeMutablePointer<UInt8>
  private let columnStride: Int
  private let rowStride: Int

  /// Creates the grid of an image.
  /// - Parameters:
  ///   - pixels: The upright image.
  ///   - columns: The width of the stored image.
  ///   - rows: The height of the stored image.
  ///   - orientation: The operation that turns the stored image upright.
  init(
    _ pixels: UnsafeMutablePointer<UInt8>, columns: Int, rows: Int, orientation: ImageOrientation
  ) {
    let (column, row) = orientation.swapsSides ? (rows * 3, 3) : (3, columns * 3)
    columnStride = orientation.reversesColumns ? -column : column
    rowStride = orientation.reversesRows ? -row : row
    origin =
      pixels + (orientation.reversesColumns ? (columns - 1) * column : 0)
      + (orientation.reversesRows ? (rows - 1) * row : 0)
  }

  /// Returns the address of the pixel that the stored image has in a column and a row.
  @inline(__always)
  func pixel(column: Int, row: Int) -> UnsafeMutablePointer<UInt8> {
    origin + column * columnStride + row * rowStride
  }
}
