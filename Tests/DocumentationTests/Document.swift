/// A Markdown or tutorial file, and what it refers to.
struct Document {
  /// The lines outside of code blocks and comments.
  let lines: [Substring]

  init(_ text: String) {
    var lines: [Substring] = []
    var isCode = false
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
      if line.hasPrefix("```") {
        isCode.toggle()
      } else if !isCode, !line.hasPrefix("<!--") {
        lines.append(line)
      }
    }
    self.lines = lines
  }

  /// The targets of `[text](target)` and `![text](target)`.
  var links: [Substring] { matches(/\]\(([^)\s]+)\)/) }

  /// The targets of `<doc:target>` and of a tutorial's `"doc:target"`.
  var articleLinks: [Substring] { matches(/[<"]doc:([^>"]+)[>"]/) }

  /// The pictures and texts of a tutorial's directives: `source: name` and `file: name`.
  var resources: [Substring] {
    matches(/@(?:Image|Video)\(source: "?([^,)"]+)/)
      + matches(/@Code\([^)]*file: "?([^,)"]+)/)
  }

  /// The fragments that lead to headings: as GitHub (lower case) or DocC (as written) makes them.
  func hasHeading(_ fragment: Substring) -> Bool {
    lines.filter { $0.hasPrefix("#") }.contains { line in
      let words = line.drop { $0 == "#" || $0 == " " }
        .filter { $0.isLetter || $0.isNumber || $0 == " " || $0 == "-" }
        .split(separator: " ").joined(separator: "-")
      return words == fragment || words.lowercased() == fragment
    }
  }

  /// Code in single quotation marks of Markdown is not a link.
  private func matches(_ pattern: Regex<(Substring, Substring)>) -> [Substring] {
    lines.flatMap { line in
      line.replacing(/`[^`]*`/, with: "").matches(of: pattern).map(\.output.1)
    }
  }
}
