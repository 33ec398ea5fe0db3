/// A character of a terminal: one scalar that is one or two columns wide.
public struct Glyph: Hashable, Sendable {
  /// The character.
  public var scalar: Unicode.Scalar
  /// The width in columns, 1 or 2.
  public var columns: Int

  /// Creates a character with its width.
  public init(_ scalar: Unicode.Scalar, columns: Int) {
    self.scalar = scalar
    self.columns = columns
  }
}

/// The conversion of text to characters of a terminal.
///
/// The width of a character comes from tables of this module, not from the locale, so that the
/// layout of text is the same everywhere. Terminals disagree on the width of a sequence of several
/// scalars. Each sequence is therefore replaced by glyphs that all terminals draw with the same
/// width:
/// - A base and a combining mark become the composed scalar (e + U+0301 = é) in Latin, Greek,
///   Cyrillic, Arabic, Japanese and Korean text. Other marks are left out.
/// - An emoji sequence joined by U+200D becomes its first emoji, and skin tones are left out.
/// - A flag becomes its two letters.
/// - An unsafe character becomes its escape (see `printable`).
extension String {
  /// The glyphs of the text.
  public var glyphs: [Glyph] {
    var builder = GlyphBuilder()
    builder.glyphs.reserveCapacity(utf8.count)
    for scalar in unicodeScalars { builder.append(scalar) }
    return builder.glyphs
  }

  /// The width of the text on a terminal, in columns.
  public var columns: Int {
    if utf8.allSatisfy({ (0x20..<0x7f).contains($0) }) { return utf8.count }
    return glyphs.reduce(0) { $0 + $1.columns }
  }

  /// Returns the longest beginning of the text that is at most `columns` wide. No character is split.
  public func prefix(columns: Int) -> Substring {
    var end = startIndex
    var used = 0
    for index in indices {
      used += String(self[index]).columns
      guard used <= columns else { break }
      end = self.index(after: index)
    }
    return self[..<end]
  }
}

/// Combines scalars into glyphs.
private struct GlyphBuilder {
  var glyphs: [Glyph] = []
  /// True after an emoji and U+200D: the next emoji belongs to the same picture.
  private var joinsEmoji = false
  /// True after an emoji and its modifiers.
  private var followsEmoji = false

  mutating func append(_ scalar: Unicode.Scalar) {
    switch scalar.value {
    case 0x20..<0x7f, 0xa0..<0xad, 0xae..<0x300: put(scalar, 1)
    case 0xad: put("-", 1)  // a soft hyphen: terminals disagree on its width
    case 0x1f1e6...0x1f1ff:
      put(Unicode.Scalar(scalar.value - 0x1f1e6 + 0x41) ?? "?", 1)
    case 0x1f3fb...0x1f3ff where followsEmoji: break
    case 0x200d: joinsEmoji = followsEmoji
    case _ where scalar.isUnsafe:
      for letter in scalar.escaped.unicodeScalars { put(letter, 1) }
    case _ where scalar.hasNoWidth: combine(scalar)
    case _ where joinsEmoji && scalar.properties.isEmoji: joinsEmoji = false
    default:
      put(scalar, scalar.isWide ? 2 : 1)
      followsEmoji = scalar.properties.isEmoji
    }
  }

  private mutating func put(_ scalar: Unicode.Scalar, _ columns: Int) {
    glyphs.append(Glyph(scalar, columns: columns))
    joinsEmoji = false
    followsEmoji = false
  }

  private mutating func combine(_ mark: Unicode.Scalar) {
    guard let last = glyphs.last, let composed = last.scalar.composed(with: mark) else { return }
    glyphs[glyphs.count - 1].scalar = composed
  }
}

extension Unicode.Scalar {
  /// True if the scalar is two columns wide.
  var isWide: Bool {
    guard value >= 0x1100 else { return false }
    var (low, high) = (0, wideScalars.count)
    while low < high {
      let middle = (low + high) / 2
      let range = wideScalars[middle]
      if range.contains(value) { return true }
      if value < range.lowerBound { high = middle } else { low = middle + 1 }
    }
    return false
  }

  /// True for nonspacing and enclosing marks, for format characters, and for the vowels and final
  /// consonants of decomposed Hangul, which are drawn as a part of the character before them.
  fileprivate var hasNoWidth: Bool {
    switch value {
    case ..<0x300, 0x2010..<0x2060, 0x2070..<0x20d0, 0x2100..<0x2cef, 0x3041..<0x3099,
      0x309b..<0xa66f, 0xac00..<0xd7b0:
      return false
    case 0x1160..<0x1200, 0xd7b0..<0xd800: return true
    default: break
    }
    return switch properties.generalCategory {
    case .nonspacingMark, .enclosingMark, .format: true
    default: false
    }
  }

  /// Returns the scalar that is canonically equivalent to this scalar followed by a mark; `nil` if
  /// there is none among the Hangul syllables and `compositions`.
  fileprivate func composed(with mark: Unicode.Scalar) -> Unicode.Scalar? {
    if let syllable = hangulSyllable(with: mark) { return syllable }
    var text = String.UnicodeScalarView()
    text.append(self)
    text.append(mark)
    let pair = String(text)
    return pair.count == 1 ? Self.compositions[Character(pair)] : nil
  }

  /// The scalars of composed letters (Latin, Greek, Cyrillic and Arabic) and of Japanese syllables.
  /// A base followed by a mark finds its composed scalar, because two canonically equivalent
  /// `Character`s are equal.
  private static let compositions: [Character: Unicode.Scalar] = {
    let ranges: [ClosedRange<UInt32>] = [
      0xc0...0x24f, 0x386...0x3ce, 0x400...0x4f9, 0x622...0x6d3, 0x1e00...0x1fff, 0x304c...0x30fe,
    ]
    let scalars = ranges.joined().compactMap(Unicode.Scalar.init)
    return Dictionary(scalars.map { (Character($0), $0) }, uniquingKeysWith: { first, _ in first })
  }()

  /// Returns the Hangul syllable of a leading consonant and a vowel, or of a syllable and a final consonant
  /// (The Unicode Standard, section 3.12).
  private func hangulSyllable(with part: Unicode.Scalar) -> Unicode.Scalar? {
    switch (value, part.value) {
    case (0x1100..<0x1113, 0x1161..<0x1176):
      Unicode.Scalar(0xac00 + ((value - 0x1100) * 21 + part.value - 0x1161) * 28)
    case (0xac00..<0xd7a4, 0x11a8..<0x11c3) where (value - 0xac00).isMultiple(of: 28):
      Unicode.Scalar(value + part.value - 0x11a7)
    default: nil
    }
  }
}
