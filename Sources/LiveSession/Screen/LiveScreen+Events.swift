import Dashboard
import Glibc
import Runs
import Training

extension LiveScreen {
  /// Passes everything that has arrived since the last call to the state.
  /// - Returns: The effects, and true if the screen has to be drawn at once.
  func processMailboxes() -> (effects: [DashboardEffect], redraws: Bool) {
    // Read before the mailbox: then the mailbox contains every event before the end.
    let isOver = connection.isOver
    var effects: [DashboardEffect] = []
    var redraws = false
    for line in connection.watcher.events.drain() {
      effects += apply(line)
      if let end = EndNotification(line) { loop.terminal.notify("alexnet", end.text) }
      if case .step = line.event { continue }
      redraws = true
    }
    for snapshot in connection.watcher.snapshots.removeValue() ?? [] {
      effects += update(&state, .snapshot(snapshot))
    }
    for reply in kernelWorker.replies.drain() { effects += update(&state, reply) }
    for reply in jobs.replies.drain() {
      effects += update(&state, reply)
      redraws = true
    }
    for folder in folderWorker.replies.drain() {
      effects += update(&state, .folder(folder))
      redraws = true
    }
    for found in imageFinder.replies.drain() {
      effects += update(&state, .foundImages(found))
      redraws = true
    }
    if let report = machineWorker.reports.removeValue() {
      effects += update(
        &state, .machine(report.sample, checkpointBytes: report.checkpointBytes))
    }
    for answer in imageWorker.replies.drain() {
      effects += update(&state, .imageAnswer(answer))
      redraws = true
    }
    for reply in storeWorker.replies.drain() {
      effects += apply(reply)
      redraws = true
    }
    if let result = restart?.removeResult() {
      effects += finishRestart(result)
      redraws = true
    }
    for reason in connection.drainRefusals() {
      effects += update(&state, .refused(reason))
      redraws = true
    }
    if isOver, !outcomes.areAllOver, trainerLost == nil {
      effects += reconnect()
      if trainerLost != nil {
        loop.terminal.notify("alexnet", EndNotification(lost: run.name).text)
      }
      redraws = true
    }
    return (effects, redraws)
  }

  /// Measures the load of the machine while it is shown.
  func followMachine() {
    let process = state.showsMachine ? connection.process : nil
    machineWorker.follow(process.map { .init(process: $0, run: run) })
  }

  /// Begins to answer a request about images of a run that is over; `nil` ends the work on the one before.
  /// - Parameter name: The run's name; `nil` for the only run.
  func analyzeImages(_ request: ImageRequest?, of name: String?) {
    guard let request else { return imageWorker.end() }
    let named = name.map { try? run.store.run(named: $0) } ?? run
    guard let named else { return }
    imageWorker.begin(ImageJob(run: named, name: name, request: request))
  }

  /// Passes one event to the state.
  func apply(_ line: EventLine) -> [DashboardEffect] {
    outcomes.update(with: line)
    switch line.event {
    case .started: identities[line.run] = try? run.store.run(named: line.run).identity
    case .renamed(_, let name): rename(line.run, to: name)
    case .step(let step): secondsLeft = step.secondsLeft
    case .validation, .rate, .scheduled, .toggled, .paused, .checkpoint, .resumed, .warning,
      .finished, .failed:
      break
    }
    return update(&state, .trainer(line.event, run: line.run))
  }

  /// Passes the reply of the store to the state. The new name of a run that is shown is an event of the run.
  private func apply(_ reply: RunListReply) -> [DashboardEffect] {
    guard case .renamed(let name, let newName) = reply, outcomes.runs.contains(name) else {
      return update(&state, .runList(reply))
    }
    return apply(EventLine(run: name, event: .renamed(step: state.step, name: newName)))
  }

  /// Replaces the name of a run that is shown.
  private func rename(_ name: String, to newName: String) {
    identities[newName] = identities.removeValue(forKey: name)
    guard let renamed = try? run.store.run(named: newName) else { return }
    kernelWorker.replace(name, with: renamed)
    if run.name == name { run = renamed }
  }

  /// Reads the events that the connection does not send from the journals. Effects of replayed events
  /// are stale, so they are discarded.
  /// - Parameter offsets: The offset in each run's journal up to which the state contains it, in bytes,
  ///   by the run's name; 0 for other runs.
  func replayJournals(of runs: [Run], from offsets: [String: Int] = [:]) throws {
    for run in runs {
      let start = offsets[run.name] ?? 0
      for event in try run.recording(before: connection, from: start).events {
        _ = apply(EventLine(run: run.name, event: event))
      }
    }
  }

  /// Connects again after the connection has ended: either this process was suspended for so long
  /// that the trainer disconnected it, or the trainer has ended.
  private func reconnect() -> [DashboardEffect] {
    // The connection is over and its mailbox empty, so the state contains all that it received.
    var offsets = Dictionary(
      uniqueKeysWithValues: connection.receivedPositions.map { ($0.run, $0.bytes) })
    applyRenamings(to: &offsets)
    let new = try? run.connect(state.interest) { [wakeUp] in wakeUp.signal() }
    guard let new else { return reportTrainerLost() }
    let exit = new.process == nil ? childTrainer.flatMap(ProcessExit.init(waitingFor:)) : nil
    connection = new
    do {
      try replayJournals(
        of: new.process == nil ? unfinishedRuns : new.runs(with: run), from: offsets)
    } catch {
      return reportTrainerLost()
    }
    guard new.process == nil else { return [] }
    guard !outcomes.areAllOver else { return hasRequestedStop ? [.quit] : [] }
    return reportTrainerLost(exit)
  }

  /// Applies the renamings of runs that happened while there was no connection.
  /// - Parameter offsets: Offsets in journals, by the runs' names.
  func applyRenamings(to offsets: inout [String: Int]) {
    for (name, identity) in identities {
      guard let newName = run.store.run(identity)?.name, newName != name else { continue }
      offsets[newName] = offsets.removeValue(forKey: name)
      _ = apply(EventLine(run: name, event: .renamed(step: state.step, name: newName)))
    }
  }

  /// Shows that the trainer ended without an event.
  /// - Parameter exit: The end of its process; `nil` if it is not known.
  @discardableResult
  func reportTrainerLost(_ exit: ProcessExit? = nil) -> [DashboardEffect] {
    let error = TrainerLost(unfinishedRuns, commands, exit: exit, secondsLeft: secondsLeft)
    trainerLost = error
    lostOffsets = [:]
    for run in unfinishedRuns { lostOffsets[run.name] = try? run.journalPosition().bytes }
    return update(&state, .trainerLost(error.text))
  }
}
