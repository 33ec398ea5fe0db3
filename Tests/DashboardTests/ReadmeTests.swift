import Foundation
import Testing

@testable import Dashboard

/// The README's list of keys is the table that also obeys them. `RECORD_GOLDENS=1` writes it.
@Suite struct ReadmeTests {
  private static let begin = "<!-- keys: from the program's own table -->\n"
  private static let end = "<!-- end of keys -->\n"

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

  @Test func itsListOfKeysIsTheTable() throws {
    let url = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().appending(path: "README.md")
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
