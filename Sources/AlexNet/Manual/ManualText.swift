import DisplayText
import TerminalUI

/// The text of a manual page in mdoc(7), which man-db and mandoc read.
struct ManualText {
  private(set) var lines: [String] = []
  /// The greatest number of bytes in a line of text, which `mandoc -T lint` asks for.
  private static let width = 76

  var text: String { lines.joined(separator: "\n") + "\n" }

  /// Adds a line with a macro, whose arguments are escaped already.
  mutating func macro(_ line: String) { lines.append("." + line) }

  mutating func section(_ title: String) { macro("Sh \(title)") }

  mutating func add(_ blocks: [HelpBlock]) {
    for (index, block) in blocks.enumerated() {
      switch block {
      case .heading(let text):
        macro("Ss \(Self.words(text.hasSuffix(":") ? String(text.dropLast()) : text))")
      case .paragraph(let text):
        if index > 0, !Self.isHeading(blocks[index - 1]) { macro("Pp") }
        sentences(text)
      case .list(let items):
        list(items.map { (Self.words($0.term), $0.text) })
      case .literal(let texts): literal(texts)
      }
    }
  }

  private static func isHeading(_ block: HelpBlock) -> Bool {
    if case .heading = block { true } else { false }
  }

  /// Adds a list of tags with their texts.
  mutating func list(_ items: [(tag: String, text: String)]) {
    macro("Bl -tag -width Ds")
    for item in items {
      macro("It \(item.tag)")
      sentences(item.text)
    }
    macro("El")
  }

  /// Adds lines that are printed as they are.
  mutating func literal(_ texts: [String]) {
    macro("Bd -literal -offset indent")
    lines += texts.map { Self.protected(Self.escaped($0)) }
    macro("Ed")
  }

  /// Adds sentences, each of which begins a line.
  mutating func sentences(_ text: String) {
    for sentence in Self.sentences(of: text) {
      lines += Self.escaped(sentence).wrapped(to: Self.width).map { Self.protected($0) }
    }
  }

  /// Splits a text where a full stop or a question mark is followed by a space and a capital letter.
  static func sentences(of text: String) -> [String] {
    var sentences: [String] = []
    var sentence = ""
    let words = text.split(separator: " ")
    for (index, word) in words.enumerated() {
      sentence += (sentence.isEmpty ? "" : " ") + word
      let isEnd = word.hasSuffix(".") || word.hasSuffix("?") || word.hasSuffix(".)")
      guard isEnd, index + 1 < words.count, words[index + 1].first?.isUppercase == true else {
        continue
      }
      sentences.append(sentence)
      sentence = ""
    }
    return sentence.isEmpty ? sentences : sentences + [sentence]
  }

  /// Escapes backslashes, dashes, which would be printed as hyphens, and characters outside ASCII.
  static func escaped(_ text: String) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\\": result += "\\e"
      case "-": result += "\\-"
      case _ where scalar.value > 0x7e:
        let digits = String(scalar.value, radix: 16, uppercase: true)
        result += "\\[u" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits + "]"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }

  /// Protects a line that would be a macro because of its first character.
  private static func protected(_ line: String) -> String {
    line.hasPrefix(".") || line.hasPrefix("'") ? "\\&" + line : line
  }

  /// Escapes the arguments of a macro, among which short words can be macros and signs delimiters.
  static func words(_ text: String) -> String {
    text.split(separator: " ")
      .map { "\\&" + escaped(String($0)).replacing("\"", with: "\\(dq") }
      .joined(separator: " ")
  }
}
