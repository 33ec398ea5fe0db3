import Foundation
import Testing

/// The texts of all recorded screens: numbers in one form, errors that are named as errors, and no
/// word that newcomers had to read twice.
@Suite struct GoldenTextTests {
  static let files = Golden.files

  /// The rows of a recorded screen, without the rows of its styles.
  private static func rows(of file: String) throws -> [String] {
    let text = try String(contentsOf: Golden.url(of: file), encoding: .utf8)
    // The styles have as many rows as the screen, and come after an empty one.
    let rows = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    let letters = rows.lastIndex { row in
      row.count > 10 && row.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "*") }
    }
    guard let letters, let height = Self.height(of: file), letters >= height else { return rows }
    return Array(rows.prefix(height))
  }

  /// The number of rows in the size at the end of a file's name: 40 for "live-120x40-mono.txt".
  private static func height(of file: String) -> Int? {
    file.firstMatch(of: /\d+x(\d+)/).flatMap { Int($0.1) }
  }

  @Test func screensAreRecorded() {
    #expect(Self.files.count > 50)
    #expect(Self.files.allSatisfy { Self.height(of: $0) != nil })
  }

  @Test(arguments: files)
  func numbersHaveOneForm(file: String) throws {
    for (index, row) in try Self.rows(of: file).enumerated() {
      // With few colours, the map over an image is a picture of digits.
      let row = row.replacing(/[0-9]{11,}/, with: "")
      for problem in ScreenText.numberProblems(in: row, isASCII: file.contains("-ascii")) {
        Issue.record("\(file), row \(index + 1): \(problem)\n\(row)")
      }
    }
  }

  @Test(arguments: files)
  func wordsAreThoseOfTheGlossary(file: String) throws {
    for (index, row) in try Self.rows(of: file).enumerated() {
      for word in ScreenText.ruledOut where row.contains(word.pattern) {
        Issue.record("\(file), row \(index + 1): '\(word.name)'\n\(row)")
      }
    }
  }

  @Test(arguments: files)
  func errorsSayThatTheyAreErrors(file: String) throws {
    let rows = try Self.rows(of: file)
    for (row, name) in ScreenText.unnamedErrors(in: rows) {
      Issue.record("\(file), row \(row + 1): '\(name)' without 'error' or 'err'\n\(rows[row])")
    }
  }
}

/// The rules themselves, on rows that break them and rows that do not.
@Suite struct ScreenTextTests {
  @Test(arguments: [
    "57.7 %", "33.40%", "step 1950", "5.0e-5", "5e-05", "2e+6", "8.5e−4", "mean -0.04", "(-3 pt)",
  ])
  func anotherFormOfANumberIsFound(row: String) {
    #expect(!ScreenText.numberProblems(in: row, isASCII: false).isEmpty)
  }

  @Test(arguments: [
    "57.7% of 1,950", "0.00050", "compact-scenes-1", "top-1", "2026-11-01 12:34:56", "8.5e-4",
    "5e-5", "−0.04", "image-10024.png", "1:02:03", "data/2012_val", "128×13×13", "seed 7",
  ])
  func theFormsOfTheGuideAreAccepted(row: String) {
    #expect(ScreenText.numberProblems(in: row, isASCII: false) == [])
  }

  @Test func aHyphenIsTheSignOfAnASCIIScreen() {
    #expect(ScreenText.numberProblems(in: "mean -0.04", isASCII: true) == [])
  }

  @Test func anErrorIsNamedInItsTextItsHeadOrItsPanel() {
    #expect(ScreenText.unnamedErrors(in: ["top-1 57.7%"]).map(\.row) == [0])
    #expect(ScreenText.unnamedErrors(in: ["val top-1 error 57.7%"]).isEmpty)
    #expect(ScreenText.unnamedErrors(in: ["│ top-1 57.7% ││ val error │"]).map(\.row) == [0])
    #expect(ScreenText.unnamedErrors(in: ["  val top-1", "      error"]).isEmpty)
    #expect(
      ScreenText.unnamedErrors(in: [
        "╭─ Error ──────────╮", "│                  │", "│ top-1 57% │",
      ])
      .isEmpty)
  }
}

/// The rules for texts on a screen.
private enum ScreenText {
  struct RuledOut: Sendable {
    var name: String
    nonisolated(unsafe) var pattern: Regex<Substring>
  }

  /// Words that newcomers had to read twice, and words for a state that has another one.
  static let ruledOut: [RuledOut] =
    [
      "cut off", "died", "ended without a word", "completed", "has ended", "have ended", "for good",
      "gap", "nats to", "the step in hand", "is called that", "put away", "whose reaching",
      "no step that they share", "the terminal's ground", "a mean", "less base",
    ].map { RuledOut(name: $0, pattern: try! Regex("(?i)\\b\($0)\\b")) }
    + [RuledOut(name: "Less …", pattern: try! Regex("\\bLess [a-z]"))]

  /// Returns the numbers of a row that have another form than `NumberText` gives them.
  /// - Parameter isASCII: True if the row is of a terminal that shows "−" as "-".
  static func numberProblems(in row: String, isASCII: Bool) -> [String] {
    var problems = row.matches(of: /\d %(?!%)/).map { "a blank before '%': '\($0.0)'" }
    problems += row.matches(of: /\d\d\.\d{2,}%/).map { "two digits after the point: '\($0.0)'" }
    problems += row.matches(of: /(?:^|[^\p{L}\d.,_\/\-])(\d{4,})(?![\d\p{L}_\-])/).map {
      "thousands are not separated: '\($0.1)'"
    }
    for match in row.matches(of: /(?:^|[^\p{L}\d.])(\d+(?:\.\d+)?e[+\-−]?\d+)/) {
      if match.1.wholeMatch(of: /\d(?:\.\d?[1-9])?e-?[1-9]\d*/) == nil {
        problems.append("another form of an exponent: '\(match.1)'")
      }
    }
    if !isASCII {
      problems += row.matches(of: /(?:^|[\s│┃(])-\d[\d.,]*/).map { "a hyphen as a sign: '\($0.0)'" }
    }
    return problems
  }

  /// Returns the places of "top-1" and "top-5" that are named as errors neither in their text, nor in
  /// the other row of a heading, nor in the title of their panel.
  static func unnamedErrors(in rows: [String]) -> [(row: Int, name: String)] {
    let cells = rows.map { row in row.map { $0 } }
    var places: [(row: Int, name: String)] = []
    for (row, characters) in cells.enumerated() {
      for start in characters.indices where String(characters[start...].prefix(4)) == "top-" {
        let name = String(characters[start...].prefix(5))
        guard name == "top-1" || name == "top-5" else { continue }
        let left = characters[..<start].lastIndex(where: isEdge).map { $0 + 1 } ?? 0
        let right = characters[start...].firstIndex(where: isEdge) ?? characters.endIndex
        if !isNamed(start, left..<right, row, cells) { places.append((row, name)) }
      }
    }
    return places
  }

  private static func isEdge(_ character: Character) -> Bool { "│┃|".contains(character) }

  private static func isNamed(
    _ start: Int, _ columns: Range<Int>, _ row: Int, _ cells: [[Character]]
  ) -> Bool {
    let isInText = (row - 1...row + 1).contains { row in
      guard cells.indices.contains(row) else { return false }
      let columns = columns.clamped(to: 0..<cells[row].count)
      return String(cells[row][columns]).lowercased().contains("err")
    }
    if isInText { return true }
    // The title of the panel stands in its upper edge.
    for above in stride(from: row - 1, through: 0, by: -1) {
      let edge = edge(around: start, cells[above])
      if ["──────", "━━━━━━", "------", "======"].contains(where: edge.contains) {
        return edge.contains("err")
      }
    }
    return false
  }

  /// Returns the text between the corners around a column.
  private static func edge(around column: Int, _ cells: [Character]) -> String {
    let corners = "╭╮╰╯┏┓┗┛+#"
    let column = min(column, cells.count)
    let left = cells[..<column].lastIndex { corners.contains($0) }.map { $0 + 1 } ?? 0
    let right = cells[column...].firstIndex { corners.contains($0) } ?? cells.count
    return String(cells[left..<right]).lowercased()
  }
}
