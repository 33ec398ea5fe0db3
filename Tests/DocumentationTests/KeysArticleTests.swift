import Foundation
import Testing

@testable import Dashboard

/// The tables of keys and words in the documentation are those of the help page. `RECORD_GOLDENS=1`
/// writes them.
@Suite struct KeysArticleTests {
  private static func begin(_ name: String) -> String {
    "<!-- The table of \(name) between these two comments is generated. -->\n"
  }

  private static func end(_ name: String) -> String {
    "<!-- End of the generated table of \(name). -->\n"
  }

  private static func tables(_ sections: [HelpSection], _ columns: String) -> String {
    sections.map { section in
      "\n\(section.heading):\n\n| \(columns) |\n|---|---|\n"
        + section.lines.map { line in
          let names = line.family == nil ? line.name : keys(line.name)
          return "| \(names) | \(line.text.replacing("|", with: "\\|")) |\n"
        }.joined()
    }.joined() + "\n"
  }

  private static func keys(_ names: String) -> String {
    names.split(separator: " ").map { "`\($0)`" }.joined(separator: " ")
  }

  private static let words = [HelpSection.words(of: nil)] + Screen.allCases.map(HelpSection.words)

  @Test(
    .serialized,
    arguments: [
      ("keys", tables(HelpSection.keys, "keys | what they do")),
      ("words", tables(words, "word | what it means")),
    ])
  func itsTablesAreTheProgramsOwn(name: String, right: String) throws {
    let url = Repository.root.appending(path: "Sources/AlexNet/AlexNet.docc/Keys.md")
    let text = try String(contentsOf: url, encoding: .utf8)
    let start = try #require(text.range(of: Self.begin(name))).upperBound
    let stop = try #require(text.range(of: Self.end(name))).lowerBound
    if ProcessInfo.processInfo.environment["RECORD_GOLDENS"] == "1" {
      try text.replacingCharacters(in: start..<stop, with: right)
        .write(to: url, atomically: true, encoding: .utf8)
      return
    }
    let written = text[start..<stop].split(separator: "\n")
    let wanted = right.split(separator: "\n")
    for (row, (found, right)) in zip(written, wanted).enumerated() where found != right {
      Issue.record("line \(row + 1) of the \(name) is \(found), and should be \(right)")
      return
    }
    #expect(written.count == wanted.count)
  }
}
