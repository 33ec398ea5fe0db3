import TerminalUI
import Testing

@testable import NCursesTerminal

@Suite struct TerminalReportTests {
  private func report(_ type: String?, _ more: [String: String] = [:]) -> TerminalReport {
    var options = TerminalOptions()
    options.environment = more
    options.environment["TERM"] = type
    // A descriptor that is never open, and so never a terminal.
    options.output = -1
    return TerminalReport(options: options)
  }

  @Test(
    arguments: [
      (nil, .noType), ("", .noType), ("dumb", .cannotDraw("dumb")),
      ("alexnet-nowhere", .unknownType("alexnet-nowhere")),
    ] as [(String?, TerminalError)])
  func aTerminalThatCannotBeDrawnOnHasItsError(type: String?, problem: TerminalError) {
    let report = report(type)
    #expect(report.problem == problem)
    #expect(!report.hasMouseReports)
  }

  @Test func anOrdinaryTerminalHasColoursAndAMouse() {
    let report = report("xterm-256color", ["COLORTERM": "truecolor"])
    #expect(report.type == "xterm-256color")
    #expect(report.problem == nil)
    #expect(report.substitution == nil)
    #expect(report.capabilities.depth == .direct)
    #expect(report.colorLimit == nil)
    #expect(report.hasMouseReports)
    #expect(report.size == nil)
  }

  /// The entry of vt100 in the basic entries of ncurses has neither colours nor a mouse.
  @Test func anOldTerminalHasNeither() {
    let report = report("vt100")
    #expect(report.problem == nil)
    #expect(report.capabilities.depth == .mono)
    #expect(report.colorLimit == .noColorsInEntry)
    #expect(!report.hasMouseReports)
  }

  @Test func aTypeWithoutAnEntryIsSubstituted() {
    let report = report("xterm-ghostty")
    #expect(report.problem == nil)
    #expect(report.type == "xterm-ghostty")
    #expect(report.substitution?.substitute == "xterm-256color")
  }
}
