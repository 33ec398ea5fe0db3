/// The kernels of a convolution side by side, as large as fits and all of them: whole multiples of
/// their size where those come close to the room there is, else averaged over areas.
public struct KernelGrid: Sendable {
  public enum Contrast: Hashable, Sendable, CaseIterable {
    /// Each kernel by its own largest weight, zero in the middle.
    case each
    /// All by one measure, so that weak kernels look weak.
    case shared
    /// Each from its least to its largest weight.
    case range
  }

  public let count: Int
  public let channels: Int
  public let size: Int
  /// `[count, channels, size, size]`.
  public let weights: [Float]
  public var contrast: Contrast
  /// Which of them, in the order in which they are drawn.
  public var shown: [Int]
  /// The one that has a frame; there is room for it when the layout has a margin.
  public var chosen: Int?
  /// Samples left free all round.
  public var margin = 0
  /// Samples across below which not all are shown.
  public var leastSide = 2
  /// The weights are from −1 to 1 already, as the pixels of a picture are.
  public var isNormalized = false

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

  public func layout(in rect: Rect, look: Look) -> Layout {
    Layout(
      count: shown.count, size: size, width: rect.width, height: rect.height,
      halfBlocks: look.hasHalfBlocks, margin: margin, leastSide: leastSide)
  }

  /// Draws it in the middle of a rectangle and tells how it was laid out.
  @discardableResult
  public func draw(in rect: Rect, on frame: inout Frame, look: Look) -> Layout {
    let layout = layout(in: rect, look: look)
    guard layout.shown > 0, channels > 0 else { return layout }
    let place = rect.centered(width: layout.width, height: layout.height)
    var tiles = tiles(layout)
    // What looks the same is the same: a cell is sent again only when it has visibly changed. Every
    // cell of a large grid anew would take the terminal, and who sends it, tens of milliseconds.
    if !isNormalized { for index in tiles.indices { tiles[index].round(toSteps: 16) } }
    let framed = chosen.flatMap { shown.prefix(layout.shown).firstIndex(of: $0) }
    if look.hasHalfBlocks {
      var picture = Pixels(width: layout.width, height: layout.height * 2)
      for (index, tile) in tiles.enumerated() {
        let (x, y) = layout.origin(of: index)
        picture.put(tile, x: x, y: y)
        if index == framed { picture.frame(tile, x: x, y: y, color: look.theme.frame) }
      }
      picture.draw(x: place.x, y: place.y, on: &frame, look: look)
    } else {
      for (index, tile) in tiles.enumerated() {
        let (x, y) = layout.origin(of: index)
        if isNormalized {
          tile.drawBrightness(x: place.x + x, y: place.y + y, on: &frame, look: look)
        } else {
          tile.draw(x: place.x + x, y: place.y + y, on: &frame, look: look)
        }
        if index == framed {
          frame.brackets(tile, x: place.x + x, y: place.y + y, look: look)
        }
      }
    }
    return layout
  }

  /// A picture of its own, each weight so many pixels wide, in rows of `columns`.
  public func picture(columns: Int, scale: Int, gap: Int, ground: Color) -> Pixels {
    let side = size * scale
    let columns = max(1, min(columns, shown.count))
    let rows = (shown.count + columns - 1) / columns
    var picture = Pixels(
      width: columns * (side + gap) + gap, height: rows * (side + gap) + gap, filledWith: ground)
    guard channels > 0 else { return picture }
    for (index, tile) in normalized(shown, width: side, height: side).enumerated() {
      picture.put(
        tile, x: gap + index % columns * (side + gap), y: gap + index / columns * (side + gap))
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
    // By all of them, shown or not, so that two parts of a sheet are alike.
    let shared = contrast == .shared ? KernelTile.reach(of: weights) : 0
    for index in tiles.indices {
      switch contrast {
      case .each: tiles[index].divide(by: tiles[index].reach)
      case .shared: tiles[index].divide(by: shared)
      case .range: tiles[index].stretch()
      }
    }
    return tiles
  }
}

extension Pixels {
  mutating func put(_ tile: KernelTile, x: Int, y: Int) {
    for row in 0..<tile.height {
      for column in 0..<tile.width {
        self[x + column, y + row] = tile.color(x: column, y: row)
      }
    }
  }

  /// A line of one pixel round it.
  mutating func frame(_ tile: KernelTile, x: Int, y: Int, color: Color) {
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
  /// Where there are no pixels for a frame.
  fileprivate mutating func brackets(_ tile: KernelTile, x: Int, y: Int, look: Look) {
    let style = look.theme.accent.with([.bold, .reverse])
    for row in 0..<tile.height {
      put("[", x: x - 1, y: y + row, style: style)
      put("]", x: x + tile.width, y: y + row, style: style)
    }
  }
}
