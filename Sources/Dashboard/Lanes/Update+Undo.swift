import Blueprint
import Runs

extension DashboardState {
  /// Requests the inverse of the last change by hand of the lane in focus. The trainer's event confirms it
  /// and marks it on the curves, as every change.
  mutating func undo() -> [DashboardEffect] {
    guard let change = lane.undo.last else {
      showNotice(NoticeText.nothingToUndo)
      return []
    }
    let command = change.inverse(at: lane.undo.lastIsRequested ? nil : lane.rate)
    lane.undo.requestUndo()
    if case .toggled(let knob, let on) = change { lane[knob].requested = !on }
    showNotice(NoticeText.undoRequested(command))
    return [.send(command, run: focusedRun)]
  }
}
