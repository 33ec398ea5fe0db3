/// One kernel at a given size, in colour or as one of its channels.
public struct KernelPicture: Sendable {
  /// The number of channels.
  public var channels: Int
  /// The width and height of the kernel.
  public var size: Int
  /// The weights, `[channels, size, size]`.
  public var weights: ArraySlice<Float>
  /// The scale of the weights.
  public var contrast: KernelGrid.Contrast
  /// The channel that is shown; `nil` for all three together.
  public var channel: Int?

  /// Creates a picture.
  /// - Precondition: `weights` has `channels * size * size` values.
  public init(
    _ weights: ArraySlice<Float>, channels: Int, size: Int, contrast: KernelGrid.Contrast,
    channel: Int? = nil
  ) {
    precondition(weights.count == channels * size * size, "weights fill the shape")
    self.weights = weights
    self.channels = channels
    self.size = size
    self.contrast = contrast
    self.channel = channel
  }

  /// Draws the kernel with its upper left corner at a cell.
  /// - Parameter width: The width in columns; the picture has half as many rows, so that it looks
  ///   square.
  public func draw(x: Int, y: Int, width: Int, on frame: inout Frame, appearance: Appearance) {
    guard width > 0, size > 0, channels > 0 else { return }
    let rect = Rect(x: x, y: y, width: width, height: (width + 1) / 2)
    if let cell = appearance.cellPixels(in: rect) {
      return place(in: rect, cell: cell, on: &frame, appearance: appearance)
    }
    let height = appearance.hasHalfBlocks ? width : (width + 1) / 2
    // An enlarged kernel in glyphs is easier to read if the weights are interpolated.
    let sampling = KernelTile.Sampling(
      size: size, width: width, height: height, smooth: appearance.depth < .indexed)
    let tile = tile(sampling)
    if appearance.hasHalfBlocks {
      var picture = Pixels(width: width, height: height)
      picture.put(tile, x: 0, y: 0)
      picture.draw(x: x, y: y, on: &frame, appearance: appearance)
    } else {
      tile.draw(x: x, y: y, on: &frame, appearance: appearance)
    }
  }
  /// Places the kernel in the terminal's own pixels: each weight is a square of the same size.
  private func place(
    in rect: Rect, cell: PixelSize, on frame: inout Frame, appearance: Appearance
  ) {
    let side = min(rect.width * cell.width, rect.height * cell.height)
    // A kernel that is larger than its rectangle is reduced.
    let samples = min(size, side)
    let tile = tile(KernelTile.Sampling(size: size, width: samples, height: samples))
    var picture = Pixels(width: samples, height: samples)
    picture.put(tile, x: 0, y: 0)
    frame.place(
      picture, scale: Double(side / samples), in: rect, cell: cell, appearance: appearance)
  }

  private func tile(_ sampling: KernelTile.Sampling) -> KernelTile {
    var tile = KernelTile(weights, channels: channels, sampling)
    // All channels have one scale, so that weak ones look weak. For one kernel, `shared` equals
    // `each`.
    if contrast == .range { tile.stretch() } else { tile.divide(by: tile.fullScale) }
    if let channel { tile.keep(channel) }
    return tile
  }
}
