import DisplayText

/// A character position of a frame with its colours. It has sixteen bytes without padding, so that
/// rows can be compared with `memcmp`.
///
/// A wide character takes two cells: the first holds its scalar, the second is a continuation.
public struct Cell: Hashable, Sendable {
  /// The value of a Unicode scalar, or `continuation`.
  public var glyph: UInt32
  /// The colour of the glyph.
  public var foreground: Color
  /// The colour behind the glyph.
  public var background: Color
  /// Bold, dim and other attributes of the glyph.
  public var attributes: Attributes

  /// Creates a cell. A control character, or another unsafe one, becomes "?", because it must not
  /// reach a terminal.
  public init(
    _ glyph: Unicode.Scalar = " ", foreground: Color = .standard, background: Color = .standard,
    attributes: Attributes = []
  ) {
    self.glyph = glyph.isUnsafe ? 0x3f : glyph.value
    self.foreground = foreground
    self.background = background
    self.attributes = attributes
  }

  /// The glyph of the right half of a wide character: a value that no Unicode scalar has.
  public static let continuation: UInt32 = 0x11_0000

  /// True for the right half of a wide character.
  public var isContinuation: Bool { glyph == Self.continuation }
}

/// Attributes of a glyph. A terminal ignores those that it does not have.
public struct Attributes: OptionSet, Hashable, Sendable {
  /// One bit for each attribute; CTerminal.h has the same values.
  public let rawValue: UInt32

  /// Creates a set from its bits.
  public init(rawValue: UInt32) { self.rawValue = rawValue }

  /// Bold.
  public static let bold = Attributes(rawValue: 1)
  /// Less bright.
  public static let dim = Attributes(rawValue: 2)
  /// Italic.
  public static let italic = Attributes(rawValue: 4)
  /// Underlined.
  public static let underline = Attributes(rawValue: 8)
  /// Foreground and background exchanged.
  public static let reverse = Attributes(rawValue: 16)
  /// Below a picture in the terminal's own pixels. It changes nothing of the cell itself.
  public static let picture = Attributes(rawValue: 32)
}

/// Foreground, background and attributes together.
public struct Style: Hashable, Sendable {
  /// The colour of the glyphs.
  public var foreground: Color
  /// The colour behind the glyphs; `.standard` keeps the background that a frame has there.
  public var background: Color
  /// Bold, dim and other attributes of the glyphs.
  public var attributes: Attributes

  /// Creates a style; without arguments that of a terminal's plain text.
  public init(
    _ foreground: Color = .standard, on background: Color = .standard,
    _ attributes: Attributes = []
  ) {
    self.foreground = foreground
    self.background = background
    self.attributes = attributes
  }

  /// Returns the style with more attributes.
  public func with(_ more: Attributes) -> Style {
    Style(foreground, on: background, attributes.union(more))
  }
}
