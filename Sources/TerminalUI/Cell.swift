import DisplayText

/// One character cell. Sixteen bytes without padding, so that rows are compared with `memcmp`.
///
/// A wide character takes two cells: the first holds its scalar, the second is a continuation.
public struct Cell: Hashable, Sendable {
  /// The value of a Unicode scalar, or `continuation`.
  public var glyph: UInt32
  public var foreground: Color
  public var background: Color
  public var attributes: Attributes

  public init(
    _ glyph: Unicode.Scalar = " ", foreground: Color = .standard, background: Color = .standard,
    attributes: Attributes = []
  ) {
    // A control character is never sent to a terminal.
    self.glyph = glyph.isUnsafe ? 0x3f : glyph.value
    self.foreground = foreground
    self.background = background
    self.attributes = attributes
  }

  /// The glyph of the right half of a wide character: a value that no scalar has.
  public static let continuation: UInt32 = 0x11_0000

  /// True for the right half of a wide character.
  public var isContinuation: Bool { glyph == Self.continuation }
}

public struct Attributes: OptionSet, Hashable, Sendable {
  public let rawValue: UInt32
  public init(rawValue: UInt32) { self.rawValue = rawValue }
  public static let bold = Attributes(rawValue: 1)
  public static let dim = Attributes(rawValue: 2)
  public static let italic = Attributes(rawValue: 4)
  public static let underline = Attributes(rawValue: 8)
  public static let reverse = Attributes(rawValue: 16)
}

/// Foreground, background and attributes together.
public struct Style: Hashable, Sendable {
  public var foreground: Color
  public var background: Color
  public var attributes: Attributes

  public init(
    _ foreground: Color = .standard, on background: Color = .standard,
    _ attributes: Attributes = []
  ) {
    self.foreground = foreground
    self.background = background
    self.attributes = attributes
  }
}
