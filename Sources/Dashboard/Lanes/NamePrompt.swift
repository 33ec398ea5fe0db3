import Runs
import TerminalUI

/// The prompt for a new name of a lane, or of a recorded run.
struct NamePrompt: Equatable, Sendable {
  /// The present name.
  let name: String
  /// True for a lane, whose trainer renames the run while it trains.
  let isLane: Bool
  private(set) var field: TextField

  init(name: String, isLane: Bool) {
    self.name = name
    self.isLane = isLane
    field = TextField(name)
  }

  /// Edits the text according to a key.
  /// - Returns: False if the key has no meaning in the prompt.
  mutating func press(_ key: Key) -> Bool { field.press(key) }

  mutating func paste(_ text: String) { field.paste(text) }

  /// Returns the reason for which the text cannot be the new name; `nil` if it can.
  /// - Parameter names: The names that other runs have.
  func problem(among names: Set<String>) -> String? {
    let new = field.text
    guard new != name, !new.isEmpty else { return nil }
    if !RunStore.isValid(new) { return "'\(new)' cannot be a name: \(RunStore.allowedNames)" }
    return names.contains(new) ? "there is a run with the name '\(new)' already" : nil
  }
}

extension DashboardState {
  private var namesOfRuns: Set<String> {
    Set((runList.all ?? []).map(\.name) + lanes.compactMap(\.name))
  }

  /// The box of the prompt.
  func textPrompt(_ prompt: NamePrompt) -> TextPrompt {
    TextPrompt(
      title: "New name of \(prompt.name)",
      notes: ["Enter renames the run · Esc cancels", "Enter · Esc cancels", "Enter · Esc"],
      hint: RunStore.allowedNames, field: prompt.field,
      problem: prompt.problem(among: namesOfRuns))
  }

  /// Opens the prompt for the lane in focus.
  mutating func openNamePrompt() {
    guard let name = lane.name, !lane.hasEnded, lane.phase != .preparing else {
      return showNotice(NoticeText.laneCannotBeRenamed)
    }
    overlay = .name(NamePrompt(name: name, isLane: true))
  }

  /// Opens the prompt for a run of the list. Of the runs that train only the lanes of this screen can be
  /// renamed.
  mutating func openNamePrompt(of run: RunSummary) -> [DashboardEffect] {
    let isTrainingLane = lanes.contains {
      $0.name == run.name && !$0.hasEnded && $0.phase != .preparing
    }
    if run.state == .running, !isTrainingLane {
      showNotice(NoticeText.cannotBeRenamed(run.name))
    } else {
      overlay = .name(NamePrompt(name: run.name, isLane: isTrainingLane))
    }
    return []
  }

  mutating func pressInNamePrompt(_ key: Key, _ prompt: NamePrompt) -> [DashboardEffect] {
    var prompt = prompt
    switch key {
    case .escape, .control("c"): overlay = nil
    case .enter:
      // A wrong name is corrected in the field, below which the problem stands.
      guard prompt.problem(among: namesOfRuns) == nil else { break }
      overlay = nil
      let new = prompt.field.text
      guard !new.isEmpty, new != prompt.name else { break }
      guard prompt.isLane else { return [.renameRun(prompt.name, to: new)] }
      showNotice(NoticeText.nameRequested(new))
      return [.send(.rename(new), run: lanes.count > 1 ? prompt.name : nil)]
    case _ where prompt.press(key): overlay = .name(prompt)
    default: showNotice(NoticeText.noMeaning(of: key, "Enter renames the run, Esc cancels"))
    }
    return []
  }
}
