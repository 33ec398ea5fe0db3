/// The colours and characters that the terminal can show, determined once at the start.
public struct TerminalCapabilities: Hashable, Sendable {
  /// The number of colours.
  public var depth: ColorDepth
  /// True if characters outside ASCII can be sent.
  public var unicode: Bool
  /// The size of a cell, if the terminal draws pictures in its own pixels; otherwise `nil`. It is known
  /// only after the terminal has answered.
  public var cellPixels: PixelSize?

  /// Creates capabilities.
  public init(depth: ColorDepth, unicode: Bool, cellPixels: PixelSize? = nil) {
    self.depth = depth
    self.unicode = unicode
    self.cellPixels = cellPixels
  }
}
