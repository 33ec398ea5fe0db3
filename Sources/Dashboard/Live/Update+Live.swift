import Blueprint
import Runs
import TerminalUI

extension DashboardState {
  /// Sends a command to the trainer, or explains why it has no effect now.
  mutating func perform(_ command: LiveCommand) -> [DashboardEffect] {
    if command == .pause, !interruptedLanes.isEmpty { return requestResumption() }
    guard isTrainingForCommand(toAll: command.isForAllLanes) else { return [] }
    switch command {
    case .pause:
      let pause = !isEveryLanePaused
      requestPause(pause)
      showNotice(NoticeText.pauseRequested(pause))
      return [.send(pause ? .pause : .resume)]
    case .step:
      requestPause(true)
      showNotice(NoticeText.oneStep)
      return [.send(.step)]
    case .dropout: return toggle(.dropout)
    case .lrn: return toggle(.lrn)
    case .rate: openRatePrompt()
    case .undo: return undo()
    case .checkpoint:
      showNotice(NoticeText.checkpointRequested)
      for index in lanes.indices where !lanes[index].hasEnded { lanes[index].isSaving = true }
      return [.send(.checkpoint)]
    }
    return []
  }

  /// Returns true if the trainer can apply a command to the lane in focus, or to all lanes; shows a
  /// notice otherwise.
  mutating func isTrainingForCommand(toAll isForAll: Bool) -> Bool {
    if !interruptedLanes.isEmpty {
      // The dialog has the key that resumes the lanes.
      overlay = .failure
    } else if isForAll ? everyLaneHasEnded : lane.hasEnded {
      showNotice(NoticeText.cannotChange(lane.phaseWord))
    } else if isForAll ? isEveryLanePreparing : lane.phase == .preparing {
      showNotice(NoticeText.isPreparing)
    } else if isForAll ? everyLaneIsStopping : lane.isStopping {
      showNotice(NoticeText.runIsStopping)
    } else {
      return true
    }
    return false
  }

  private mutating func requestPause(_ pause: Bool) {
    // The trainer confirms what changes.
    for index in lanes.indices where !lanes[index].hasEnded && lanes[index].isPaused != pause {
      lanes[index].requestedPause = pause
    }
  }

  private mutating func toggle(_ knob: TrainingEvent.ToggledKnob) -> [DashboardEffect] {
    guard lane[knob].exists else {
      showNotice(NoticeText.noLayer(knob.name))
      return []
    }
    let on = lane[knob].opposite
    lane[knob].requested = on
    lane.undo.request(.toggled(knob, on: on))
    showNotice(NoticeText.requested(knob.name, on: on))
    return [.send(knob.command(on: on), run: focusedRun)]
  }
}
