/// An input from the terminal.
public enum TerminalEvent: Hashable, Sendable {
  /// A key was pressed.
  case key(Key)
  /// The left mouse button was pressed on a cell.
  case click(x: Int, y: Int)
  /// The mouse moved to a cell while its left button was down.
  case drag(x: Int, y: Int)
  /// The mouse wheel was turned: −1 is up, 1 is down.
  case wheel(Int, x: Int, y: Int)
  /// Text was pasted.
  case paste(String)
  /// The terminal has a new size, in cells.
  case resized(width: Int, height: Int)
  /// The terminal reported the colour of its own background.
  case background(Color)
  /// The size of a cell, now that the terminal has answered that it draws pictures in its own pixels;
  /// `nil` if it no longer does.
  case cellPixels(PixelSize?)
}
