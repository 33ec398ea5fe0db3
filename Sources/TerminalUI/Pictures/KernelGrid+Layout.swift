extension KernelGrid {
  /// The number, size and positions of the tiles. With half blocks a sample is half a cell high,
  /// otherwise a whole cell; tiles look square in both cases. In the terminal's own pixels a sample is a
  /// square of some of them.
  public struct Layout: Hashable, Sendable {
    /// The number of tiles in a row.
    public internal(set) var columns = 0
    /// The number of rows of tiles.
    public internal(set) var rows = 0
    /// The number of kernels that are shown: all, unless they do not fit at the least width.
    public internal(set) var shown = 0
    /// The width of a tile in samples.
    public internal(set) var tileWidth = 0
    /// The height of a tile in samples.
    public internal(set) var tileHeight = 0
    var gapAcross = 1
    var gapDown = 1
    /// The width of the empty margin in samples, which the outline of a tile at the edge needs.
    let margin: Int
    private let halfBlocks: Bool
    /// The terminal's own pixels; `nil` if the tiles are drawn as cells.
    let pixels: PixelScale?

    /// Computes a layout.
    /// - Parameters:
    ///   - count: The number of kernels.
    ///   - size: The width and height of a kernel in weights.
    ///   - width: The available width in cells.
    ///   - height: The available height in cells.
    ///   - halfBlocks: True if a cell has two samples, one above the other.
    ///   - margin: The width of the empty margin in samples.
    ///   - leastSide: The least width of a tile in samples.
    public init(
      count: Int, size: Int, width: Int, height: Int, halfBlocks: Bool, margin: Int = 0,
      leastSide: Int = 2
    ) {
      self.halfBlocks = halfBlocks
      self.margin = margin
      pixels = nil
      // From here on in samples.
      let width = width - 2 * margin
      let height = (halfBlocks ? 2 * height : height) - 2 * margin
      guard count > 0, size > 0, width > 0, height > 0 else { return }
      var best: (side: Int, empty: Int, columns: Int)?
      for columns in 1...min(count, width) {
        let rows = (count + columns - 1) / columns
        let across = (width + 1) / columns - 1
        let down = ((height + 1) / rows - 1) * (halfBlocks ? 1 : 2)
        let side = Self.sharpWidth(min(across, down), size: size)
        let empty = rows * columns - count
        if side >= leastSide, (side, -empty) > (best?.side ?? 0, -(best?.empty ?? 0)) {
          best = (side, empty, columns)
        }
      }
      if let best {
        columns = best.columns
        rows = (count + columns - 1) / columns
        shown = count
        setTileSize(side: best.side)
      } else {
        showFirst(of: count, side: max(4, leastSide), size: size, width: width, height: height)
      }
      widen(width: width, height: height)
    }

    /// Creates a layout without tiles in the terminal's own pixels.
    init(_ pixels: PixelScale, margin: Int) {
      self.pixels = pixels
      self.margin = margin
      halfBlocks = true
    }

    /// The width of all tiles in cells.
    public var width: Int { pixels?.columns(samplesAcross) ?? samplesAcross }
    /// The height of all tiles in cells.
    public var height: Int {
      pixels?.rows(samplesDown) ?? (halfBlocks ? (samplesDown + 1) / 2 : samplesDown)
    }
    /// The width of all tiles in samples.
    var samplesAcross: Int { max(0, columns * (tileWidth + gapAcross) - gapAcross + 2 * margin) }
    /// The height of all tiles in samples.
    var samplesDown: Int { max(0, rows * (tileHeight + gapDown) - gapDown + 2 * margin) }

    /// Returns the upper left sample of a tile.
    func origin(of index: Int) -> (x: Int, y: Int) {
      (
        margin + index % columns * (tileWidth + gapAcross),
        margin + index / columns * (tileHeight + gapDown)
      )
    }

    /// Returns the cells of a tile if the grid is drawn in the middle of a rectangle.
    public func cells(of index: Int, in rect: Rect) -> Rect {
      let area = rect.centered(width: width, height: height)
      let (x, y) = origin(of: index)
      if let pixels {
        return pixels.cells(x: x, y: y, width: tileWidth, height: tileHeight, of: self, in: rect)
      }
      let top = halfBlocks ? y / 2 : y
      let bottom = halfBlocks ? (y + tileHeight + 1) / 2 : y + tileHeight
      return Rect(x: area.x + x, y: area.y + top, width: tileWidth, height: bottom - top)
    }

    /// Returns the width of a tile: the next smaller whole multiple of the kernel size, which is
    /// the sharpest, unless it would be smaller by a fifth or more.
    private static func sharpWidth(_ side: Int, size: Int) -> Int {
      let whole = side / size * size
      return whole > 0 && whole * 5 > side * 4 ? whole : side
    }

    private mutating func setTileSize(side: Int) {
      tileWidth = side
      tileHeight = halfBlocks ? side : (side + 1) / 2
    }

    /// Lays out only the first kernels, at a size at which they are recognisable.
    private mutating func showFirst(
      of count: Int, side: Int, size: Int, width: Int, height: Int
    ) {
      setTileSize(side: min(size, side, width, halfBlocks ? height : 2 * height))
      columns = max(1, min(count, (width + 1) / (tileWidth + 1)))
      rows = max(1, min((height + 1) / (tileHeight + 1), (count + columns - 1) / columns))
      shown = min(count, rows * columns)
    }

    /// Widens the gaps between the tiles, if the remaining space is too small for larger tiles.
    private mutating func widen(width room: Int, height tall: Int) {
      func gap(_ side: Int, _ count: Int, in room: Int) -> Int {
        guard count > 1 else { return 1 }
        let most = (room - count * side) / (count - 1)
        return max(1, min(most, max(2, side / 2)))
      }
      if margin > 0 {
        gapAcross = gap(tileWidth, columns, in: room)
        gapDown = gap(tileHeight, rows, in: tall)
      } else if tileWidth >= 8 {
        (gapAcross, gapDown) = (2, 2)
        if width > room || samplesDown > tall { (gapAcross, gapDown) = (1, 1) }
      }
    }
  }
}
