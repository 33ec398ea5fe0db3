import Foundation
import Runs
import TerminalUI
import Testing

@testable import Dashboard

/// Screens with their colours as files, for inspection; written to the folder `SCREENS_TO` if it is
/// set.
@Suite struct PictureTests {
  private static let folder = ProcessInfo.processInfo.environment["SCREENS_TO"]

  @Test(.enabled(if: folder != nil)) func screensAreWrittenToFiles() throws {
    let folder = try #require(Self.folder)
    let ladders: [(String, TerminalCapabilities)] = [
      ("direct", .init(depth: .direct, unicode: true)),
      ("256", .init(depth: .indexed, unicode: true)),
      ("16", .init(depth: .sixteen, unicode: true)),
      ("mono", .init(depth: .mono, unicode: true)),
      ("ascii16", .init(depth: .sixteen, unicode: false)),
      ("asciimono", .init(depth: .mono, unicode: false)),
      ("ascii256", .init(depth: .indexed, unicode: false)),
    ]
    for (name, state) in Self.states {
      for (ladder, capabilities) in ladders {
        for (width, height) in [(80, 24), (120, 40), (200, 60)] {
          let frame = view(state, width: width, height: height, capabilities: capabilities)
          try SGR.text(frame).write(
            toFile: "\(folder)/\(name)-\(ladder)-\(width).sgr", atomically: true, encoding: .utf8)
        }
      }
    }
  }

  /// Prints the time of a frame with a long history, for inspection.
  @Test(.enabled(if: folder != nil)) func framesOfALongHistoryAreTimed() {
    var state = SyntheticRun(steps: 0).state
    let run = SyntheticRun(steps: 200_000)
    for n in 1...200_000 { _ = update(&state, .trainer(.step(run.step(n)))) }
    var snapshot = run.snapshot
    for n in stride(from: 2, through: 200_000, by: 2) {
      snapshot.step = n
      state.history.append(snapshot)
    }
    state.screen = .charts
    for quantity in ChartQuantity.allCases { state.charts.shown.insert(quantity) }
    let clock = ContinuousClock()
    for unit in StepAxis.Unit.allCases {
      for isLogarithmic in [false, true] {
        state.charts.unit = unit
        state.charts.isLogarithmic = isLogarithmic
        for cursor in [nil, 150_000.0] {
          state.charts.cursor = cursor
          let times = (0..<20).map { _ in
            clock.measure {
              _ = view(
                state, width: 200, height: 60, capabilities: .init(depth: .direct, unicode: true))
            }
          }.sorted()
          print("7 charts, 200,000 steps, \(state.charts.axisName), \(times[10]), \(times[19])")
        }
      }
    }
    let smoothing = clock.measure { state.history.smoothing += 1 }
    print("smoothing 200,000 steps and 100,000 snapshots again: \(smoothing)")
  }

  /// Prints the time of a frame of each screen at 200×60.
  @Test(.enabled(if: folder != nil), arguments: Screen.allCases)
  func framesAreTimed(screen: Screen) {
    var state = SyntheticRun(steps: 5000).state
    state.screen = screen
    let clock = ContinuousClock()
    let times = (0..<60).map { _ in
      clock.measure {
        _ = view(state, width: 200, height: 60, capabilities: .init(depth: .direct, unicode: true))
      }
    }.sorted()
    print("\(screen), 200×60: least \(times[0]), median \(times[30])")
  }

  private static func told(_ state: DashboardState) -> DashboardState {
    var state = state
    let events: [TrainingEvent] = [
      .warning(step: 900, kind: "image", message: "cat/00017.jpg is damaged: it ends too early"),
      .checkpoint(step: 1000, path: "/somewhere"),
      .rate(step: 1100, rate: 0.0016, cause: .schedule),
      .warning(step: 1234, kind: "image", message: "cat/00017.jpg is damaged: it ends too early"),
    ]
    for event in events { _ = update(&state, .trainer(event)) }
    _ = update(&state, .terminal(.key(.character("m"))))
    return state
  }

  private static var states: [(String, DashboardState)] {
    let state = SyntheticRun(steps: 1234).state
    var start = SyntheticRun(steps: 12).state
    start.snapshot = nil
    func pressed(_ keys: Key...) -> DashboardState {
      var copy = state
      for key in keys { _ = update(&copy, .terminal(.key(key))) }
      return copy
    }
    var failed = state
    _ = update(
      &failed,
      .trainer(
        .failed(
          step: 1234, message: "The loss is not finite at step 1234. Try a smaller --rate.")))
    var finished = state
    _ = update(
      &finished,
      .trainer(.warning(step: 200, kind: "flat", message: "the loss has not moved from ln 40")))
    _ = update(
      &finished, .trainer(.finished(step: 1234, seconds: 187.4, reason: .completed)))
    var focused = state
    focused.focusedPanels = [.live: .error]
    return [
      ("focus", focused), ("messages", told(state)),
      (
        "search",
        pressed(.character("?"), .character("/"), .character("p"), .character("a"), .character("n"))
      ),
      ("live", state), ("start", start), ("kernels", SyntheticRun.atKernels()),
      ("kernels-past", SyntheticRun.atKernels(.character("o"), .character(","), .right, .down)),
      ("kernels-together", SyntheticRun.atKernels(.character("g"), .character("o"))),
      ("kernels-light", SyntheticRun.atKernels(.character("t"))),
      (
        "kernels-paper",
        SyntheticRun.atKernels(.right, run: SyntheticRun(steps: 1234, kernelCount: 96))
      ),
      ("charts", pressed(.character("3"))),
      ("charts-log", pressed(.character("3"), .character("y"))),
      ("charts-all", pressed(.character("3"), .character("S"), .character("G"), .character("U"))),
      ("charts-one", pressed(.character("3"), .character("F"), .character("E"), .character("R"))),
      (
        "charts-cursor",
        pressed(
          .character("3"), .character("S"), .character("U"), .character("x"), .character("x"),
          .up, .left, .left, .left, .left, .left, .left, .left)
      ),
      (
        "charts-none",
        pressed(
          .character("3"), .character("L"), .character("F"), .character("E"), .character("R"))
      ),
      ("charts-light", pressed(.character("3"), .character("G"), .character("t"))),
      ("live-light", pressed(.character("t"))),
      ("live-contrast", pressed(.character("t"), .character("t"))),
      ("live-colorblind", pressed(.character("t"), .character("t"), .character("t"))),
      ("layers-light", pressed(.character("4"), .character("t"))),
      ("help-light", pressed(.character("?"), .character("t"))),
      ("layers", pressed(.character("4"))), ("help", pressed(.character("?"))),
      ("quit", pressed(.character("d"), .character("q"))), ("failed", failed),
      ("finished", finished),
      ("preparing", DashboardState(plan: SyntheticRun(steps: 0).plan)),
    ]
  }
}
