import Blueprint
import TerminalUI

extension DashboardState {
  mutating func perform(_ command: LanesCommand) -> [DashboardEffect] {
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

  private mutating func moveLane(by count: Int) {
    guard lanes.count > 1 else { return showNotice(NoticeText.noOtherLane) }
    focus = (focus + count + lanes.count) % lanes.count
    showNotice(NoticeText.lane(focus, lane.name ?? ""))
  }

  /// Pauses or resumes the lane in focus; the other lanes continue.
  private mutating func pauseLane() -> [DashboardEffect] {
    guard !lane.hasEnded, lane.phase != .preparing, !lane.isStopping else {
      showNotice(NoticeText.laneIsNotTraining)
      return []
    }
    let pause = !(lane.requestedPause ?? (lane.phase == .paused))
    lane.requestedPause = pause
    return [.send(pause ? .pause : .resume, run: focusedRun)]
  }

  // MARK: - Forking

  private mutating func openForkMenu() -> [DashboardEffect] {
    guard let plan = lane.plan, !lane.hasEnded else {
      showNotice(NoticeText.nothingToFork)
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
    guard case .fork(var menu) = overlay else { return }
    menu.isFull = free < 1
    menu.room = max(0, min(room, free))
    menu.bytes = bytes
    overlay = .fork(menu)
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

  // MARK: - Renaming

  private mutating func openNamePrompt() {
    guard let name = lane.name, !lane.hasEnded, lane.phase != .preparing else {
      return showNotice(NoticeText.laneCannotBeRenamed)
    }
    overlay = .laneName(TextField(name))
  }

  mutating func pressInNamePrompt(_ key: Key, _ field: TextField) -> [DashboardEffect] {
    var field = field
    switch key {
    case .escape, .control("c"): overlay = nil
    case .enter:
      overlay = nil
      guard !field.isEmpty, field.text != lane.name else { break }
      showNotice(NoticeText.nameRequested(field.text))
      return [.send(.rename(field.text), run: focusedRun)]
    case _ where field.press(key): overlay = .laneName(field)
    default: showNotice(NoticeText.noMeaning(of: key, "Enter renames the lane, Esc cancels"))
    }
    return []
  }

  // MARK: - Stopping

  /// Asks whether to stop the lane in focus; a lane that has ended is removed from the screen.
  private mutating func stopLane() -> [DashboardEffect] {
    guard lanes.count > 1 else {
      showNotice(NoticeText.onlyOneLane)
      return []
    }
    guard lane.hasEnded else {
      if lane.isStopping { showNotice(NoticeText.laneIsStopping) } else { overlay = .stopLane }
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
    case .cancel, .leave, .keep:
      overlay = nil
      showNotice(NoticeText.trainingContinues)
      return []
    case nil:
      showNotice(NoticeText.noMeaning(of: key, "Enter stops the lane, Esc cancels"))
      return []
    }
  }

  func stopLaneDialog(_ appearance: Appearance) -> Dialog<QuitAnswer> {
    Dialog(
      title: "Stop lane \(focus + 1)?",
      lines: [
        "\(lane.name ?? "It") ends after the current step and is saved. The other lanes continue."
      ],
      answers: .stopLane, tint: appearance.theme.caution)
  }
}

extension KeyBindings<QuitAnswer> {
  static let stopLane = KeyBindings([
    .init([.enter, .character("s")], .stop, label: "stop this lane", help: "", rank: 0),
    .init([.escape, .character("c")], .cancel, label: "cancel", help: "", rank: 0),
  ])
}
