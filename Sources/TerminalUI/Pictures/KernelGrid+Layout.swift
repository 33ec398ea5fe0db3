extension KernelGrid {
  /// How many tiles, how large and where. With half blocks a tile's rows are half a cell high, else
  /// a whole one, so that tiles are square to the eye either way.
  public struct Layout: Hashable, Sendable {
    public private(set) var columns = 0
    public private(set) var rows = 0
    /// Kernels that are visible; fewer than all only where not even 2×2 samples each would fit.
    public private(set) var shown = 0
    /// In samples.
    public private(set) var tileWidth = 0
    public private(set) var tileHeight = 0
    private var gapAcross = 1
    private var gapDown = 1
    /// Samples left free all round, for the frame of a tile at the edge.
    private let margin: Int
    private let halfBlocks: Bool

    public init(
      count: Int, size: Int, width: Int, height: Int, halfBlocks: Bool, margin: Int = 0,
      leastSide: Int = 2
    ) {
      self.halfBlocks = halfBlocks
      self.margin = margin
      // In samples.
      let width = width - 2 * margin
      let height = (halfBlocks ? 2 * height : height) - 2 * margin
      guard count > 0, size > 0, width > 0, height > 0 else { return }
      var best: (side: Int, empty: Int, columns: Int)?
      for columns in 1...min(count, width) {
        let rows = (count + columns - 1) / columns
        let across = (width + 1) / columns - 1
        let down = ((height + 1) / rows - 1) * (halfBlocks ? 1 : 2)
        let side = Self.crisp(min(across, down), size: size)
        let empty = rows * columns - count
        if side >= leastSide, (side, -empty) > (best?.side ?? 0, -(best?.empty ?? 0)) {
          best = (side, empty, columns)
        }
      }
      if let best {
        columns = best.columns
        rows = (count + columns - 1) / columns
        shown = count
        place(side: best.side)
      } else {
        showSome(of: count, side: max(4, leastSide), size: size, width: width, height: height)
      }
      widen(width: width, height: height)
    }

    /// In cells.
    public var width: Int { max(0, columns * (tileWidth + gapAcross) - gapAcross + 2 * margin) }
    public var height: Int { halfBlocks ? (samplesDown + 1) / 2 : samplesDown }
    private var samplesDown: Int { max(0, rows * (tileHeight + gapDown) - gapDown + 2 * margin) }

    /// The first sample of a tile.
    func origin(of index: Int) -> (x: Int, y: Int) {
      (
        margin + index % columns * (tileWidth + gapAcross),
        margin + index / columns * (tileHeight + gapDown)
      )
    }

    /// The cells that a tile touches, in a sheet that lies in the middle of `rect`.
    public func cells(of index: Int, in rect: Rect) -> Rect {
      let place = rect.centered(width: width, height: height)
      let (x, y) = origin(of: index)
      let top = halfBlocks ? y / 2 : y
      let bottom = halfBlocks ? (y + tileHeight + 1) / 2 : y + tileHeight
      return Rect(x: place.x + x, y: place.y + top, width: tileWidth, height: bottom - top)
    }

    /// A whole multiple is crispest, unless it would give away a fifth of the size.
    private static func crisp(_ side: Int, size: Int) -> Int {
      let whole = side / size * size
      return whole > 0 && whole * 5 > side * 4 ? whole : side
    }

    private mutating func place(side: Int) {
      tileWidth = side
      tileHeight = halfBlocks ? side : (side + 1) / 2
    }

    /// Where all would be mush, the first ones at a size at which they can be told.
    private mutating func showSome(
      of count: Int, side: Int, size: Int, width: Int, height: Int
    ) {
      place(side: min(size, side, width, halfBlocks ? height : 2 * height))
      columns = max(1, min(count, (width + 1) / (tileWidth + 1)))
      rows = max(1, min((height + 1) / (tileHeight + 1), (count + columns - 1) / columns))
      shown = min(count, rows * columns)
    }

    /// Room that is too little for larger tiles goes between them; with a margin, as much as there is.
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
