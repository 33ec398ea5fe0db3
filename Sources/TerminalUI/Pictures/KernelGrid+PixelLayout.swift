extension KernelGrid.Layout {
  /// The terminal's own pixels of which a sample is made.
  struct PixelScale: Hashable, Sendable {
    /// The size of a cell in pixels.
    let cell: PixelSize
    /// The width and height of a sample in pixels.
    let scale: Int
    /// The available width and height in cells.
    let room: PixelSize

    /// Returns the number of columns for some samples.
    func columns(_ samples: Int) -> Int {
      PixelArea.cells(samples, scale: Double(scale), cell: cell.width, atMost: room.width)
    }

    /// Returns the number of rows for some samples.
    func rows(_ samples: Int) -> Int {
      PixelArea.cells(samples, scale: Double(scale), cell: cell.height, atMost: room.height)
    }

    /// Returns the sample at the middle of a cell, which can be outside of all tiles.
    func sample(x: Int, y: Int, of layout: KernelGrid.Layout, in rect: Rect) -> (x: Int, y: Int) {
      let area = area(of: layout, in: rect)
      func sample(_ cells: Int, _ length: Int) -> Int { (2 * cells + 1) * length / (2 * scale) }
      return (
        sample(x - area.cells.x, cell.width) - area.left,
        sample(y - area.cells.y, cell.height) - area.top
      )
    }

    private func area(of layout: KernelGrid.Layout, in rect: Rect) -> PixelArea {
      PixelArea(
        of: PixelSize(width: layout.samplesAcross, height: layout.samplesDown),
        scale: Double(scale), in: rect, cell: cell)
    }

    /// Returns the cells of a tile, at least one. A cell that two tiles share belongs to the one that has
    /// the greater part of it.
    func cells(
      x: Int, y: Int, width: Int, height: Int, of layout: KernelGrid.Layout, in rect: Rect
    ) -> Rect {
      let area = area(of: layout, in: rect)
      func edge(_ sample: Int, _ length: Int) -> Int { (sample * scale + length / 2) / length }
      let (left, top) = (area.left + x, area.top + y)
      let (first, firstRow) = (edge(left, cell.width), edge(top, cell.height))
      return Rect(
        x: area.cells.x + first, y: area.cells.y + firstRow,
        width: max(1, edge(left + width, cell.width) - first),
        height: max(1, edge(top + height, cell.height) - firstRow))
    }
  }

  /// Computes a layout in the terminal's own pixels: the largest whole scale at which all kernels fit.
  /// - Parameters:
  ///   - count: The number of kernels.
  ///   - size: The width and height of a kernel in weights.
  ///   - width: The available width in cells.
  ///   - height: The available height in cells.
  ///   - cell: The size of a cell in pixels.
  ///   - margin: The width of the empty margin in samples.
  ///   - leastSide: The least width of a tile in cells.
  init(
    count: Int, size: Int, width: Int, height: Int, cell: PixelSize, margin: Int = 0,
    leastSide: Int = 2
  ) {
    let room = PixelSize(width: width * cell.width, height: height * cell.height)
    func samples(_ scale: Int) -> PixelSize {
      PixelSize(width: room.width / scale - 2 * margin, height: room.height / scale - 2 * margin)
    }
    func fitting(_ side: Int, _ scale: Int) -> Int {
      let (width, height) = (samples(scale).width, samples(scale).height)
      return max(0, (width + 1) / (side + 1)) * max(0, (height + 1) / (side + 1))
    }
    let least = leastSide * cell.width
    let tile = Self.samples(ofKernel: size)
    var scale = max(1, min(room.width, room.height) / max(1, tile))
    var side = tile
    while scale > 1, fitting(side, scale) < count { scale -= 1 }
    // Smaller tiles have fewer samples than weights.
    while scale == 1, side > least, fitting(side, 1) < count { side -= 1 }
    if side * scale < least || fitting(side, scale) < count {
      // Not all fit: as many as have about the least width, of whole weights.
      (side, scale) = (tile, max(1, (least + tile / 2) / max(1, tile)))
      while scale > 1, fitting(side, scale) == 0 { scale -= 1 }
      side = min(side, samples(scale).width, samples(scale).height)
    }
    self.init(
      PixelScale(cell: cell, scale: scale, room: PixelSize(width: width, height: height)),
      margin: margin)
    guard count > 0, size > 0, side > 0 else { return }
    arrange(count, side: side, in: samples(scale))
  }

  /// Returns the width of a tile at which each weight is a whole number of samples, and a gap of one
  /// sample is narrow.
  private static func samples(ofKernel size: Int) -> Int {
    size > 0 ? (8 + size - 1) / size * size : 0
  }

  /// Chooses the columns with the fewest empty places, and of these the ones most like the room; then
  /// widens the gaps equally in both directions.
  private mutating func arrange(_ count: Int, side: Int, in room: PixelSize) {
    let most = (across: (room.width + 1) / (side + 1), down: (room.height + 1) / (side + 1))
    shown = min(count, most.across * most.down)
    guard shown > 0 else { return }
    (tileWidth, tileHeight) = (side, side)
    func rows(_ columns: Int) -> Int { (shown + columns - 1) / columns }
    func excess(_ columns: Int) -> (empty: Int, shape: Int) {
      (
        columns * rows(columns) - shown,
        abs(columns * room.height - rows(columns) * room.width)
      )
    }
    let candidates = (1...min(shown, most.across)).filter { rows($0) <= most.down }
    columns = candidates.min { excess($0) < excess($1) } ?? most.across
    self.rows = rows(columns)
    func gap(_ room: Int, _ tiles: Int) -> Int {
      tiles > 1 ? (room - tiles * side) / (tiles - 1) : .max
    }
    let widest = min(gap(room.width, columns), gap(room.height, self.rows), max(1, side / 4))
    (gapAcross, gapDown) = (max(1, widest), max(1, widest))
  }
}
