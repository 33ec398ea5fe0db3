/// A key as the terminal told it.
public enum Key: Hashable, Sendable {
  case character(Unicode.Scalar)
  /// Control with a lower-case letter.
  case control(Unicode.Scalar)
  case function(Int)
  case up, down, left, right, home, end, pageUp, pageDown
  case enter, escape, tab, backTab, backspace, delete
}

/// What a terminal tells a program.
public enum TerminalEvent: Hashable, Sendable {
  case key(Key)
  case click(x: Int, y: Int)
  /// The mouse has come to this cell with its button down.
  case drag(x: Int, y: Int)
  /// −1 is away from the user (up), +1 towards.
  case wheel(Int, x: Int, y: Int)
  case paste(String)
  case resized(width: Int, height: Int)
  /// The colour of the terminal's own ground, where it tells.
  case ground(Color)
}

/// What the terminal can show, found out once at the start.
public struct TerminalAbilities: Hashable, Sendable {
  public var depth: ColorDepth
  /// False: only ASCII glyphs may be sent.
  public var unicode: Bool

  public init(depth: ColorDepth, unicode: Bool) {
    self.depth = depth
    self.unicode = unicode
  }
}
