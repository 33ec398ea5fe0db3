import TerminalUI

/// A command for lanes.
enum LanesCommand: Hashable, Sendable {
  case fork, previous, next, pause, stop, rename
}

/// The keys of lanes, on every screen.
enum LanesKeys {
  static let training: [KeyBinding<DashboardCommand>] = [
    .init(
      [.character("F")], .lanes(.fork), label: "fork",
      help: "copy the lane with a change; both train side by side", rank: 5, family: .training),
    .init(
      [.character("O")], .lanes(.pause),
      help: "pause and continue only this lane; it misses no batch", family: .training),
    .init(
      [.character("X")], .lanes(.stop),
      help: "stop this lane, after a question; remove an ended lane", family: .training),
    .init([.character("N")], .lanes(.rename), help: "rename this lane", family: .training),
  ]

  static let focus: [KeyBinding<DashboardCommand>] = [
    .init([.character("<")], .lanes(.previous), help: focusHelp),
    .init([.character(">")], .lanes(.next), help: focusHelp),
  ]

  private static let focusHelp = "move the focus to the previous or the next lane"
}
