import TerminalUI

/// An answer to the dialog of a failed or an interrupted run.
enum FailureAnswer: Hashable, Sendable {
  case resume, close, leave
}

extension DashboardState {
  /// The resumption of interrupted runs.
  enum Resumption: Equatable, Sendable {
    /// A trainer is being started.
    case requested
    /// The runs cannot be resumed, for this reason.
    case failed(String)
  }

  /// The lanes whose trainer ended without an event.
  var interruptedLanes: [LaneState] { lanes.filter(\.isTrainerLost) }

  var failureAnswers: KeyBindings<FailureAnswer> {
    let count = interruptedLanes.count
    let resume = KeyBinding<FailureAnswer>(
      [.character("P")], .resume, label: count > 1 ? "resume \(count) lanes" : "resume",
      help: "resume from the latest checkpoint, here", rank: 0, family: .training)
    return KeyBindings(
      (count > 0 && resumption != .requested ? [resume] : []) + [
        .init(
          [.escape, .enter], .close, label: "look at the curves", help: "close the box", rank: 1),
        .init([.character("q")], .leave, label: "leave", help: "leave the screen", rank: 0),
      ])
  }

  /// Handles a key in the dialog.
  /// - Returns: The effects; `nil` for a key with its usual meaning, such as the key of a screen.
  mutating func pressInFailureDialog(_ key: Key) -> [DashboardEffect]? {
    switch failureAnswers.command(for: key) {
    case .resume: return requestResumption()
    case .close:
      overlay = nil
      return []
    case .leave: return leave(key)
    case nil: return nil
    }
  }

  /// Requests a trainer for the interrupted runs, and shows the dialog until they train.
  mutating func requestResumption() -> [DashboardEffect] {
    overlay = .failure
    guard resumption != .requested else { return [] }
    resumption = .requested
    return [.resume]
  }

  mutating func resumeFailed(_ reason: String) {
    resumption = .failed(reason)
    overlay = .failure
  }

  /// Closes the dialog when every interrupted lane trains again.
  mutating func closeFailureDialogIfResumed() {
    guard interruptedLanes.isEmpty else { return }
    resumption = nil
    if box == .failure { box = nil }
  }

  /// The dialog that shows why the run failed, or that its trainer ended without an event.
  func failureDialog(_ appearance: Appearance) -> Dialog<FailureAnswer> {
    Dialog(
      title: failureTitle, lines: failureLines(of: interruptedLanes.first ?? lane),
      answers: failureAnswers, tint: appearance.theme.danger)
  }

  /// The title of the dialog.
  var failureTitle: String {
    switch interruptedLanes.count {
    case 0: "The run failed"
    case 1: "The run was interrupted"
    case let count: "\(count) runs were interrupted"
    }
  }

  private func failureLines(of lane: LaneState) -> [String] {
    var lines: [String] = []
    switch resumption {
    case .requested: lines += ["A trainer is being started…", ""]
    case .failed(let reason): lines += reason.split(separator: "\n").map(String.init) + [""]
    case nil: break
    }
    if case .failed(let message) = lane.phase {
      lines += message.split(separator: "\n").map(String.init)
    }
    if let folder = lane.folder ?? lane.run?.run {
      lines += ["", "The files of the run are in \(folder)."]
    }
    return lines
  }
}
