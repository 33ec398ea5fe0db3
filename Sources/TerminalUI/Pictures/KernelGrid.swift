/// All kernels of a convolution side by side, as large as they fit: enlarged by whole multiples if
/// these fill nearly the whole space, otherwise scaled by area averages.
public struct KernelGrid: Sendable {
  /// The scale of the weights.
  public enum Contrast: Hashable, Sendable, CaseIterable {
    /// Each kernel scaled by its own largest magnitude; 0 is in the middle.
    case each
    /// All kernels with the same scale, so that weak kernels look weak.
    case shared
    /// Each kernel from its least to its largest weight.
    case range
  }

  /// The number of kernels.
  public let count: Int
  /// The number of channels of a kernel.
  public let channels: Int
  /// The width and height of a kernel.
  public let size: Int
  /// The weights, `[count, channels, size, size]`.
  public let weights: [Float]
  /// The scale of the weights.
  public var contrast: Contrast
  /// The indices of the kernels that are drawn, in this order.
  public var shown: [Int]
  /// The index of the kernel with an outline, which needs a margin; `nil` for none.
  public var selected: Int?
  /// The width of the empty margin around all kernels, in samples.
  public var margin = 0
  /// The least width of a kernel in samples; if not all fit at this width, fewer are shown.
  public var leastSide = 2
  /// True if the weights are pixels from −1 to 1 that must not be scaled.
  public var isNormalized = false

  /// Creates a grid that shows all kernels.
  /// - Precondition: `weights` has `count * channels * size * size` values.
  public init(
    count: Int, channels: Int, size: Int, weights: [Float], contrast: Contrast = .each
  ) {
    precondition(weights.count == count * channels * size * size, "weights fill the shape")
    self.count = count
    self.channels = channels
    self.size = size
    self.weights = weights
    self.contrast = contrast
    shown = Array(0..<count)
  }

  /// Returns the layout of the kernels in a rectangle.
  public func layout(in rect: Rect, appearance: Appearance) -> Layout {
    if let cell = appearance.cellPixels(in: rect) {
      return Layout(
        count: shown.count, size: size, width: rect.width, height: rect.height, cell: cell,
        margin: margin, leastSide: leastSide)
    }
    return Layout(
      count: shown.count, size: size, width: rect.width, height: rect.height,
      halfBlocks: appearance.hasHalfBlocks, margin: margin, leastSide: leastSide)
  }

  /// Draws the kernels in the middle of a rectangle.
  /// - Returns: The layout.
  @discardableResult
  public func draw(in rect: Rect, on frame: inout Frame, appearance: Appearance) -> Layout {
    let layout = layout(in: rect, appearance: appearance)
    guard layout.shown > 0, channels > 0 else { return layout }
    let area = rect.centered(width: layout.width, height: layout.height)
    var tiles = tiles(layout)
    // A cell is sent again only if it has visibly changed; to send every cell of a large grid would
    // take tens of milliseconds.
    if !isNormalized { for index in tiles.indices { tiles[index].round(toSteps: 16) } }
    let outlined = selected.flatMap { shown.prefix(layout.shown).firstIndex(of: $0) }
    func picture(width: Int, height: Int) -> Pixels {
      var picture = Pixels(width: width, height: height)
      for (index, tile) in tiles.enumerated() {
        let (x, y) = layout.origin(of: index)
        picture.put(tile, x: x, y: y)
        if index == outlined { picture.outline(tile, x: x, y: y, color: appearance.theme.outline) }
      }
      return picture
    }
    if let pixels = layout.pixels {
      frame.place(
        picture(width: layout.samplesAcross, height: layout.samplesDown),
        scale: Double(pixels.scale), in: rect, cell: pixels.cell, appearance: appearance)
    } else if appearance.hasHalfBlocks {
      picture(width: layout.width, height: layout.height * 2)
        .draw(x: area.x, y: area.y, on: &frame, appearance: appearance)
    } else {
      for (index, tile) in tiles.enumerated() {
        let (x, y) = layout.origin(of: index)
        if isNormalized {
          tile.drawBrightness(x: area.x + x, y: area.y + y, on: &frame, appearance: appearance)
        } else {
          tile.draw(x: area.x + x, y: area.y + y, on: &frame, appearance: appearance)
        }
        if index == outlined {
          frame.brackets(tile, x: area.x + x, y: area.y + y, appearance: appearance)
        }
      }
    }
    return layout
  }

  /// The arrangement of kernels in a picture for a file.
  public struct Sheet: Equatable, Sendable {
    /// The indices of the kernels of each part, in order. Parts are drawn one below the other.
    public var parts: [[Int]]
    /// The number of kernels in a row.
    public var columns: Int
    /// The width of a kernel in pixels, interpolated between weights if it is greater than the number of
    /// weights.
    public var side: Int
    /// The width and height of the square of equal pixels that is drawn for each of these pixels.
    public var magnification = 1
    /// The width of the gaps between kernels in pixels.
    public var gap = 4
    /// The height of the gap between two parts in pixels.
    public var partGap = 24

    /// Creates an arrangement.
    public init(parts: [[Int]], columns: Int, side: Int, magnification: Int = 1) {
      self.parts = parts
      self.columns = max(1, columns)
      self.side = side
      self.magnification = magnification
    }
  }

  /// Returns the kernels as a picture for a file, on black.
  public func picture(_ sheet: Sheet) -> Pixels {
    let step = sheet.side * sheet.magnification + sheet.gap
    let rows = sheet.parts.map { ($0.count + sheet.columns - 1) / sheet.columns }
    let widest = min(sheet.columns, sheet.parts.map(\.count).max() ?? 0)
    var picture = Pixels(
      width: widest * step + sheet.gap,
      height: rows.reduce(0, +) * step + sheet.gap + (rows.count - 1) * sheet.partGap,
      filledWith: .rgb(0))
    guard channels > 0 else { return picture }
    var top = sheet.gap
    for (part, rowCount) in zip(sheet.parts, rows) {
      let tiles = normalized(part, width: sheet.side, height: sheet.side)
      for (index, tile) in tiles.enumerated() {
        picture.put(
          tile, x: sheet.gap + index % sheet.columns * step,
          y: top + index / sheet.columns * step, magnification: sheet.magnification)
      }
      top += rowCount * step + sheet.partGap
    }
    return picture
  }

  private func tiles(_ layout: Layout) -> [KernelTile] {
    normalized(
      Array(shown.prefix(layout.shown)), width: layout.tileWidth, height: layout.tileHeight)
  }

  private func normalized(_ kernels: [Int], width: Int, height: Int) -> [KernelTile] {
    let length = channels * size * size
    let sampling = KernelTile.Sampling(size: size, width: width, height: height)
    var tiles = kernels.map {
      KernelTile(weights[$0 * length..<($0 + 1) * length], channels: channels, sampling)
    }
    if isNormalized { return tiles }
    // The shared scale includes kernels that are not shown, so that all pages have the same one.
    let shared = contrast == .shared ? KernelTile.fullScale(of: weights) : 0
    for index in tiles.indices {
      switch contrast {
      case .each: tiles[index].divide(by: tiles[index].fullScale)
      case .shared: tiles[index].divide(by: shared)
      case .range: tiles[index].stretch()
      }
    }
    return tiles
  }
}

extension Pixels {
  /// Draws a kernel.
  /// - Parameters:
  ///   - x: The left column of the kernel in pixels.
  ///   - y: The upper row of the kernel in pixels.
  ///   - magnification: The width and height of each sample in pixels.
  mutating func put(_ tile: KernelTile, x: Int, y: Int, magnification: Int = 1) {
    for row in 0..<tile.height * magnification {
      for column in 0..<tile.width * magnification {
        self[x + column, y + row] = tile.color(x: column / magnification, y: row / magnification)
      }
    }
  }

  /// Draws a line of one pixel around a kernel.
  mutating func outline(_ tile: KernelTile, x: Int, y: Int, color: Color) {
    for column in -1...tile.width {
      self[x + column, y - 1] = color
      self[x + column, y + tile.height] = color
    }
    for row in -1...tile.height {
      self[x - 1, y + row] = color
      self[x + tile.width, y + row] = color
    }
  }
}

extension Frame {
  /// Draws brackets at the sides of a kernel, the outline of terminals without half blocks.
  fileprivate mutating func brackets(_ tile: KernelTile, x: Int, y: Int, appearance: Appearance) {
    let style = appearance.theme.accent.with([.bold, .reverse])
    for row in 0..<tile.height {
      put("[", x: x - 1, y: y + row, style: style)
      put("]", x: x + tile.width, y: y + row, style: style)
    }
  }
}
