/// A paragraph's text with its marks. Interpolations add marked parts:
///
/// ```swift
/// let text: RichText = "See \(link: "the run", to: "run-3") and \(code: "plan.json")."
/// ```
struct RichText: Hashable, ExpressibleByStringInterpolation {
  /// A part of a text.
  enum Part: Hashable {
    /// Characters without a mark.
    case plain(String)
    /// Important characters.
    case strong(String)
    /// Characters of a program, a file or a command.
    case code(String)
    /// A reference to a block or a row of the same document.
    case link(String, anchor: String)
    /// The words of a verdict.
    case verdict(Verdict.Kind)
  }

  /// The parts in order.
  var parts: [Part]

  /// Creates a text from parts.
  init(_ parts: [Part]) { self.parts = parts }

  /// Creates a text without marks.
  init(_ text: String) { parts = [.plain(text)] }

  init(stringLiteral text: String) { self.init(text) }

  init(stringInterpolation: StringInterpolation) { parts = stringInterpolation.parts }

  /// The parts of a literal.
  struct StringInterpolation: StringInterpolationProtocol {
    var parts: [Part] = []

    init(literalCapacity: Int, interpolationCount: Int) {}

    mutating func appendLiteral(_ text: String) {
      if !text.isEmpty { parts.append(.plain(text)) }
    }

    mutating func appendInterpolation(_ text: String) { appendLiteral(text) }

    mutating func appendInterpolation(_ number: Int) { appendLiteral(String(number)) }

    mutating func appendInterpolation(_ text: RichText) { parts += text.parts }

    mutating func appendInterpolation(strong text: String) { parts.append(.strong(text)) }

    mutating func appendInterpolation(code text: String) { parts.append(.code(text)) }

    mutating func appendInterpolation(link text: String, to anchor: String) {
      parts.append(.link(text, anchor: anchor))
    }

    mutating func appendInterpolation(verdict kind: Verdict.Kind) { parts.append(.verdict(kind)) }
  }

  static func + (first: RichText, second: RichText) -> RichText {
    RichText(first.parts + second.parts)
  }
}

extension [RichText] {
  /// Returns the texts in one, with a separator between them.
  func joined(_ separator: String) -> RichText {
    var parts: [RichText.Part] = []
    for (index, text) in enumerated() {
      if index > 0 { parts.append(.plain(separator)) }
      parts += text.parts
    }
    return RichText(parts)
  }
}
