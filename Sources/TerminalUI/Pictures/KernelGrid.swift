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

  public var count: Int
  public var channels: Int
  public var size: Int
  /// `[count, channels, size, size]`.
  public var weights: [Float]
  public var contrast: Contrast

  public init(
    count: Int, channels: Int, size: Int, weights: [Float], contrast: Contrast = .each
  ) {
    precondition(weights.count == count * channels * size * size, "weights fill the shape")
    self.count = count
    self.channels = channels
    self.size = size
    self.weights = weights
    self.contrast = contrast
  }

  /// Draws it in the middle of a rectangle and tells how it was laid out.
  @discardableResult
  public func draw(in rect: Rect, on frame: inout Frame, look: Look) -> Layout {
    let layout = Layout(
      count: count, size: size, width: rect.width, height: rect.height,
      halfBlocks: look.hasHalfBlocks)
    guard layout.shown > 0, channels > 0 else { return layout }
    let place = rect.centered(width: layout.width, height: layout.height)
    let tiles = tiles(layout)
    if look.hasHalfBlocks {
      var picture = Pixels(width: layout.width, height: layout.height * 2)
      for (index, tile) in tiles.enumerated() {
        let (x, y) = layout.origin(of: index)
        for row in 0..<tile.height {
          for column in 0..<tile.width {
            picture[x + column, y + row] = tile.color(x: column, y: row)
          }
        }
      }
      picture.draw(x: place.x, y: place.y, on: &frame, look: look)
    } else {
      for (index, tile) in tiles.enumerated() {
        let (x, y) = layout.origin(of: index)
        draw(tile, x: place.x + x, y: place.y + y, on: &frame, look: look)
      }
    }
    return layout
  }

  private func draw(_ tile: KernelTile, x: Int, y: Int, on frame: inout Frame, look: Look) {
    for row in 0..<tile.height {
      for column in 0..<tile.width {
        guard look.depth < .indexed else {
          let color = look.shown(tile.color(x: column, y: row))
          frame[x + column, y + row] = Cell(" ", background: color)
          continue
        }
        let (glyph, style) = tile.glyph(x: column, y: row, depth: look.depth)
        frame.put(glyph, x: x + column, y: y + row, style: style)
      }
    }
  }

  private func tiles(_ layout: Layout) -> [KernelTile] {
    let length = channels * size * size
    var tiles = (0..<layout.shown).map {
      KernelTile(
        weights[$0 * length..<($0 + 1) * length], channels: channels, size: size,
        width: layout.tileWidth, height: layout.tileHeight)
    }
    let shared = contrast == .shared ? tiles.map(\.reach).max() ?? 0 : 0
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
