import NCursesTerminal
import TerminalUI
import Testing

@testable import AlexNet

@Suite struct TerminalChecksTests {
  private static let sound = TerminalReport(
    type: "xterm-256color", capabilities: TerminalCapabilities(depth: .direct, unicode: true),
    size: TerminalReport.Size(width: 120, height: 40))

  private func states(_ report: TerminalReport) -> [String: DoctorCheck.State] {
    Dictionary(
      uniqueKeysWithValues: TerminalChecks(report: report).all.map { ($0.name, $0.state) })
  }

  @Test func aTerminalThatShowsEverythingNeedsNoAdvice() {
    let checks = TerminalChecks(report: Self.sound).all
    #expect(checks.allSatisfy { $0.state == .ok && $0.advice == nil })
    #expect(
      checks.map(\.name) == ["terminal", "terminfo", "colours", "Unicode", "pictures", "mouse"])
  }

  @Test(arguments: [
    TerminalError.noType, .unknownType("x"), .cannotDraw("dumb"),
  ])
  func aTerminalThatCannotBeDrawnOnIsNotAFailure(problem: TerminalError) throws {
    var report = Self.sound
    report.problem = problem
    let checks = TerminalChecks(report: report).all
    #expect(checks.map(\.state) == [.limited])
    #expect(try #require(checks[0].advice).contains("\(problem.remedy)."))
  }

  @Test(arguments: [
    (ColorLimit.noColor, "NO_COLOR"), (.noColorsInEntry, "TERM="), (.screen, "tmux"),
    (.unreadableEntry, "TERMINFO"), (.notDeclared, "COLORTERM=truecolor"),
  ])
  func fewerColoursHaveAWay(limit: ColorLimit, word: String) throws {
    var report = Self.sound
    (report.capabilities.depth, report.colorLimit) = (.indexed, limit)
    let check = try #require(
      TerminalChecks(report: report).all.first { $0.name == "colours" })
    #expect(check.state == .limited)
    #expect(check.facts["bits"] == .count(8))
    #expect(try #require(check.advice).contains(word))
  }

  @Test(arguments: [
    (ColorDepth.direct, true, DoctorCheck.State.ok, 2), (.indexed, true, .ok, 2),
    (.indexed, false, .limited, 1), (.sixteen, true, .limited, 0), (.mono, false, .limited, 0),
  ])
  func picturesNeedColoursAndUnicode(
    depth: ColorDepth, unicode: Bool, state: DoctorCheck.State, pixels: Int
  ) throws {
    var report = Self.sound
    report.capabilities = TerminalCapabilities(depth: depth, unicode: unicode)
    let check = try #require(
      TerminalChecks(report: report).all.first { $0.name == "pictures" })
    #expect(check.state == state)
    #expect(check.facts["pixelsPerCell"] == .count(pixels))
  }

  @Test func picturesInPixelsNameTheProtocolAndTheCell() throws {
    let pictures = PictureReport(format: .kitty, cell: PixelSize(width: 10, height: 20))
    let check = try #require(
      TerminalChecks(report: Self.sound, pictures: pictures).all.first { $0.name == "pictures" })
    #expect(check.state == .ok && check.advice == nil)
    #expect(check.value == "kitty, 10x20 pixels a cell")
    #expect(check.facts["protocol"] == .text("kitty"))
    #expect(check.facts["cellHeight"] == .count(20))
  }

  @Test(arguments: [
    (PictureReport.Limit.multiplexer, "tmux"), (.notAsked, "without a pipe"),
    (.noAnswer, "--pictures"),
    (.noProtocol, "foot"), (.noCellSize, "--pictures"), (.cells, "256 colours"),
  ])
  func halfBlocksHaveAWay(limit: PictureReport.Limit, word: String) throws {
    let check = try #require(
      TerminalChecks(report: Self.sound, pictures: PictureReport(limit: limit)).all.first {
        $0.name == "pictures"
      })
    #expect(check.state == .limited)
    #expect(try #require(check.advice).contains(word))
    #expect(check.facts["protocol"] == .text("blocks"))
  }

  @Test func otherLimitsAreOfTheirOwnCheck() {
    var report = Self.sound
    report.unicodeLimit = .locale
    report.hasMouseReports = false
    report.size = TerminalReport.Size(width: 39, height: 40)
    let states = states(report)
    #expect(states["Unicode"] == .limited)
    #expect(states["mouse"] == .limited)
    #expect(states["terminal"] == .limited)
    #expect(states["terminfo"] == .ok)
  }
}
