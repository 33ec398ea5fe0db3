/// What a hand on the mouse does at a cell.
enum Gesture: Equatable, Sendable {
  case press
  /// −1 is away from the user (up), +1 towards.
  case wheel(Int)
  /// Moved with the button down, so many cells since it was last told.
  case drag(columns: Int, rows: Int)
}

/// What can be pointed at. It answers from the same places that it draws in.
protocol Touchable {
  /// What a gesture at this cell asks for; nil: nothing.
  func command(for gesture: Gesture, x: Int, y: Int) -> DashboardCommand?
}

struct Point: Equatable, Sendable {
  var x: Int
  var y: Int
}
