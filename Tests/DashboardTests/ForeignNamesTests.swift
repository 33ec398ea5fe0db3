import Blueprint
import Runs
import TerminalUI
import Testing

@testable import Dashboard

/// Class names of every script and with every trick, on all screens.
@Suite struct ForeignNames {
  private static let names = [
    "猫", "犬🐕", "Ünïcödé", "العربية", "👨\u{200d}👩\u{200d}👧", "e\u{301}toile", "a\u{1b}[31mred",
    "two\nlines",
  ]
  private let direct = TerminalAbilities(depth: .direct, unicode: true)

  private func state(_ keys: Key...) -> DashboardState {
    SyntheticRun(steps: 300, names: Self.names).state(after: keys)
  }

  @Test(arguments: [(80, 24), (120, 40)])
  func theirScreensAreAsRecorded(width: Int, height: Int) throws {
    for (name, keys) in [
      ("images", [Key.character("5")]), ("confusion", [.character("5"), .character("v")]),
    ] {
      let state = SyntheticRun(steps: 300, names: Self.names).state(after: keys)
      let size = "\(width)x\(height)"
      try Golden.expect(
        view(state, width: width, height: height, abilities: direct), is: "\(name)-names-\(size)")
      let ascii = TerminalAbilities(depth: .sixteen, unicode: false)
      try Golden.expect(
        view(state, width: width, height: height, abilities: ascii),
        is: "\(name)-names-\(size)-ascii-16")
    }
  }

  @Test func noScreenHasAControlCharacterOrHalfACharacter() {
    for screen in "1234567" {
      let key = Key.character(screen.unicodeScalars.first!)
      for width in [40, 61, 80, 97, 120] {
        let frame = view(state(key), width: width, height: 30, abilities: direct)
        for (index, cell) in frame.cells.enumerated() {
          #expect(cell.glyph >= 0x20 && !(0x7f..<0xa0).contains(cell.glyph))
          if cell.isContinuation {
            #expect(index % width > 0 && !frame.cells[index - 1].isContinuation)
          }
        }
      }
    }
  }
}
