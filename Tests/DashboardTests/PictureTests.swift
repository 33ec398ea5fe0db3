import Foundation
import Runs
import TerminalUI
import Testing

@testable import Dashboard

/// Writes screens with their colours to files, for eyes: set `SCREENS_TO` to a folder.
@Suite struct PictureTests {
  private static let folder = ProcessInfo.processInfo.environment["SCREENS_TO"]

  @Test(.enabled(if: folder != nil)) func screensAreWrittenForEyes() throws {
    let folder = try #require(Self.folder)
    let ladders: [(String, TerminalAbilities)] = [
      ("direct", .init(depth: .direct, unicode: true)),
      ("256", .init(depth: .indexed, unicode: true)),
      ("16", .init(depth: .sixteen, unicode: true)),
      ("mono", .init(depth: .mono, unicode: true)),
      ("ascii16", .init(depth: .sixteen, unicode: false)),
      ("asciimono", .init(depth: .mono, unicode: false)),
      ("ascii256", .init(depth: .indexed, unicode: false)),
    ]
    for (name, state) in Self.states {
      for (ladder, abilities) in ladders {
        for (width, height) in [(80, 24), (120, 40), (200, 60)] {
          let frame = view(state, width: width, height: height, abilities: abilities)
          try SGR.text(frame).write(
            toFile: "\(folder)/\(name)-\(ladder)-\(width).sgr", atomically: true, encoding: .utf8)
        }
      }
    }
  }

  private static var states: [(String, DashboardState)] {
    let state = SyntheticRun(steps: 1234).state
    var start = SyntheticRun(steps: 12).state
    start.glimpse = nil
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
    return [
      ("live", state), ("start", start), ("kernels", pressed(.character("2"))),
      ("curves", pressed(.character("3"), .character("y"))),
      ("layers", pressed(.character("4"))), ("help", pressed(.character("?"))),
      ("quit", pressed(.character("d"), .character("q"))), ("failed", failed),
      ("finished", finished),
      ("preparing", DashboardState(plan: SyntheticRun(steps: 0).plan)),
    ]
  }
}
