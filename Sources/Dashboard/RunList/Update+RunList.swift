import Runs
import TerminalUI

extension DashboardState {
  mutating func perform(_ command: RunListCommand) -> [DashboardEffect] {
    switch command {
    case .next: runList.move(by: 1)
    case .previous: runList.move(by: -1)
    case .pageDown: runList.move(by: 10)
    case .pageUp: runList.move(by: -10)
    case .first: runList.select(0)
    case .last: runList.select(.max)
    case .select(let row): runList.select(row)
    case .showHidden:
      if runList.hidden.isEmpty { showNotice(NoticeText.noHiddenRun) }
      runList.showHidden()
    case .filter: edit(.filter, runList.filterText)
    case .reload: return [.listRuns] + load(runList.chosen)
    case .selected(let command):
      if let run = runList.selection { return perform(command, on: run) }
      showNotice(NoticeText.noRun)
    }
    return []
  }

  private mutating func perform(
    _ command: SelectedRunCommand, on run: RunSummary
  ) -> [DashboardEffect] {
    switch command {
    case .choose: return choose(run.name)
    case .hide:
      runList.hide(run.name)
      showNotice(NoticeText.hidden(run.name))
    case .note: edit(.note(run.name), run.note)
    case .rename where run.isHeldByTrainer, .delete where run.isHeldByTrainer:
      showNotice(NoticeText.isHeldByTrainer(run.name))
    case .rename: return openNamePrompt(of: run)
    case .delete where run.state == .running:
      showNotice(NoticeText.cannotBeDeleted(run.name))
    case .delete: runList.deleting = run.name
    }
    return []
  }

  /// Adds a run to the comparison, or removes it.
  private mutating func choose(_ name: String) -> [DashboardEffect] {
    if isLive(name) {
      if compare.hidden.remove(name) == nil { compare.hidden.insert(name) }
      let isCompared = !compare.hidden.contains(name)
      showNotice(NoticeText.isCompared(name, isCompared, count: comparedCount))
      return []
    }
    let isChosen = runList.toggle(name)
    numberStrokes()
    showNotice(NoticeText.isCompared(name, isChosen, count: comparedCount))
    return isChosen ? load([name]) : []
  }

  /// The number of runs on the compare screen: the lanes that are not hidden, and the chosen runs.
  var comparedCount: Int {
    runList.chosen.count + lanes.count { !compare.hidden.contains($0.compareName) }
  }

  private func load(_ names: [String]) -> [DashboardEffect] {
    names.isEmpty ? [] : [.loadRuns(names)]
  }

  private mutating func edit(_ editing: RunListState.Editing, _ text: String) {
    runList.editing = editing
    runList.field = TextField(text)
  }

  // MARK: - Typing and answering

  /// Handles a key while a text is edited or a question is asked.
  /// - Returns: `nil` if the key is to be handled as on other screens.
  mutating func pressInRunList(_ key: Key) -> [DashboardEffect]? {
    guard screen == .runList else { return nil }
    if let name = runList.deleting { return pressInDeleteDialog(key, run: name) }
    guard let editing = runList.editing else { return nil }
    switch key {
    case .enter:
      runList.editing = nil
      return finish(editing)
    case .escape, .control("c"):
      runList.editing = nil
      if editing == .filter { runList.filter(by: "") }
    default:
      if runList.field.press(key) {
        if editing == .filter { runList.filter(by: runList.field.text) }
      } else {
        showNotice(NoticeText.noMeaning(of: key, "Enter accepts the text, Esc cancels"))
      }
    }
    return []
  }

  mutating func pasteInRunList(_ text: String) {
    guard screen == .runList, let editing = runList.editing else { return }
    runList.field.paste(text)
    if editing == .filter { runList.filter(by: runList.field.text) }
  }

  private mutating func finish(_ editing: RunListState.Editing) -> [DashboardEffect] {
    let text = runList.field.text
    switch editing {
    case .filter: return []
    case .note(let name): return [.writeNote(text, run: name)]
    }
  }

  private func changesTraining(_ key: Key) -> Bool {
    let bindings = KeyBindings.dashboard
    return bindings.command(for: key).flatMap(bindings.family) == .training
  }

  private mutating func pressInDeleteDialog(_ key: Key, run name: String) -> [DashboardEffect] {
    switch KeyBindings.delete.command(for: key) {
    case .delete:
      runList.deleting = nil
      return [.deleteRun(name)]
    case .keep: runList.deleting = nil
    case nil where changesTraining(key):
      // Pressed again, the key would change training.
      showNotice(NoticeText.noMeaning(of: key, "y deletes the run, Esc keeps it"))
    case nil:
      // A later y, pressed for its meaning on another screen, must not answer the question.
      runList.deleting = nil
      showNotice(NoticeText.isKept(name))
    }
    return []
  }

  // MARK: - The store

  /// Requests the list of runs when a screen that needs it is opened, and at intervals while it is shown. The
  /// comparison needs the evaluations of the runs.
  mutating func refreshRunList() -> [DashboardEffect] {
    guard screen == .runList || screen == .compare else {
      runList.listedAt = nil
      return []
    }
    if let listedAt = runList.listedAt, now - listedAt < RunListState.listInterval { return [] }
    runList.listedAt = now
    return [.listRuns]
  }

  mutating func apply(_ reply: RunListReply) -> [DashboardEffect] {
    switch reply {
    case .listed(let listing, let secondsFromUTC):
      runList.list(listing)
      runList.secondsFromUTC = secondsFromUTC
    case .loaded(let loaded):
      // A run can have been removed from the comparison while it was read.
      for var run in loaded where runList.chosen.contains(run.name) {
        run.lane.history.smoothing = lane.history.smoothing
        run.lane.history.smoothingMode = lane.history.smoothingMode
        runList.loaded[run.name] = run
      }
    case .renamed(let old, let new):
      renamed(old, to: new)
      addReadMessage(NoticeText.renamed(old, to: new))
    case .deleted(let name):
      runList.remove(name)
      removeEndedLane(name)
      numberStrokes()
      showNotice(NoticeText.deleted(name))
      addReadMessage(NoticeText.deleted(name))
    case .noted(let name):
      showNotice(NoticeText.noted(name))
      return [.listRuns]
    case .failed(let message): showNotice(message)
    }
    return []
  }

  /// Removes the lane of a deleted run, unless it is the only one.
  private mutating func removeEndedLane(_ name: String) {
    guard lanes.count > 1, let index = lanes.firstIndex(where: { $0.name == name }),
      lanes[index].hasEnded
    else { return }
    lanes.remove(at: index)
    if focus > index || focus == lanes.count { focus -= 1 }
  }

  /// Renames a lane or a recorded run everywhere in the state.
  mutating func renamed(_ old: String, to new: String) {
    runList.rename(old, to: new)
    strokes.rename(old, to: new)
    if compare.hidden.remove(old) != nil { compare.hidden.insert(new) }
    if compare.baseline == old { compare.baseline = new }
    if compare.selected == old { compare.selected = new }
    showNotice(NoticeText.renamed(old, to: new))
  }
}
