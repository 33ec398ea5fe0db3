import TerminalUI
import Testing

@testable import Dashboard

/// Each letter and symbol has an answer on each screen: the screen changes, or a notice explains why not.
@Suite struct VisibleAnswerTests {
  /// The keys that move, which change nothing at the first and the last place.
  private static let moving = Set("hjklgG,.<>+=-".unicodeScalars.map { Key.character($0) })

  private static let keys = EveryKeyTests.allKeys.filter {
    if case .character = $0 { !moving.contains($0) } else { false }
  }

  private func frame(_ state: DashboardState) -> Frame {
    view(
      state, width: state.surface.width, height: state.surface.height,
      capabilities: state.surface.capabilities)
  }

  @Test(arguments: Screen.allCases, [(80, 24), (120, 40)])
  func everyKeyIsAnswered(screen: Screen, size: (Int, Int)) {
    for (name, var state) in EveryKeyTests.states {
      _ = update(&state, .terminal(.resized(width: size.0, height: size.1)))
      state.overlay = nil
      _ = update(&state, .terminal(.key(screen.key)))
      state.overlay = nil
      state.notice = nil
      let before = frame(state)
      for key in Self.keys where key != screen.key {
        var after = state
        let effects = update(&after, .terminal(.key(key)))
        #expect(!effects.isEmpty || frame(after) != before, "\(key.name), \(name)")
      }
    }
  }

  /// The curves, smoothing and kernels of another screen would change unseen.
  @Test(arguments: Screen.allCases)
  func keysForCurvesAndKernelsChangeOnlyWhatIsShown(screen: Screen) {
    var state = EveryKeyTests.states[0].state
    _ = update(&state, .terminal(.key(screen.key)))
    for (letter, screens) in [
      ("y", [Screen.live, .charts, .compare]), ("[", [.live, .charts, .compare]),
      ("]", [.live, .charts, .compare]), ("n", [.live, .kernels]),
    ] {
      var after = state
      _ = update(&after, .terminal(.key(.character(Unicode.Scalar(letter)!))))
      let isChanged =
        after.isLogarithmic != state.isLogarithmic || after.contrast != state.contrast
        || after.lane.history.smoothing != state.lane.history.smoothing
      #expect(isChanged == screens.contains(screen), "\(letter)")
      #expect(after.notice != nil)
    }
  }
}
