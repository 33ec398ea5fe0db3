import TerminalUI

/// The rectangles of a box with a list of rows, of which one is selected.
struct ListLayout {
  let box: Rect
  /// The rectangle of the rows. On a low terminal, not all rows fit.
  let list: Rect
  /// The rectangle below the list; empty if it does not fit.
  let foot: Rect
  /// The index of the first row that is shown, chosen so that the selected row is visible.
  let first: Int

  init(box: Rect, list: Rect, foot: Rect, selected: Int) {
    self.box = box
    self.list = list
    self.foot = foot
    first = max(0, selected - list.height + 1)
  }
}
