import Runs
import TerminalUI
import Testing

@testable import Dashboard

@Suite struct GoldenTests {
  private let direct = TerminalCapabilities(depth: .direct, unicode: true)

  private func pressed(_ keys: Key...) -> DashboardState {
    var state = SyntheticRun(steps: 1234).state
    for key in keys { _ = update(&state, .terminal(.key(key))) }
    return state
  }

  @Test(arguments: [(80, 24), (120, 40), (200, 60)])
  func theLiveScreenIsAsRecorded(width: Int, height: Int) throws {
    let frame = view(pressed(), width: width, height: height, capabilities: direct)
    try Golden.expect(frame, is: "live-\(width)x\(height)")
  }

  @Test(arguments: [
    ("ascii-16", ColorDepth.sixteen, false), ("ascii-mono", .mono, false),
    ("256", .indexed, true), ("mono", .mono, true), ("8", .eight, true),
  ])
  func simplerTerminalsAreAsRecorded(name: String, depth: ColorDepth, unicode: Bool) throws {
    let capabilities = TerminalCapabilities(depth: depth, unicode: unicode)
    let frame = view(pressed(), width: 120, height: 40, capabilities: capabilities)
    try Golden.expect(frame, is: "live-120x40-\(name)")
  }

  @Test func otherScreensAreAsRecorded() throws {
    let screens: [(String, DashboardState)] = [
      ("charts-log", pressed(.character("3"), .character("y"))),
      ("help", pressed(.character("?"))),
      ("asked-and-quit", pressed(.character("D"), .character("q"))),
      ("preparing", DashboardState(plan: SyntheticRun(steps: 0).plan)),
    ]
    for (name, state) in screens {
      try Golden.expect(
        view(state, width: 80, height: 24, capabilities: direct), is: "\(name)-80x24")
    }
  }

  @Test(arguments: [(80, 24), (120, 40), (200, 60)])
  func theChartsAreAsRecorded(width: Int, height: Int) throws {
    let state = pressed(
      .character("3"), .character("v"), .end, .enter, .up, .enter, .escape, .character("x"),
      .character("+"), .left, .left, .left)
    let size = "\(width)x\(height)"
    try Golden.expect(
      view(state, width: width, height: height, capabilities: direct), is: "charts-\(size)")
    let ascii = TerminalCapabilities(depth: .sixteen, unicode: false)
    try Golden.expect(
      view(state, width: width, height: height, capabilities: ascii), is: "charts-\(size)-ascii-16")
  }

  /// Limits of the loss and of the steps, and the prompt with a text that does not state limits.
  @Test(arguments: [(80, 24), (120, 40), (200, 60)])
  func chartsWithLimitsAreAsRecorded(width: Int, height: Int) throws {
    func typed(_ text: String) -> [Key] { text.unicodeScalars.map { Key.character($0) } }
    var state = pressed(.character("3"))
    let keys =
      typed("r0.6 1.5") + [.enter] + typed("r") + [.tab] + typed("200 auto") + [.enter]
    for key in keys { _ = update(&state, .terminal(.key(key))) }
    state.notice = nil
    let size = "\(width)x\(height)"
    try Golden.expect(
      view(state, width: width, height: height, capabilities: direct), is: "charts-limits-\(size)")
    let ascii = TerminalCapabilities(depth: .sixteen, unicode: false)
    try Golden.expect(
      view(state, width: width, height: height, capabilities: ascii),
      is: "charts-limits-\(size)-ascii-16")
    for key in typed("r2 1") + [.enter] { _ = update(&state, .terminal(.key(key))) }
    try Golden.expect(
      view(state, width: width, height: height, capabilities: direct), is: "asked-limits-\(size)")
  }

  @Test(arguments: [(80, 24), (120, 40), (200, 60)])
  func chartsSinceTheForkAreAsRecorded(width: Int, height: Int) throws {
    for (screen, name) in [("3", "charts-since"), ("6", "compare-since")]
      as [(Unicode.Scalar, String)]
    {
      var state = SyntheticRuns.forked(steps: 234)
      for key in [Key.character(screen), .character("f")] {
        _ = update(&state, .terminal(.key(key)))
      }
      state.notice = nil
      try Golden.expect(
        view(state, width: width, height: height, capabilities: direct),
        is: "\(name)-\(width)x\(height)")
    }
  }

  @Test(arguments: [(80, 24), (120, 40), (200, 60)])
  func theKernelsAreAsRecorded(width: Int, height: Int) throws {
    let keys = [Key.right, .right, .down]
    for (name, capabilities) in [
      ("", direct), ("-ascii-mono", TerminalCapabilities(depth: .mono, unicode: false)),
    ] {
      var state = SyntheticRun.atKernels(width: width, height: height)
      state.surface.capabilities = capabilities
      for key in keys { state.press(answering: key) }
      try Golden.expect(
        view(state, width: width, height: height, capabilities: capabilities),
        is: "kernels-\(width)x\(height)\(name)")
    }
    let past = SyntheticRun.atKernels(
      .character("o"), .character(","), width: width, height: height)
    try Golden.expect(
      view(past, width: width, height: height, capabilities: direct),
      is: "kernels-past-\(width)x\(height)")
  }

  @Test(arguments: [(80, 24), (120, 40), (200, 60)])
  func layersAndImagesAreAsRecorded(width: Int, height: Int) throws {
    let run = SyntheticRun(steps: 1234)
    let keys: [(String, [Key])] = [
      ("layers", [.character("4"), .down]), ("images", [.character("5")]),
      ("confusion", [.character("5"), .character("v")]),
    ]
    for (name, keys) in keys {
      let state = run.state(after: keys)
      let size = "\(width)x\(height)"
      try Golden.expect(
        view(state, width: width, height: height, capabilities: direct), is: "\(name)-\(size)")
      let ascii = TerminalCapabilities(depth: .sixteen, unicode: false)
      try Golden.expect(
        view(state, width: width, height: height, capabilities: ascii),
        is: "\(name)-\(size)-ascii-16")
    }
  }

  @Test(arguments: [("light", 1), ("contrast", 2), ("color-blind", 3)])
  func themesAreAsRecorded(name: String, presses: Int) throws {
    var state = pressed()
    for _ in 0..<presses { _ = update(&state, .terminal(.key(.character("t")))) }
    try Golden.expect(
      view(state, width: 80, height: 24, capabilities: direct), is: "live-80x24-\(name)")
  }

  @Test func endsAreAsRecorded() throws {
    var state = pressed()
    _ = update(
      &state, .trainer(.warning(step: 200, kind: "flat", message: "the loss stays at ln 40")))
    var failed = state
    _ = update(
      &state, .trainer(.finished(step: 1234, seconds: 187.4, reason: .completed)))
    try Golden.expect(
      view(state, width: 80, height: 24, capabilities: direct), is: "finished-80x24")
    _ = update(
      &failed,
      .trainer(.failed(step: 1234, message: "The loss is not finite. Try a smaller --rate.")))
    try Golden.expect(
      view(failed, width: 80, height: 24, capabilities: direct), is: "failed-80x24")
  }

  @Test func aTooSmallTerminalNamesTheSmallestSize() {
    let frame = view(pressed(), width: 36, height: 3, capabilities: direct)
    let lines = frame.plainText.split(separator: "\n").map { $0.drop { $0 == " " } }
    #expect(
      lines == [
        "val top-1 err 40.5% @1,200 · running", "at least 40×10 is needed",
        "this terminal is 36×3",
      ])
  }
}
