/// One kernel alone, as large as asked for: in colour, or one of its channels.
public struct KernelPicture: Sendable {
  public var channels: Int
  public var size: Int
  /// `[channels, size, size]`.
  public var weights: ArraySlice<Float>
  public var contrast: KernelGrid.Contrast
  /// Nil: all three together.
  public var channel: Int?

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

  /// Draws it with its upper left corner at `x`, `y`, so many columns wide and half as many rows high,
  /// which is square to the eye.
  public func draw(x: Int, y: Int, width: Int, on frame: inout Frame, look: Look) {
    guard width > 0, size > 0, channels > 0 else { return }
    let height = look.hasHalfBlocks ? width : (width + 1) / 2
    // What is magnified in glyphs is easier to read without steps.
    let sampling = KernelTile.Sampling(
      size: size, width: width, height: height, smooth: look.depth < .indexed)
    var tile = KernelTile(weights, channels: channels, sampling)
    // Channels by one measure, so that the weaker ones look weak; by itself, `shared` is `each`.
    if contrast == .range { tile.stretch() } else { tile.divide(by: tile.reach) }
    if let channel { tile.keep(channel) }
    if look.hasHalfBlocks {
      var picture = Pixels(width: width, height: height)
      picture.put(tile, x: 0, y: 0)
      picture.draw(x: x, y: y, on: &frame, look: look)
    } else {
      tile.draw(x: x, y: y, on: &frame, look: look)
    }
  }
}
