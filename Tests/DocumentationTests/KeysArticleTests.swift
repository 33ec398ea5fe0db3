import Foundation
import Testing

@testable import Dashboard

/// The list of keys in the documentation is the table that interprets them. `RECORD_GOLDENS=1` writes it.
@Suite struct KeysArticleTests {
  private static let begin = "<!-- The table between these two comments is generated. -->\n"
  private static let end = "<!-- End of the generated table. -->\n"

  private static var list: String {
    var text = ""
    for line in HelpPage.keyLines {
      if line.isHeading { text += "\n\(line.text):\n" }
      if line.isHeading || text.isEmpty { text += "\n| keys | what they do |\n|---|---|\n" }
      guard !line.isHeading else { continue }
      let keys = line.keys.split(separator: " ").map { "`\($0)`" }.joined(separator: " ")
      text += "| \(keys) | \(line.text.replacing("|", with: "\\|")) |\n"
    }
    return text + "\n"
  }

  @Test func itsTableIsTheProgramsOwn() throws {
    let url = Repository.root.appending(path: "Sources/AlexNet/AlexNet.docc/Keys.md")
    let text = try String(contentsOf: url, encoding: .utf8)
    let start = try #require(text.range(of: Self.begin)).upperBound
    let stop = try #require(text.range(of: Self.end)).lowerBound
    if ProcessInfo.processInfo.environment["RECORD_GOLDENS"] == "1" {
      try text.replacingCharacters(in: start..<stop, with: Self.list)
        .write(to: url, atomically: true, encoding: .utf8)
      return
    }
    let written = text[start..<stop].split(separator: "\n")
    let wanted = Self.list.split(separator: "\n")
    for (row, (found, right)) in zip(written, wanted).enumerated() where found != right {
      Issue.record("line \(row + 1) of the keys is \(found), and should be \(right)")
      return
    }
    #expect(written.count == wanted.count)
  }
}
