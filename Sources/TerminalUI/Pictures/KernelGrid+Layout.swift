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
    private var gap = 1
    private let halfBlocks: Bool

    public init(count: Int, size: Int, width: Int, height: Int, halfBlocks: Bool) {
      self.halfBlocks = halfBlocks
      guard count > 0, size > 0, width > 0, height > 0 else { return }
      var best: (side: Int, empty: Int, columns: Int)?
      for columns in 1...min(count, width) {
        let rows = (count + columns - 1) / columns
        let side = Self.side(
          columns: columns, rows: rows, size: size, width: width, height: height,
          halfBlocks: halfBlocks)
        let empty = rows * columns - count
        if side >= 2, (side, -empty) > (best?.side ?? 0, -(best?.empty ?? 0)) {
          best = (side, empty, columns)
        }
      }
      if let best {
        columns = best.columns
        rows = (count + columns - 1) / columns
        shown = count
        place(side: best.side)
      } else {
        showSome(of: count, size: size, width: width, height: height)
      }
      widen(width: width, height: height)
    }

    /// In cells.
    public var width: Int { max(0, columns * (tileWidth + gap) - gap) }
    public var height: Int {
      let samples = max(0, rows * (tileHeight + gap) - gap)
      return halfBlocks ? (samples + 1) / 2 : samples
    }

    /// The first sample of a tile.
    func origin(of index: Int) -> (x: Int, y: Int) {
      (index % columns * (tileWidth + gap), index / columns * (tileHeight + gap))
    }

    /// The largest side of a tile, in samples across.
    private static func side(
      columns: Int, rows: Int, size: Int, width: Int, height: Int, halfBlocks: Bool
    ) -> Int {
      let across = (width + 1) / columns - 1
      let down =
        halfBlocks ? (2 * height + 1) / rows - 1 : 2 * ((height + 1) / rows - 1)
      let side = min(across, down)
      // A whole multiple is crispest, unless it would give away a quarter of the size.
      let whole = side / size * size
      return whole > 0 && whole * 5 > side * 4 ? whole : side
    }

    private mutating func place(side: Int) {
      tileWidth = side
      tileHeight = halfBlocks ? side : (side + 1) / 2
    }

    /// Where all would be mush, the first ones at a size at which they can be told.
    private mutating func showSome(of count: Int, size: Int, width: Int, height: Int) {
      place(side: min(size, 4, width, halfBlocks ? height * 2 : height))
      columns = max(1, min(count, (width + 1) / (tileWidth + 1)))
      let tall = halfBlocks ? 2 * height : height
      rows = max(1, min((tall + 1) / (tileHeight + 1), (count + columns - 1) / columns))
      shown = min(count, rows * columns)
    }

    /// Room that is too little for larger tiles goes between them.
    private mutating func widen(width room: Int, height tall: Int) {
      gap = 2
      if width > room || height > tall || tileWidth < 8 { gap = 1 }
    }
  }
}
