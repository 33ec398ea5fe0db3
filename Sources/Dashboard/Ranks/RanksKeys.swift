import TerminalUI

/// A command of the table of ranks that fills the live screen.
enum RanksCommand: Hashable, Sendable {
  /// A key that scrolls the table.
  case scroll(Key)
  /// A turn of the wheel by a number of notches.
  case wheel(Int)
  case nextOrder
}

/// The keys of the table of ranks that fills the live screen.
enum RanksKeys {
  static let scope = "In the table of ranks"

  static let onScreen: [KeyBinding<DashboardCommand>] = {
    let scrolling: [(Key, String?, Int)] = [
      (.up, "scroll", 1), (.down, "scroll", 1), (.pageUp, "page", 3), (.pageDown, "page", 3),
      (.home, nil, 9), (.end, nil, 9),
    ]
    return scrolling.map { key, label, rank in
      .init(
        [key], .ranks(.scroll(key)), label: label, help: "scroll the ranks", rank: rank,
        only: scope)
    } + [
      .init(
        [.character("o")], .ranks(.nextOrder), label: "order",
        help: "unusual, slowest or most waiting ranks first, or by number", rank: 2, only: scope)
    ]
  }()
}
