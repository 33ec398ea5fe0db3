import TerminalUI

/// An answer to the question before the dashboard is closed or a lane is stopped.
enum QuitAnswer: Hashable, Sendable {
  case keep, stop, cancel, leave
}

extension KeyBindings<QuitAnswer> {
  static let quit = KeyBindings([
    // Enter keeps training, because a key that was pressed by mistake must not end a long run.
    .init(
      [.character("k"), .enter], .keep, label: "keep training",
      help: "close the dashboard, and training continues",
      rank: 0),
    .init([.character("s")], .stop, label: "stop and save", help: "stop and save", rank: 0),
    .init([.escape, .character("c")], .cancel, label: "cancel", help: "stay here", rank: 0),
    .init([.control("c")], .leave, label: "leave at once", help: "stop, and do not wait for it"),
  ])
}

extension DashboardState {
  /// Closes the dashboard, as `q` and ^C do. While a run trains, the quit dialog is opened first.
  mutating func quit(_ key: Key?) -> [DashboardEffect] {
    if everyLaneHasEnded { return [.quit] }
    if lanes.allSatisfy({ $0.phase == .preparing }) { return [.send(.stop), .quit] }
    if everyLaneIsStopping {
      if key == .control("c") { return [.quit] }
      isLeaving = true
      showNotice(NoticeText.stopsAfterStep)
      return []
    }
    overlay = .quit
    return []
  }

  mutating func pressInQuitDialog(_ key: Key) -> [DashboardEffect] {
    switch KeyBindings.quit.command(for: key) {
    case .keep: return [.quit]
    case .stop:
      overlay = nil
      for index in lanes.indices { lanes[index].isStopping = true }
      isLeaving = true
      return [.send(.stop)]
    case .cancel:
      overlay = nil
      showNotice(NoticeText.trainingContinues)
      return []
    case .leave: return [.send(.stop), .quit]
    case nil:
      showNotice(NoticeText.noMeaning(of: key, "k keeps training, s stops, Esc stays"))
      return []
    }
  }

  func quitDialog(_ appearance: Appearance) -> Dialog<QuitAnswer> {
    let training = lanes.count { !$0.hasEnded }
    if lanes.count > 1 {
      return Dialog(
        title: training == 1 ? "Stop the last lane?" : "Stop all \(training) lanes?",
        lines: ["They end after the current step and are saved."],
        answers: .quit, tint: appearance.theme.caution)
    }
    let folder = lane.folder ?? lane.run?.run
    let name = lane.run?.run ?? lane.name ?? "RUN"
    return Dialog(
      title: "Keep training?",
      lines: [
        "k or Enter: training continues without this screen; `alexnet attach \(name)` shows it again.",
        "",
        "s: it stops after the current step and is saved"
          + (folder.map { " in \($0)" } ?? "") + "; `alexnet resume \(name)` continues it.",
      ],
      answers: .quit, tint: appearance.theme.caution)
  }

  func failureDialog(_ appearance: Appearance) -> Dialog<DashboardCommand> {
    var lines: [String] = []
    if case .failed(let message) = lane.phase {
      lines += message.split(separator: "\n").map(String.init)
    }
    if let folder = lane.folder ?? lane.run?.run {
      lines += ["", "The files of the run are in \(folder)."]
    }
    let answers = KeyBindings<DashboardCommand>([
      .init([.escape], .shell(.close), label: "look at the curves", help: "", rank: 0),
      .init([.character("q")], .shell(.quit), label: "quit", help: "", rank: 0),
    ])
    return Dialog(
      title: lane.isTrainerLost ? "The run was interrupted" : "The run failed", lines: lines,
      answers: answers, tint: appearance.theme.danger)
  }
}
