import TerminalUI

/// An answer to the question before the dashboard is closed.
enum LeaveAnswer: Hashable, Sendable {
  case leave, stop, stay
}

extension KeyBindings<LeaveAnswer> {
  static let leave = leave(isPaused: false)

  /// Returns the answers. The keys that people press without reading leave, because this changes no
  /// training.
  /// - Parameter isPaused: True if no lane trains.
  static func leave(isPaused: Bool) -> Self {
    KeyBindings([
      .init(
        [.enter, .control("c"), .character("q")], .leave,
        label: isPaused ? "leave, training stays paused" : "leave, training continues",
        help: "close the screen", rank: 0),
      .init(
        [.character("s")], .stop, label: "stop and save", help: "stop and save", rank: 1,
        family: .training),
      .init([.escape], .stay, label: "stay", help: "stay here", rank: 0),
    ])
  }
}

extension DashboardState {
  /// Closes the dashboard, as `q` and ^C do. While a run trains, the leave dialog is opened first.
  mutating func leave(_ key: Key?) -> [DashboardEffect] {
    if everyLaneHasEnded { return asksToCancelJobs() ? [] : [.quit] }
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
      title: "Leave the screen?", lines: [text.leaving, "", text.stopping] + jobLines,
      answers: .leave(isPaused: isEveryLanePaused), tint: appearance.theme.caution)
  }
}

/// The sentences of the leave dialog: what the answers do, where the runs are, and how to return.
struct LeaveText {
  let leaving: String
  let stopping: String

  /// Creates the sentences for the lanes that have not ended, at least one.
  init(_ state: DashboardState) {
    let training = state.lanes.filter { !$0.hasEnded }
    let lane = state.lane.hasEnded ? training.first ?? state.lane : state.lane
    let name = lane.name ?? lane.run?.run ?? "RUN"
    let attach = "`alexnet attach \(name)` shows"
    let resume = "`alexnet resume \(name)`"
    if training.count > 1 {
      let isAll = training.count == state.lanes.count
      let count = isAll && training.count > 2 ? "all \(training.count)" : "\(training.count)"
      let lanes = isAll && training.count == 2 ? "both lanes" : "\(count) lanes"
      let activity = state.isEveryLanePaused ? "stay paused" : "continue to train"
      let place = lane.folder.flatMap(Self.parent).map { " in \($0)" } ?? ""
      let names = training.compactMap(\.name).joined(separator: " ")
      leaving = "Enter: \(lanes) \(activity) without this screen. \(attach) them again."
      stopping =
        "s: \(lanes) stop after the current step and are saved\(place), each as a run. "
        + "`alexnet resume \(names)` continues them."
      return
    }
    let place = lane.folder.map { " in \($0)" } ?? ""
    if lane.phase == .preparing {
      leaving =
        "Enter: the run is prepared and trains without this screen. \(attach) it again."
      stopping = "s: the run stops before its first step and is saved\(place). \(resume) begins it."
    } else {
      let activity = lane.isPaused ? "stays paused" : "continues to train"
      leaving = "Enter: the run \(activity) without this screen. \(attach) it again."
      stopping =
        "s: the run stops after the current step and is saved\(place). \(resume) continues it."
    }
  }

  /// Returns the folder that holds a folder; `nil` if the path has only one part.
  private static func parent(of folder: String) -> String? {
    folder.lastIndex(of: "/").map { String(folder[..<$0]) }
  }
}
