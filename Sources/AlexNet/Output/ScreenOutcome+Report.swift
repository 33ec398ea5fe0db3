import DisplayText
import LiveSession
import NCursesTerminal
import Runs

extension ScreenOutcome {
  /// Prints the state of each run. If a signal closed the screen, ends the process by this signal.
  /// - Throws: The failure of a run whose trainer this process started, or of standard output.
  func report(_ store: StoreOptions) throws {
    let output = Result { () throws(OutputFailure) in
      for line in lines(store) { try StandardOutput.print(line.printable) }
    }
    if isOwner {
      if let failure = outcomes.failure { throw failure }
      if let unsaved = outcomes.unsavedRun(store.commandLines) { throw unsaved }
      if let trainerLost { throw trainerLost }
    }
    if let signal { Terminal.exit(by: signal) }
    try output.get()
  }

  private func lines(_ store: StoreOptions) -> [String] {
    var lines = outcomes.runs.compactMap { line(about: $0, store) }
    let stopped = outcomes.stoppedRuns + (isStopping ? outcomes.unfinishedRuns : [])
    if !stopped.isEmpty {
      let them = stopped.count == 1 ? "it" : "them"
      lines.append("`\(store.commandLines.resumeText(stopped))` continues \(them)")
    }
    if !isOwner, let trainerLost { lines.append("\(trainerLost.problem); \(trainerLost.remedy)") }
    if isOwner, let recorded = try? store.store().folderNames().count,
      let hint = FirstRunHint.line(recorded: recorded, shown: outcomes.runs.count)
    {
      lines.append(hint)
    }
    return lines
  }

  private func line(about name: String, _ store: StoreOptions) -> String? {
    switch outcomes.endEvents[name] {
    case .finished(let step, let seconds, let reason):
      let folder = (try? run.store.run(named: name))?.folder ?? name
      return """
        run \(name) \(reason.text) after \(step.stepsText), \(TableText.duration(seconds)) of training; \
        saved in \(folder)
        """
    case .failed(_, let message):
      return isOwner ? nil : "run \(name) failed: \(message)"
    case .started, .step, .validation, .rate, .scheduled, .toggled, .paused, .checkpoint, .resumed,
      .warning, .renamed, nil:
      guard let process else { return nil }
      if isStopping { return "run \(name) stops after the current step, in process \(process)" }
      let activity = outcomes.pausedRuns.contains(name) ? "is paused" : "continues"
      return "run \(name) \(activity) in process \(process): "
        + store.commandLine(Attach.self, name)
    }
  }
}
