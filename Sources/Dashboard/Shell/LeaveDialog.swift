import TerminalUI

/// An answer to the question before the dashboard is closed.
enum LeaveAnswer: Hashable, Sendable {
  case leave, stop, stay
}

extension KeyBindings<LeaveAnswer> {
  // The keys that people press without reading leave, because training then continues.
  static let leave = KeyBindings([
    .init(
      [.enter, .control("c"), .character("q")], .leave, label: "leave, training continues",
      help: "close the screen; training continues", rank: 0),
    .init(
      [.character("s")], .stop, label: "stop and save", help: "stop and save", rank: 1,
      family: .training),
    .init([.escape], .stay, label: "stay", help: "stay here", rank: 0),
  ])
}

extension DashboardState {
  /// Closes the dashboard, as `q` and ^C do. While a run trains, the leave dialog is opened first.
  mutating func leave(_ key: Key?) -> [DashboardEffect] {
    if everyLaneHasEnded { return [.quit] }
    if everyLaneIsStopping {
      if isLeaving || key == .control("c") { return [.quit] }
      isLeaving = true
      return []
    }
    overlay = .leave
    return []
  }

  mutating func pressInLeaveDialog(_ key: Key) -> [DashboardEffect] {
    switch KeyBindings.leave.command(for: key) {
    case .leave: return [.quit]
    case .stop:
      overlay = nil
      for index in lanes.indices { lanes[index].isStopping = true }
      isLeaving = true
      return [.send(.stop)]
    case .stay:
      overlay = nil
      return []
    case nil:
      showNotice(NoticeText.noMeaning(of: key, "Enter leaves, s stops, Esc stays"))
      return []
    }
  }

  /// Shows that the lanes are stopping as long as the user waits for their end and no other notice is
  /// shown.
  mutating func showStopping() {
    guard notice == nil, isLeaving, !everyLaneHasEnded else { return }
    showNotice(NoticeText.stopsAfterStep)
  }

  func leaveDialog(_ appearance: Appearance) -> Dialog<LeaveAnswer> {
    let text = LeaveText(self)
    return Dialog(
      title: "Leave the screen?", lines: [text.leaving, "", text.stopping], answers: .leave,
      tint: appearance.theme.caution)
  }
}

/// The sentences of the leave dialog: what the answers do, where the runs are, and how to return.
struct LeaveText {
  let leaving: String
  let stopping: String

  init(_ state: DashboardState) {
    let lanes = state.lanes.filter { !$0.hasEnded }
    let name = state.lane.name ?? state.lane.run?.run ?? "RUN"
    let folder = state.lane.folder ?? state.lane.run?.run
    let isPreparing = lanes.allSatisfy { $0.phase == .preparing }
    if lanes.count == 1 {
      let place = folder.map { " in \($0)" } ?? ""
      leaving =
        "Enter: the run \(isPreparing ? "is prepared and trains" : "continues to train") without "
        + "this screen. `alexnet attach \(name)` shows it again."
      stopping =
        "s: the run stops after \(isPreparing ? "its first" : "the current") step and is saved"
        + place + ". `alexnet resume \(name)` continues it."
    } else {
      let place = folder.flatMap(Self.parent).map { " in \($0)" } ?? ""
      let all = lanes.count == state.lanes.count ? "all \(lanes.count)" : "\(lanes.count)"
      leaving =
        "Enter: \(all) lanes continue to train without this screen. `alexnet attach \(name)` shows "
        + "them again."
      stopping =
        "s: \(all) lanes stop after the current step and are saved, each as a run\(place). "
        + "`alexnet resume \(name)` continues one."
    }
  }

  /// Returns the folder that holds a folder; `nil` if the path has only one part.
  private static func parent(of folder: String) -> String? {
    folder.lastIndex(of: "/").map { String(folder[..<$0]) }
  }
}
