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
      help: "a copy that continues beside it, with a change", rank: 5),
    .init(
      [.character("<")], .lanes(.previous),
      help: "the lane before, and the next, to show and change"),
    .init(
      [.character(">")], .lanes(.next), help: "the lane before, and the next, to show and change"),
    .init([.character("P")], .lanes(.pause), help: "pause this lane alone; it misses no batch"),
    .init(
      [.character("X")], .lanes(.stop), help: "stop this lane alone; put away one that has ended"),
    .init([.character("N")], .lanes(.rename), help: "give this lane another name"),
  ]
}
