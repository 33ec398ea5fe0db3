import Blueprint
import DisplayText
import TerminalUI

/// The texts of all notices: the answers to keys, events and replies in the footer.
enum NoticeText {
  // MARK: - Keys

  static let nothingIsOpen = "nothing to close · 1-7 change screens · q leaves"

  static func noMeaning(of key: Key, _ hint: String = "? for help") -> String {
    "\(key.name) does nothing here · \(hint)"
  }

  /// The answer to a key without a meaning, beside which a key changes training.
  static func noMeaning(of key: Key, training: Key, _ label: String) -> String {
    noMeaning(of: key, "\(training.name) changes training: \(label)")
  }

  /// The answer to a key that changes training, on a page that hides the screen.
  static func pageIsOpen(_ key: Key) -> String {
    "\(key.name) changes training · Esc closes this page first"
  }

  /// The answer to a click on a key that changes training at once.
  static func mouseChangesNothing(_ key: Key, _ label: String) -> String {
    "the mouse changes no training · press \(key.name): \(label)"
  }

  static func theme(_ name: String) -> String { "theme: \(name)" }

  // MARK: - The run

  /// The answer to a key that changes training, for a run that no longer trains.
  /// - Parameter state: The word for the run's state.
  static func cannotChange(_ state: String) -> String {
    "\(article(state)) \(state) run cannot be changed · q leaves"
  }

  private static func article(_ word: String) -> String {
    word.first.map("aeiou".contains) ?? false ? "an" : "a"
  }

  static let runIsStopping = "the run is stopping"
  static let isPreparing = "not yet: the run is being prepared"
  static let stopsAfterStep = "stopping after the current step, then saved · ^C leaves now"
  static func pauseRequested(_ pause: Bool) -> String {
    pause ? "pausing after the current step" : "continuing"
  }

  static let oneStep = "one step, then paused · P continues"
  static let checkpointRequested = "checkpoint requested"

  static func checkpointWritten(step: Int) -> String {
    "the checkpoint of step \(NumberText.grouped(step)) is saved"
  }

  static func refused(_ reason: String) -> String { "refused: \(reason)" }

  static func noLayer(_ name: String) -> String { "this network has no \(name) layer" }

  /// The answer to the key of a knob, before the trainer confirms the change.
  static func requested(_ knob: String, on: Bool) -> String {
    "\(knob) \(on ? "on" : "off") requested"
  }

  /// The confirmation of a knob's change.
  static func isNow(_ knob: String, on: Bool) -> String { "\(knob) is \(on ? "on" : "off")" }

  static func rateRequested(_ rate: Double) -> String {
    "rate \(NumberText.plain(rate)) requested"
  }

  static func rateIsAlready(_ rate: Double) -> String {
    "the rate is \(NumberText.plain(rate)) already"
  }

  static func noRate(_ text: String) -> String {
    (text.isEmpty ? "type" : "'\(text)' is not a learning rate: type")
      + " a number, 0 or more, such as 0.01 or 1e-3"
  }

  /// The question about a rate that is much larger than the current one.
  static func isRateIntended(_ rate: Double, insteadOf current: Double) -> String {
    "\(NumberText.plain(rate)) is \(NumberText.grouped(Int(min(1e15, rate / current)))) times "
      + "\(NumberText.plain(current)), and can ruin the run · Enter again sets it"
  }

  static let nothingToUndo = "there is no change of dropout, LRN or rate to undo"

  /// The answer to an undo of a change that was made before the run was resumed.
  static func cannotUndo(_ change: UndoStack.Change) -> String {
    let remedy =
      switch change {
      case .toggled(let knob, let on): "turns \(knob.name) \(on ? "off" : "on")"
      case .rate: "sets the rate"
      }
    return "changes before a resume cannot be undone · \(change.key.name) \(remedy)"
  }

  /// The question before an old change is undone.
  static func isUndoIntended(_ entry: UndoStack.Entry, stepsAgo: Int) -> String {
    "\(entry.change.text) was at step \(NumberText.grouped(entry.step ?? 0)), "
      + "\(NumberText.grouped(stepsAgo)) steps ago · u again undoes it"
  }

  static func undoRequested(_ command: TrainerCommand) -> String {
    let text =
      switch command {
      case .dropout(let on): requested("dropout", on: on)
      case .lrn(let on): requested("LRN", on: on)
      case .setRate(let rate): rateRequested(rate)
      case .scaleRate(let factor): "rate × \(NumberText.plain(factor)) requested"
      case .pause, .resume, .step, .checkpoint, .stop, .fork, .sendSnapshot, .rename: "requested"
      }
    return undone(text)
  }

  /// The confirmation of a change that undoes another.
  static func undone(_ text: String) -> String { "\(text) (undo)" }

  static func rateIsNow(_ rate: Double) -> String { "the rate is now \(NumberText.plain(rate))" }

  static func scheduleHasSet(_ rate: Double) -> String {
    "the schedule has set the rate to \(NumberText.plain(rate))"
  }

  // MARK: - Lanes

  static func cannotPause(_ state: String) -> String {
    state == "preparing" ? isPreparing : "\(article(state)) \(state) lane cannot be paused"
  }

  static let laneIsStopping = "this lane is stopping"
  static let laneCannotBeRenamed =
    "only a running lane is renamed here · r on screen 7 renames others"

  static func cannotFork(_ state: String) -> String {
    "\(article(state)) \(state) run cannot be forked"
  }

  static func onlyLane(_ state: String) -> String {
    "this run is \(state), and is the only one on the screen · q leaves"
  }

  static let noOtherLane = "there is one lane · F forks it"
  static let noRoomForLane = "there is no room for another lane"
  static let lanesAreFull = "the trainer has as many lanes as it can have"

  static func lane(_ index: Int, _ name: String) -> String { "lane \(index + 1): \(name)" }

  /// A notice of one of several lanes.
  static func ofLane(_ lane: String, _ notice: String) -> String { "\(lane) · \(notice)" }

  static func forkRequested(_ changes: [PlanChange]) -> String {
    "a lane with \(changes.text) requested"
  }

  static func nameRequested(_ name: String) -> String { "the name \(name) requested" }

  static func laneRemoved(_ name: String) -> String {
    "\(name) is removed from the screen; its run is saved"
  }

  // MARK: - Charts

  static let wholeRunIsShown = "the whole run is shown · + zooms in"
  static let wholeComparisonIsShown = "the whole runs are shown · + zooms in"

  static func axis(_ name: String) -> String { "axis: \(name)" }

  static func limits(_ name: String, _ text: String) -> String {
    "limits of \(name): \(text.split(separator: " ").joined(separator: " to "))"
  }

  static let noFork = "no run here is a fork · all begin at step 0"

  static func steps(areSinceFork: Bool) -> String {
    areSinceFork
      ? "steps since the fork of each run; runs that are not forks from their beginning"
      : "steps from the beginning"
  }

  static func values(areLogarithmic: Bool) -> String {
    areLogarithmic ? "values: logarithmic" : "values: linear"
  }

  // MARK: - Kernels

  static let oneColumn = "this network has one column of layers"
  static let columnsApart = "the two columns apart"
  static let columnsTogether = "all kernels together"
  static let nothingRecorded = "nothing has been recorded yet"
  static let presentIsShown = "the present is shown already"
  static let firstRecordIsShown = "this is the first record"
  static let lastRecordIsShown = "this is the last record"
  static let playbackStopped = "the playback is stopped"

  static func kernels(_ content: String) -> String { "kernels: \(content)" }

  static func timelineHasNo(_ content: String) -> String {
    "kernels: \(content) · the timeline has only weights, End shows the latest"
  }

  static func kernelOrder(_ name: String) -> String { "kernels by \(name)" }

  static func kernelContrast(_ name: String) -> String { "kernel contrast: \(name)" }

  // MARK: - Layers and panels

  static let noLayerIsKnown = "no layer is known yet"
  static let noPanel = "there is no panel to choose"
  static let noMachine = "no run here is training: the load of the computer is not recorded"
  static let isLargest = "the chart fills the screen already · Esc goes back"

  // MARK: - The comparison

  static let nothingToCompare = "nothing to compare · 7 lists the recorded runs"
  static let onlyComparedRun = "this is the only compared run"

  static func compared(by quantity: String) -> String { "compared by \(quantity)" }

  static func shownValues(_ name: String) -> String { "the curves show \(name)" }

  static func measuredInTrainingOnly(_ quantity: String) -> String {
    "\(quantity) is measured in training only"
  }

  static func isBelow(_ panel: String) -> String { "below the curves: \(panel)" }

  static func baseline(_ run: String) -> String { "the baseline is \(run)" }

  static func seedSets(areJoined: Bool) -> String {
    areJoined ? "seeds as mean and band" : "each seed as a curve"
  }

  static func verdicts(areAllShown: Bool) -> String {
    areAllShown ? "all sentences below the table" : "more room for the curves"
  }

  static func level(_ error: Double) -> String {
    "the table shows the first val top-1 error of at most \(NumberText.percent(error, upTo: 0))"
  }

  static func leftOut(_ run: String) -> String {
    "\(run) is hidden · 7 lists it, and Enter there shows it again"
  }

  static func noLongerCompared(_ run: String) -> String { "\(run) is no longer compared" }

  // MARK: - The list of runs

  static let noRun = "there is no run in the list"
  static let allRunsAreListed = "all runs are listed"

  static func hidden(_ run: String) -> String { "\(run) is hidden · a shows all" }

  static func isKept(_ run: String) -> String { "\(run) is kept" }

  static let noHiddenRun = "no run is hidden · z hides the selected one"

  static func isCompared(_ run: String, _ isCompared: Bool, count: Int) -> String {
    let runs = count == 1 ? "1 run" : "\(count) runs"
    return "\(run) is \(isCompared ? "compared" : "no longer compared") · 6 shows \(runs)"
  }

  static func renamed(_ old: String, to new: String) -> String { "\(old) is now \(new)" }

  static func deleted(_ run: String) -> String { "\(run) is deleted" }

  static func noted(_ run: String) -> String { "the note on \(run) is saved" }

  static func cannotBeRenamed(_ run: String) -> String {
    "\(run) is running · N on its own screen (`alexnet attach \(run)`) renames it"
  }

  static func cannotBeDeleted(_ run: String) -> String {
    "\(run) is running · it can be deleted when it has stopped"
  }

  // MARK: - Lessons

  static let noLesson = "no lesson: alexnet watch --lesson NAME begins one"
}
