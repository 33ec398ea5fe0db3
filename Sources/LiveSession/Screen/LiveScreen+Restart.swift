import Dashboard
import Runs

// Interrupted runs continue on the screen that shows them: with a trainer that the screen starts, or with one
// that another process has started.

extension LiveScreen {
  /// The runs that are not over.
  var unfinishedRuns: [Run] {
    let runs = outcomes.unfinishedRuns.compactMap { try? run.store.run(named: $0) }
    return runs.isEmpty ? [run] : runs
  }

  /// Starts a trainer for the interrupted runs. `processMailboxes` receives the result.
  func restartTrainer() {
    guard restart == nil else { return }
    applyRenamings(to: &lostOffsets)
    let runs = unfinishedRuns.filter { !$0.isTraining }.map(\.name)
    guard trainerLost != nil else {
      // Another process has resumed some of the runs, and the screen has one connection.
      let command = commands.resumeText(runs, secondsLeft: secondsLeft)
      _ = update(
        &state,
        .resumeFailed("Other lanes train already. `\(command)` continues the rest beside them."))
      return
    }
    let arguments = commands.resume(runs, secondsLeft) + commands.restartOptions
    restart = TrainerRestart(arguments) { [wakeUp] in wakeUp.signal() }
  }

  /// Continues with the new trainer, or shows why there is none.
  func finishRestart(_ result: TrainerRestart.Result) -> [DashboardEffect] {
    restart = nil
    switch result {
    case .failed(let reason):
      // Another screen can have resumed the runs at the same time.
      let effects = reconnectIfResumed(within: Run.connectionLimit)
      return trainerLost == nil ? effects : effects + update(&state, .resumeFailed(reason))
    case .training(let process):
      childTrainer = process
      let effects = reconnectIfResumed(within: Run.connectionLimit)
      guard trainerLost != nil else { return effects }
      return effects + update(&state, .resumeFailed("The new trainer cannot be reached."))
    }
  }

  /// Connects to the trainer of the interrupted runs, if they have one again.
  /// - Parameter limit: The longest time to wait for a trainer that does not serve its socket yet.
  func reconnectIfResumed(within limit: Duration = .zero) -> [DashboardEffect] {
    guard trainerLost != nil, restart == nil else { return [] }
    applyRenamings(to: &lostOffsets)
    guard let resumed = unfinishedRuns.first(where: \.isTraining),
      let new = try? resumed.connect(
        state.interest, within: limit, onUpdate: { [wakeUp] in wakeUp.signal() }),
      new.process != nil, let runs = try? new.runs(with: resumed)
    else { return [] }
    connection = new
    trainerLost = nil
    hasRequestedStop = false
    do {
      try replayJournals(of: runs, from: lostOffsets)
    } catch {
      return reportTrainerLost()
    }
    return []
  }

  /// Prevents that a trainer which is being started begins, because the screen is closed. A trainer that has
  /// begun continues without the screen.
  func cancelRestart() {
    guard case .training(let process)? = restart?.cancel() else { return }
    restart = nil
    childTrainer = process
    _ = reconnectIfResumed(within: Run.connectionLimit)
  }
}
