import DisplayText
import Runs
import TerminalUI

extension DashboardState {
  /// Applies an event to the lane of its run. A lane is added for a run that starts and has none.
  mutating func apply(_ event: TrainingEvent, run: String?) -> [DashboardEffect] {
    var index = index(ofRun: run)
    if index == nil, case .started = event {
      lanes.append(LaneState(smoothing: lane.history.smoothing))
      lanes[lanes.count - 1].history.smoothingMode = lane.history.smoothingMode
      index = lanes.count - 1
    }
    guard let index else { return [] }
    let isNew = lanes[index].run == nil
    let message = MessageLog.Message(event, of: lanes[index], at: clock?.date)
    let notice = lanes[index].apply(event)
    if case .started = event { numberStrokes() }
    if case .renamed(_, let name) = event, let run { renamed(run, to: name) }
    if isNew, index > 0, overlay == nil, let name = lanes[index].run?.run {
      showNotice(NoticeText.lane(index, name))
    }
    if let notice {
      showNotice(
        lanes.count > 1 ? NoticeText.ofLane(lanes[index].name ?? "", notice) : notice)
    }
    if case .resumed = event {
      // The journal is replayed: the user has read the messages before this event already.
      log.markRead()
      isLeaving = false
    }
    if let message { log.add(message) }
    switch event {
    case .resumed(let resumed):
      if index == focus { truncateTimelines(after: resumed.step) }
      if lanes.count == 1 { self.notice = nil }
      closeFailureDialogIfResumed()
    case .finished, .failed: return laneEnded(index)
    case .started, .step, .validation, .rate, .scheduled, .toggled, .paused, .checkpoint, .warning,
      .renamed:
      break
    }
    return []
  }

  /// Shows a failure of the only lane, and closes the dashboard if the user waits for the end of
  /// all lanes.
  private mutating func laneEnded(_ index: Int) -> [DashboardEffect] {
    let failed = if case .failed = lanes[index].phase { true } else { false }
    if index == focus { rereadTimelines() }
    if lanes.count == 1, failed { overlay = .failure }
    guard everyLaneHasEnded else { return [] }
    if box == .leave { box = nil }
    return !failed && isLeaving ? [.quit] : []
  }

  /// Ends all lanes, because their trainer ended without an event.
  mutating func trainerLost(_ message: String) {
    let latest = lanes.filter { !$0.hasEnded }.max { $0.step < $1.step } ?? lane
    log.add(
      .init(
        kind: .failure, text: message.split(separator: "\n").joined(separator: " "),
        run: lanes.count { !$0.hasEnded } == 1 ? latest.name : nil, step: latest.step,
        date: clock?.date))
    for index in lanes.indices where !lanes[index].hasEnded { lanes[index].trainerLost(message) }
    resumption = nil
    overlay = .failure
  }
}
