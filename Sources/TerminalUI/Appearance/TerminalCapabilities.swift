/// The colours and characters that the terminal can show, determined once at the start.
public struct TerminalCapabilities: Hashable, Sendable {
  /// The number of colours.
  public var depth: ColorDepth
  /// True if characters outside ASCII can be sent.
  public var unicode: Bool

  /// Creates capabilities.
  public init(depth: ColorDepth, unicode: Bool) {
    self.depth = depth
    self.unicode = unicode
  }
}
