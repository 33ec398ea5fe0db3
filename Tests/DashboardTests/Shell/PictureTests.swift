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

  private static let state = SyntheticRun(steps: 1234).state

  /// Returns the state after keys, given as characters.
  private static func pressed(_ keys: String, then arrows: Key...) -> DashboardState {
    var copy = state
    let letters = keys.unicodeScalars.map { Key.character($0) }
    for key in letters + arrows { _ = update(&copy, .terminal(.key(key))) }
    return copy
  }

  private static func changed(by events: TrainingEvent...) -> DashboardState {
    var copy = state
    for event in events { _ = update(&copy, .trainer(event)) }
    return copy
  }

  private static var states: [(String, DashboardState)] {
    screens + charts + kernels + ends
  }

  private static var screens: [(String, DashboardState)] {
    var start = SyntheticRun(steps: 12).state
    start.snapshot = nil
    var focused = state
    focused.focusedPanels = [.live: .error]
    return [
      ("live", state), ("start", start), ("focus", focused),
      ("live-light", pressed("t")), ("live-contrast", pressed("tt")),
      ("live-colorblind", pressed("ttt")), ("layers", pressed("4")),
      ("layers-light", pressed("4t")), ("help", pressed("?")), ("help-light", pressed("?t")),
      ("search", pressed("?/pan")), ("quit", pressed("Dq")),
      ("preparing", DashboardState(plan: SyntheticRun(steps: 0).plan)),
    ]
  }

  private static var charts: [(String, DashboardState)] {
    [
      ("charts", pressed("3")), ("charts-log", pressed("3y")), ("charts-list", pressed("3v")),
      ("charts-all", pressed("3vG k k ")), ("charts-one", pressed("3vj j j ")),
      ("charts-none", pressed("3v j j j ")), ("charts-light", pressed("3t")),
      (
        "charts-cursor", pressed("3xx+", then: .left, .left, .left, .left, .left, .left, .left)
      ),
    ]
  }

  private static var kernels: [(String, DashboardState)] {
    [
      ("kernels", SyntheticRun.atKernels()),
      ("kernels-past", SyntheticRun.atKernels(.character("o"), .character(","), .right, .down)),
      ("kernels-together", SyntheticRun.atKernels(.character("c"), .character("o"))),
      ("kernels-light", SyntheticRun.atKernels(.character("t"))),
      (
        "kernels-paper",
        SyntheticRun.atKernels(.right, run: SyntheticRun(steps: 1234, kernelCount: 96))
      ),
    ]
  }

  private static var ends: [(String, DashboardState)] {
    let damaged = "cat/00017.jpg is damaged: it ends too early"
    var messages = changed(
      by: .warning(step: 900, kind: "image", message: damaged),
      .checkpoint(step: 1000, path: "/somewhere"),
      .rate(step: 1100, rate: 0.0016, cause: .schedule),
      .warning(step: 1234, kind: "image", message: damaged))
    _ = update(&messages, .terminal(.key(.character("m"))))
    let failure = "The loss is not finite at step 1234. Try a smaller --rate."
    return [
      ("messages", messages), ("failed", changed(by: .failed(step: 1234, message: failure))),
      (
        "finished",
        changed(
          by: .warning(step: 200, kind: "flat", message: "the loss has not moved from ln 40"),
          .finished(step: 1234, seconds: 187.4, reason: .completed))
      ),
    ]
  }
}
