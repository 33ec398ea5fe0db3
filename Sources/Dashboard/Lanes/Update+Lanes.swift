import Blueprint
import TerminalUI

extension DashboardState {
  mutating func perform(_ command: LanesCommand) -> [DashboardEffect] {
    if family(of: command) == .training, command != .stop, !interruptedLanes.isEmpty {
      // The box has the key that resumes the lanes.
      overlay = .failure
      return []
    }
    switch command {
    case .fork: return openForkMenu()
    case .previous: moveLane(by: -1)
    case .next: moveLane(by: 1)
    case .pause: return pauseLane()
    case .stop: return stopLane()
    case .rename: openNamePrompt()
    }
    return []
  }

  private func family(of command: LanesCommand) -> KeyFamily? {
    KeyBindings.dashboard.family(of: .lanes(command))
  }

  private mutating func moveLane(by count: Int) {
    guard lanes.count > 1 else { return showNotice(NoticeText.noOtherLane) }
    focus = (focus + count + lanes.count) % lanes.count
    showNotice(NoticeText.lane(focus, lane.name ?? ""))
  }

  /// Pauses or resumes the lane in focus; the other lanes continue.
  private mutating func pauseLane() -> [DashboardEffect] {
    guard !lane.hasEnded, lane.phase != .preparing, !lane.isStopping else {
      showNotice(
        lane.isStopping && !lane.hasEnded
          ? NoticeText.laneIsStopping : NoticeText.cannotPause(lane.phaseWord))
      return []
    }
    let pause = !lane.isPaused
    lane.requestedPause = pause
    showNotice(NoticeText.ofLane(lane.name ?? "", NoticeText.pauseRequested(pause)))
    return [.send(pause ? .pause : .resume, run: focusedRun)]
  }

  // MARK: - Forking

  private mutating func openForkMenu() -> [DashboardEffect] {
    guard let plan = lane.plan, !lane.hasEnded else {
      showNotice(NoticeText.cannotFork(lane.phaseWord))
      return []
    }
    guard lane.phase != .preparing else {
      showNotice(NoticeText.isPreparing)
      return []
    }
    overlay = .fork(ForkMenu(of: lane))
    return [.measureRoom(plan)]
  }

  mutating func apply(room: Int, bytes: Int, free: Int) {
    guard case .fork(var menu) = box else { return }
    menu.isFull = free < 1
    menu.room = max(0, min(room, free))
    menu.bytes = bytes
    box = .fork(menu)
  }

  mutating func pressInForkMenu(_ key: Key, _ menu: ForkMenu) -> [DashboardEffect] {
    var menu = menu
    switch KeyBindings.fork.command(for: key) {
    case .previous: menu.move(by: -1)
    case .next: menu.move(by: 1)
    case .previousValue: menu.choose(by: -1)
    case .nextValue: menu.choose(by: 1)
    case .close:
      overlay = nil
      return []
    case .fork: return fork(menu)
    case nil:
      guard case .character(let letter) = key, menu.press(letter) else {
        showNotice(NoticeText.noMeaning(of: key, "Enter forks, Esc closes"))
        return []
      }
    }
    overlay = .fork(menu)
    return []
  }

  private mutating func fork(_ menu: ForkMenu) -> [DashboardEffect] {
    guard menu.room != 0 else {
      showNotice(menu.isFull ? NoticeText.lanesAreFull : NoticeText.noRoomForLane)
      return []
    }
    overlay = nil
    showNotice(NoticeText.forkRequested(menu.changes))
    return [.send(.fork(name: nil, menu.changes), run: focusedRun)]
  }

  // MARK: - Stopping

  /// Asks whether to stop the lane in focus; a lane that has ended is removed from the screen.
  private mutating func stopLane() -> [DashboardEffect] {
    guard lane.hasEnded else {
      if lane.isStopping { showNotice(NoticeText.laneIsStopping) } else { overlay = .stopLane }
      return []
    }
    guard lanes.count > 1 else {
      showNotice(NoticeText.onlyLane(lane.phaseWord))
      return []
    }
    let name = lane.name ?? ""
    lanes.remove(at: focus)
    focus = min(focus, lanes.count - 1)
    showNotice(NoticeText.laneRemoved(name))
    return []
  }

  mutating func pressInStopLaneDialog(_ key: Key) -> [DashboardEffect] {
    switch KeyBindings.stopLane.command(for: key) {
    case .stop:
      overlay = nil
      lane.isStopping = true
      return [.send(.stop, run: focusedRun)]
    case .keep:
      overlay = nil
      return []
    case nil:
      showNotice(NoticeText.noMeaning(of: key, "s stops it, Esc keeps it training"))
      return []
    }
  }

  func stopLaneDialog(_ appearance: Appearance) -> Dialog<StopAnswer> {
    let name = lane.name ?? "The run"
    let others = lanes.count > 1 ? " The other lanes continue." : ""
    return Dialog(
      title: lanes.count > 1 ? "Stop lane \(focus + 1)?" : "Stop the run?",
      lines: ["\(name) stops after the current step and is saved.\(others)"],
      answers: .stopLane, tint: appearance.theme.caution)
  }
}

/// An answer to the question before the lane in focus is stopped.
enum StopAnswer: Hashable, Sendable {
  case stop, keep
}

extension KeyBindings<StopAnswer> {
  static let stopLane = KeyBindings([
    .init(
      [.character("s")], .stop, label: "stop and save",
      help: "stop after the current step, and save", rank: 0, family: .training),
    .init(
      [.escape, .control("c")], .keep, label: "keep training",
      help: "close the box without a change", rank: 0),
  ])
}
