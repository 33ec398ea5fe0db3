import TerminalUI

/// A command for lanes.
enum LanesCommand: Hashable, Sendable {
  case fork, previous, next, pause, stop, rename
}

/// The keys of lanes, on every screen.
enum LanesKeys {
  static let everywhere: [KeyBinding<DashboardCommand>] = [
    .init(
      [.character("f")], .lanes(.fork), label: "fork",
      help: "copy the lane with a change; both train side by side", rank: 5),
    .init(
      [.character("<")], .lanes(.previous),
      help: "move the focus to the previous or the next lane"),
    .init(
      [.character(">")], .lanes(.next), help: "move the focus to the previous or the next lane"),
    .init(
      [.character("P")], .lanes(.pause),
      help: "pause and resume this lane alone; it misses no batch"),
    .init(
      [.character("X")], .lanes(.stop), help: "stop this lane alone; remove a lane that has ended"),
    .init([.character("N")], .lanes(.rename), help: "rename this lane"),
  ]
}
