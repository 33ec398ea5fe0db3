/// A mouse gesture at a cell.
enum Gesture: Equatable, Sendable {
  case press
  /// A turn of the wheel by a number of notches; −1 is away from the user (up), +1 towards.
  case wheel(Int)
  /// A movement with the button down, in cells since the last report.
  case drag(columns: Int, rows: Int)
}

/// The position of a cell, counted from the top left corner.
struct Point: Equatable, Sendable {
  var x: Int
  var y: Int
}
