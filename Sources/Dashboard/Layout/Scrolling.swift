import TerminalUI

/// How far a list can be moved that is longer than its room, and the keys that move it.
struct Scrolling: Equatable {
  var rows: Int
  /// Rows that are seen at once.
  var page: Int

  var last: Int { max(0, rows - page) }

  func clamped(_ row: Int) -> Int { min(max(0, row), last) }

  /// The first row that is seen after a key; nil for a key that does not scroll.
  func row(_ row: Int, after key: Key) -> Int? {
    switch key {
    case .up, .character("k"): clamped(row - 1)
    case .down, .character("j"): clamped(row + 1)
    case .pageUp: clamped(row - max(1, page - 1))
    case .pageDown, .character(" "): clamped(row + max(1, page - 1))
    case .home, .character("g"): 0
    case .end, .character("G"): last
    default: nil
    }
  }

  /// Three rows a notch of the wheel.
  func row(_ row: Int, wheel: Int) -> Int { clamped(row + 3 * wheel) }
}
