import TerminalUI

/// The scroll range of a list that can be longer than its rectangle, and the keys that scroll it.
struct Scrolling: Equatable {
  /// The number of rows in the list.
  var rows: Int
  /// The number of rows that are shown at once.
  var page: Int

  /// The largest first row.
  var last: Int { max(0, rows - page) }

  func clamped(_ row: Int) -> Int { min(max(0, row), last) }

  /// Returns the first row that is shown after a key; `nil` for a key that does not scroll.
  func row(_ row: Int, after key: Key) -> Int? {
    switch key.direction ?? key {
    case .up: clamped(row - 1)
    case .down: clamped(row + 1)
    case .pageUp: clamped(row - max(1, page - 1))
    case .pageDown, .character(" "): clamped(row + max(1, page - 1))
    case .control("u"): clamped(row - max(1, page / 2))
    case .control("d"): clamped(row + max(1, page / 2))
    case .home: 0
    case .end: last
    default: nil
    }
  }

  /// Returns the first row that is shown after a turn of the wheel, at three rows per notch.
  func row(_ row: Int, wheel: Int) -> Int { clamped(row + 3 * wheel) }
}
