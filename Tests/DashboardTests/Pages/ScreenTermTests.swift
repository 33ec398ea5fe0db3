import DisplayText
import Foundation
import TerminalUI
import Testing

@testable import Dashboard

/// The glossary of the help page: every word on a screen is found by the search.
@Suite struct ScreenTermTests {
  @Test func everyTermFitsIntoItsColumnAndIsExplainedOnce() {
    for term in ScreenTerm.all {
      #expect((1...15).contains(term.term.columns), "\(term.term)")
      #expect(!term.meaning.isEmpty && term.meaning.last != ".", "\(term.term)")
      let same = ScreenTerm.all.filter { $0.term == term.term && $0.screen == term.screen }
      #expect(same.count == 1, "\(term.term)")
    }
  }

  /// Reads the recorded screens without dialogs, without names from data, and in Unicode, in which
  /// letters are never parts of curves.
  @Test func everyWordOnARecordedScreenIsFound() throws {
    let lines = HelpSection.all(on: .live).flatMap(\.lines)
    let names = Golden.files.filter { name in
      Self.screens.contains { name.hasPrefix($0 + "-") }
        && !["ascii", "names", "delete", "filter"].contains { name.contains($0) }
    }
    #expect(names.count >= 20)
    var words: [String: String] = [:]
    for name in names {
      let text = try String(contentsOf: Golden.url(of: name), encoding: .utf8)
      for word in try Self.words(onScreen: text, named: name) { words[word] = name }
    }
    #expect(words.count >= 100)
    for (word, name) in words where !Self.everyday.contains(word) {
      // A plural is found by its singular.
      let stem = word.hasSuffix("s") ? String(word.dropLast()) : word
      #expect(
        lines.contains { $0.matches(word) || $0.matches(stem) },
        "'\(word)' in \(name) needs a line in ScreenTerm, or is an everyday word")
    }
  }

  private static let screens = [
    "live", "charts", "kernels", "layers", "images", "confusion", "formula", "compare", "runs",
    "finished",
    "preparing",
  ]

  /// Returns the words of at least three letters on a recorded screen, in small letters. The name of
  /// the record has the number of rows. A word that is cut is left out.
  private static func words(onScreen text: String, named name: String) throws -> Set<String> {
    let size = try #require(name.firstMatch(of: /-(\d+)x(\d+)/))
    let height = try #require(Int(size.2))
    let rows = text.split(separator: "\n", omittingEmptySubsequences: false).prefix(height)
    var words: Set<String> = []
    for row in rows {
      for match in row.matches(of: /[A-Za-z]{3,}/) {
        let isCut = match.range.upperBound < row.endIndex && row[match.range.upperBound] == "…"
        if !isCut { words.insert(match.output.lowercased()) }
      }
    }
    return words
  }

  /// Words of everyday English, and parts of the names of the recorded runs.
  private static let everyday = Set(
    """
    about above accepts after again against all alone already also analysed and another any are arrived
    attach been before begins below best better between both but can cancel cannot clear close code
    colourful common continuing copy current distribution divides double each earlier effect empty end exist
    few fewer finest first fixes for from full half has have help here high holds how into its journal
    keep know known last later least less let like line list long look low make many match matches
    maximum mean measuring minimum more most move name nearby need needed needs new newest next none
    not nothing now off once one only open opened other over part place plan plays possible prepared
    probable pulls quit reading received repeated requested required rest restored right said same see set show shows
    side since small some space started stay still stop than that the their them then there therefore these they
    this those three through time too total towards try two undone unknown until validated was were what when
    where which while whole why will with without words worse written wrong yes yet you your zero
    amber heron share local home
    """.split(whereSeparator: \.isWhitespace).map(String.init))
}
