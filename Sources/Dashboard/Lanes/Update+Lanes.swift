import Blueprint
import TerminalUI

/// The keys of lanes.
extension DashboardState {
  mutating func performOnLanes(_ command: DashboardCommand) -> [DashboardEffect] {
    switch command {
    case .previousLane, .nextLane:
      moveLane(by: command == .nextLane ? 1 : -1)
    case .fork: return openFork()
    case .pauseLane: return pauseLane()
    case .stopLane: return stopLane()
    case .renameLane: return askForName()
    default: break
    }
    return []
  }

  private mutating func moveLane(by count: Int) {
    guard lanes.count > 1 else { return say("there is one lane · f forks it") }
    focus = (focus + count + lanes.count) % lanes.count
    say("lane \(focus + 1): \(lane.name ?? "")")
  }

  private mutating func openFork() -> [DashboardEffect] {
    guard let plan = lane.plan, !lane.hasEnded else {
      say("the run has ended · there is nothing to fork")
      return []
    }
    guard lane.phase != .preparing else {
      say("not yet: the run is being prepared")
      return []
    }
    overlay = .fork(ForkMenu(of: lane))
    return [.measureRoom(plan)]
  }

  mutating func learn(room: Int, bytes: Int, free: Int) {
    guard case .fork(var menu) = overlay else { return }
    menu.isFull = free < 1
    menu.room = max(0, min(room, free))
    menu.bytes = bytes
    overlay = .fork(menu)
  }

  mutating func answer(_ key: Key, _ menu: ForkMenu) -> [DashboardEffect] {
    var menu = menu
    switch KeyBindings.fork.command(for: key) {
    case .previous: menu.move(by: -1)
    case .next: menu.move(by: 1)
    case .previousValue: menu.choose(by: -1)
    case .nextValue: menu.choose(by: 1)
    case .close:
      overlay = nil
      return []
    case .fork:
      guard menu.room != 0 else {
        say(
          menu.isFull
            ? "there are as many lanes as there can be" : "there is no room for another lane")
        return []
      }
      overlay = nil
      say("a lane with \(menu.changes.words): asked")
      return [.send(.fork(name: nil, menu.changes), run: focusedRun)]
    case nil:
      if case .character(let letter) = key, menu.press(letter) { break }
      say("\(key.name) does nothing here · Enter forks, Esc closes")
      return []
    }
    overlay = .fork(menu)
    return []
  }

  /// With several lanes, this one alone: it stands still while the others go on.
  private mutating func pauseLane() -> [DashboardEffect] {
    guard !lane.hasEnded, lane.phase != .preparing, !lane.isStopping else {
      say("this lane is not being trained")
      return []
    }
    let pause = !(lane.askedPause ?? (lane.phase == .paused))
    lane.askedPause = pause
    return [.send(pause ? .pause : .resume, run: focusedRun)]
  }

  /// Stops the lane in focus; one that has ended leaves the screen.
  private mutating func stopLane() -> [DashboardEffect] {
    guard lanes.count > 1 else {
      say("there is one lane · q stops the run")
      return []
    }
    guard lane.hasEnded else {
      guard !lane.isStopping else {
        say("this lane is stopping")
        return []
      }
      overlay = .stopLane
      return []
    }
    let name = lane.name ?? ""
    lanes.remove(at: focus)
    focus = min(focus, lanes.count - 1)
    say("\(name) is no longer shown; all that it has recorded is kept")
    return []
  }

  // MARK: - Names

  private mutating func askForName() -> [DashboardEffect] {
    guard let name = lane.name, !lane.hasEnded, lane.phase != .preparing else {
      say("it is not being trained · 7 renames recorded runs")
      return []
    }
    overlay = .laneName(TextField(name))
    return []
  }

  /// A key while a name is being written.
  mutating func writeName(_ line: TextField, _ key: Key) -> [DashboardEffect] {
    var line = line
    switch key {
    case .escape, .control("c"): overlay = nil
    case .enter:
      overlay = nil
      guard !line.isEmpty, line.text != lane.name else { break }
      say("\(line.text): asked")
      return [.send(.rename(line.text), run: focusedRun)]
    case _ where line.press(key): overlay = .laneName(line)
    default: say("\(key.name) does nothing here · Enter takes the name, Esc does not")
    }
    return []
  }

  mutating func pasteInName(_ text: String) {
    guard case .laneName(var line) = overlay else { return }
    line.paste(text)
    overlay = .laneName(line)
  }

  // MARK: - Stopping

  mutating func answerStop(_ key: Key) -> [DashboardEffect] {
    switch KeyBindings.stopLane.command(for: key) {
    case .stop:
      overlay = nil
      lane.isStopping = true
      return [.send(.stop, run: focusedRun)]
    case .cancel, .leave, .keep:
      overlay = nil
      say("going on")
      return []
    case nil:
      say("\(key.name) does nothing here · Enter stops, Esc goes on")
      return []
    }
  }
}

extension KeyBindings<QuitAnswer> {
  static let stopLane = KeyBindings([
    .init([.enter, .character("s")], .stop, label: "stop this lane", help: "", rank: 0),
    .init([.escape, .character("c")], .cancel, label: "cancel", help: "", rank: 0),
  ])
}
