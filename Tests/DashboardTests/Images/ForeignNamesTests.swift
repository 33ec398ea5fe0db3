import Blueprint
import Runs
import TerminalUI
import Testing

@testable import Dashboard

/// Class names of several scripts, with combined and control characters, on all screens.
@Suite struct ForeignNamesTests {
  private static let names = [
    "猫", "犬🐕", "Ünïcödé", "العربية", "👨\u{200d}👩\u{200d}👧", "e\u{301}toile", "a\u{1b}[31mred",
    "two\nlines",
  ]
  private let direct = TerminalCapabilities(depth: .direct, unicode: true)

  private func state(_ keys: Key...) -> DashboardState {
    SyntheticRun(steps: 300, names: Self.names).state(after: keys)
  }

  @Test(arguments: [(80, 24), (120, 40)])
  func screensWithForeignNamesAreAsRecorded(width: Int, height: Int) throws {
    for (name, keys) in [
      ("images", [Key.character("5")]), ("confusion", [.character("5"), .character("v")]),
    ] {
      let state = SyntheticRun(steps: 300, names: Self.names).state(after: keys)
      let size = "\(width)x\(height)"
      try Golden.expect(
        view(state, width: width, height: height, capabilities: direct), is: "\(name)-names-\(size)"
      )
      let ascii = TerminalCapabilities(depth: .sixteen, unicode: false)
      try Golden.expect(
        view(state, width: width, height: height, capabilities: ascii),
        is: "\(name)-names-\(size)-ascii-16")
    }
  }

  @Test func noScreenContainsControlOrHalfCharacters() {
    for screen in "1234567" {
      let key = Key.character(screen.unicodeScalars.first!)
      for width in [40, 61, 80, 97, 120] {
        let frame = view(state(key), width: width, height: 30, capabilities: direct)
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
