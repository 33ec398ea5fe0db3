import Blueprint
import TerminalUI

extension DashboardState {
  /// Sends a command to the trainer, or explains why it has no effect now.
  mutating func perform(_ command: LiveCommand) -> [DashboardEffect] {
    let isForAll = command.isForAllLanes
    guard isForAll ? !everyLaneHasEnded : !lane.hasEnded else {
      showNotice(NoticeText.runHasEnded)
      return []
    }
    guard lane.phase != .preparing else {
      showNotice(NoticeText.isPreparing)
      return []
    }
    guard isForAll ? !everyLaneIsStopping : !lane.isStopping else {
      showNotice(NoticeText.runIsStopping)
      return []
    }
    switch command {
    case .pause:
      let pause = !(lane.requestedPause ?? (lane.phase == .paused))
      requestPause(pause)
      return [.send(pause ? .pause : .resume)]
    case .step:
      if lane.phase != .paused { requestPause(true) }
      showNotice(NoticeText.oneStep)
      return [.send(.step)]
    case .dropout: return toggle(\.dropout, "dropout") { .dropout(on: $0) }
    case .lrn: return toggle(\.lrn, "LRN") { .lrn(on: $0) }
    case .rateDown: return scaleRate(by: 0.8, "× 0.8")
    case .rateUp: return scaleRate(by: 1.25, "× 1.25")
    case .rateTenth: return scaleRate(by: 0.1, "÷ 10")
    case .checkpoint:
      showNotice(NoticeText.checkpointRequested)
      for index in lanes.indices where !lanes[index].hasEnded { lanes[index].isSaving = true }
      return [.send(.checkpoint)]
    }
  }

  private mutating func requestPause(_ pause: Bool) {
    for index in lanes.indices where !lanes[index].hasEnded { lanes[index].requestedPause = pause }
  }

  private mutating func toggle(
    _ knob: WritableKeyPath<LaneState, KnobState>, _ name: String,
    _ command: (Bool) -> TrainerCommand
  ) -> [DashboardEffect] {
    guard lane[keyPath: knob].exists else {
      showNotice(NoticeText.noLayer(name))
      return []
    }
    let on = lane[keyPath: knob].opposite
    lane[keyPath: knob].requested = on
    showNotice(NoticeText.requested(name, on: on))
    return [.send(command(on), run: focusedRun)]
  }

  private mutating func scaleRate(by factor: Double, _ factorText: String) -> [DashboardEffect] {
    showNotice(NoticeText.rateRequested(factorText))
    return [.send(.scaleRate(by: factor), run: focusedRun)]
  }
}
