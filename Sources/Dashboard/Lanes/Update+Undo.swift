import Blueprint
import Runs

extension DashboardState {
  /// Requests the inverse of the last change by hand of the lane in focus. The trainer's event confirms it
  /// and marks it on the curves, as every change. An old change is undone by the second press.
  mutating func undo() -> [DashboardEffect] {
    guard let entry = lane.undo.last else {
      showNotice(lane.undo.forgotten.map(NoticeText.cannotUndo) ?? NoticeText.nothingToUndo)
      return []
    }
    if undoQuestion != entry, entry.isOld(atStep: lane.step, seconds: lane.latest?.seconds ?? 0) {
      showNotice(NoticeText.isUndoIntended(entry, stepsAgo: lane.step - (entry.step ?? 0)))
      undoQuestion = entry
      return []
    }
    undoQuestion = nil
    let command = entry.change.inverse(at: lane.undo.lastIsRequested ? nil : lane.rate)
    lane.undo.requestUndo()
    if case .toggled(let knob, let on) = entry.change { lane[knob].requested = !on }
    showNotice(NoticeText.undoRequested(command))
    return [.send(command, run: focusedRun)]
  }
}
