import TerminalUI

/// A command of the tour.
enum TourCommand: Hashable, Sendable {
  /// Starts the tour, or starts it again.
  case start
  /// A key of the tour, from a click.
  case answer(TourAnswer)
}

/// A key of the tour in progress. All other keys keep their meaning.
enum TourAnswer: Hashable, Sendable {
  case next, back, leave
}

/// The keys of the tour.
enum TourKeys {
  static let everywhere: [KeyBinding<DashboardCommand>] = [
    .init(
      [.character("!"), .function(2)], .tour(.start),
      help: "the tour: eight stops on this run, in about five minutes")
  ]

  /// The name of the key that starts the tour.
  static let start = everywhere[0].keys[0].name
}

extension DashboardState {
  /// The name of the key that starts the tour.
  public static let tourKey = TourKeys.start
}

extension KeyBindings<TourAnswer> {
  static let tour = tour(next: "skip")

  /// The keys at the end of the tour.
  static let tourEnd = tour(next: "close")

  private static func tour(next: String) -> KeyBindings {
    KeyBindings([
      .init(
        [.character(" ")], .next, label: next, help: "go to the next stop of the tour", rank: 1),
      .init(
        [.backspace], .back, label: "back", help: "go to the previous stop of the tour", rank: 2),
      .init([.escape], .leave, label: "leave", help: "leave the tour", rank: 0),
    ])
  }
}
