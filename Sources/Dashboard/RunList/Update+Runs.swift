import Runs
import TerminalUI

/// The keys of the list of recorded runs, and what came of what they asked.
extension DashboardState {
  /// Nil when the keys are not for writing or answering.
  mutating func pressInRuns(_ key: Key) -> [DashboardEffect]? {
    guard screen == .runs else { return nil }
    if let name = runs.deleting { return answer(key, aboutDeleting: name) }
    guard let editing = runs.editing else { return nil }
    switch key {
    case .enter:
      runs.editing = nil
      return finish(editing)
    case .escape:
      runs.editing = nil
      if editing == .filter { runs.filter(by: "") }
    case .control("c"), .control("z"), .control("l"): return nil
    default:
      if runs.field.press(key) {
        if editing == .filter { runs.filter(by: runs.field.text) }
      } else {
        say("\(key.name) does nothing here · Enter takes it, Esc does not")
      }
    }
    return []
  }

  mutating func pasteInRuns(_ text: String) {
    guard screen == .runs, let editing = runs.editing else { return }
    runs.field.paste(text)
    if editing == .filter { runs.filter(by: runs.field.text) }
  }

  private mutating func finish(_ editing: RunsView.Editing) -> [DashboardEffect] {
    let text = runs.field.text
    switch editing {
    case .filter: return []
    case .rename(let name):
      return text == name || text.isEmpty ? [] : [.renameRun(name, to: text)]
    case .note(let name): return [.writeNote(text, run: name)]
    }
  }

  private mutating func answer(
    _ key: Key, aboutDeleting name: String
  ) -> [DashboardEffect] {
    switch KeyBindings.delete.command(for: key) {
    case .delete:
      runs.deleting = nil
      return [.deleteRun(name)]
    case .cancel: runs.deleting = nil
    case nil: say("\(key.name) does nothing here · D deletes, Esc does not")
    }
    return []
  }

  mutating func perform(_ command: RunsCommand) -> [DashboardEffect] {
    switch command {
    case .next: runs.move(by: 1)
    case .previous: runs.move(by: -1)
    case .pageDown: runs.move(by: 10)
    case .pageUp: runs.move(by: -10)
    case .first: runs.select(0)
    case .last: runs.select(.max)
    case .select(let row): runs.select(row)
    case .showHidden: runs.showHidden()
    case .filter: edit(.filter, runs.filterText)
    case .reload: return [.listRuns] + load(runs.chosen)
    case .choose, .hide, .rename, .note, .delete:
      guard let run = runs.selection else {
        say("there is no run here")
        return []
      }
      return perform(command, on: run)
    }
    return []
  }

  private mutating func perform(
    _ command: RunsCommand, on run: RunSummary
  ) -> [DashboardEffect] {
    switch command {
    case .choose: return choose(run.name)
    case .hide:
      runs.hide(run.name)
      say("\(run.name) is hidden · H shows all")
    case .note: edit(.note(run.name), run.note)
    case .rename where run.state == .running: say("\(run.name) is going: it keeps its name")
    case .rename: edit(.rename(run.name), run.name)
    case .delete where run.state == .running: say("\(run.name) is going: it cannot be deleted")
    case .delete: runs.deleting = run.name
    default: break
    }
    return []
  }

  private mutating func choose(_ name: String) -> [DashboardEffect] {
    if isLive(name) {
      if compare.hidden.remove(name) == nil { compare.hidden.insert(name) }
      say("\(name) is \(compare.hidden.contains(name) ? "left out" : "compared") · 6 shows it")
      runs.move(by: 1)
      return []
    }
    let isChosen = runs.toggle(name)
    numberStrokes()
    say("\(name) is \(isChosen ? "compared" : "no longer compared") · 6 shows \(comparedCount)")
    runs.move(by: 1)
    return isChosen ? load([name]) : []
  }

  private var comparedCount: String {
    let count = runs.chosen.count + lanes.count { !compare.hidden.contains($0.compareName) }
    return count == 1 ? "1 run" : "\(count) runs"
  }

  private func load(_ names: [String]) -> [DashboardEffect] {
    names.isEmpty ? [] : [.loadRuns(names)]
  }

  private mutating func edit(_ editing: RunsView.Editing, _ text: String) {
    runs.editing = editing
    runs.field = TextField(text)
  }

  /// What is known of the runs on disk is looked up when somebody first wants to see them.
  mutating func lookForRuns() -> [DashboardEffect] {
    guard screen == .runs else {
      runs.listedAt = nil
      return []
    }
    if let listedAt = runs.listedAt, now - listedAt < RunsView.listInterval { return [] }
    runs.listedAt = now
    return [.listRuns]
  }

  // MARK: - What came of it

  mutating func learn(_ news: RunsNews) -> [DashboardEffect] {
    switch news {
    case .listed(let listing, let secondsFromUTC):
      runs.list(listing)
      runs.secondsFromUTC = secondsFromUTC
    case .loaded(let loaded):
      // Who was taken back while it was read is not wanted any more.
      for var run in loaded where runs.chosen.contains(run.name) {
        run.lane.history.smoothing = lane.history.smoothing
        runs.loaded[run.name] = run
      }
    case .renamed(let old, let new): renamed(old, to: new)
    case .deleted(let name):
      runs.remove(name)
      numberStrokes()
      say("\(name) is deleted")
    case .noted(let name):
      say("the note on \(name) is kept")
      return [.listRuns]
    case .failed(let message): say(message)
    }
    return []
  }

  /// A live run or a recorded one has another name, wherever it is shown.
  mutating func renamed(_ old: String, to new: String) {
    runs.rename(old, to: new)
    strokes.rename(old, to: new)
    if compare.hidden.remove(old) != nil { compare.hidden.insert(new) }
    if compare.baseline == old { compare.baseline = new }
    if compare.selected == old { compare.selected = new }
    say("\(old) is now \(new)")
  }
}
