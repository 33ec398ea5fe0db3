import Blueprint
import Channels
import Compute
import Images
import Runs
import Synchronization

/// A trainer on a separate thread, with the journals of its lanes. Each event is written to the journal of its
/// run before a watcher receives it.
public final class TrainingSession: Sendable {
  /// A run as a session starts or resumes it.
  public struct RunSetup: Sendable {
    /// The plan of the run.
    public var plan: RunPlan
    /// The images that the run trains on.
    public var data: any DataSource
    /// The run's folder.
    public var run: Run
    /// The checkpoint to continue from; `nil` starts at step 0.
    public var resumption: Resumption?
    /// The result of comparing the data with the run's record of them; `nil` if they were not compared.
    public var finding: DataFinding?

    /// Creates the setup of a run that starts, or of one that continues from a checkpoint.
    public init(
      _ plan: RunPlan, data: any DataSource, run: Run, from resumption: Resumption? = nil,
      finding: DataFinding? = nil
    ) {
      self.plan = plan
      self.data = data
      self.run = run
      self.resumption = resumption
      self.finding = finding
    }
  }

  /// The receivers of events and snapshots.
  public let watchers: Watchers
  /// The journals of all runs, in the order in which the runs were added.
  private let journals: Mutex<[Journal]>
  private let commands = Mailbox<AddressedCommand>()
  private let warnings = Mailbox<Trainer.Warning>()
  /// True after the trainer's thread has finished.
  private let hasEnded = Monitor(false)

  /// Starts training.
  /// - Parameters:
  ///   - setups: At least one. The first is the baseline with which the others are compared.
  ///   - timeLimit: The training time of this session after which all runs end; `nil` for no limit.
  ///   - watcher: The first watcher, which receives all events from the beginning.
  ///   - others: Further watchers, each of which receives every event before the first watcher.
  ///   - onThread: A closure that the trainer's thread calls before it starts to train.
  ///   - job: The processes that train together, of which this one is rank 0; `nil` if it trains alone. Until
  ///     the last run has ended, only the session can use the job.
  /// - Throws: The reason why a run's journal cannot be written.
  public init(
    _ setups: [RunSetup], timeLimit: Duration? = nil, watcher: Watcher, others: [Watcher] = [],
    onThread: (@Sendable () -> Void)? = nil, job: TrainingJob? = nil
  ) throws(RunsError) {
    let commands = commands
    watchers = Watchers(others + [watcher]) { commands.post(AddressedCommand(.sendSnapshot)) }
    var journals: [Journal] = []
    for setup in setups { journals.append(try setup.run.openJournal()) }
    self.journals = Mutex(journals)
    NamedThread.start("trainer", stackSize: 8 << 20) { [self, journals] in
      defer { hasEnded.update { $0 = true } }
      onThread?()
      train(setups, journals, timeLimit, job)
    }
  }

  /// The names of the runs, in the order in which they were added.
  public var runs: [String] { journals.withLock { $0.map(\.run) } }

  /// Adds a watcher between two events.
  /// - Returns: The positions in the journals up to which the earlier events are recorded, without those of
  ///   ended runs that another process has deleted, renamed or resumed. The watcher receives all later events.
  public func join(_ watcher: Watcher) -> [JournalPosition] {
    watchers.add(watcher) { journals.withLock { $0.filter(\.isCurrent).map(\.position) } }
  }

  /// Sends a command to the trainer.
  /// - Parameters:
  ///   - command: The command, which the trainer applies between two steps.
  ///   - run: The name of a run. `nil` addresses all lanes for `pause`, `resume`, `step`, `checkpoint`
  ///     and `stop`, and the first lane for the commands that change one.
  public func send(_ command: TrainerCommand, to run: String? = nil) {
    commands.post(AddressedCommand(command, run: run))
  }

  /// Waits until the trainer's thread has finished. A job can be used by another thread then.
  public func waitForEnd() { _ = hasEnded.wait { $0 ? true : nil } }

  /// Records a warning in the journals of all runs that train, about a problem outside of the training.
  public func warn(kind: String, _ message: String) {
    warnings.post(Trainer.Warning(kind: kind, message: message))
    // A trainer whose lanes are all paused wakes for commands only.
    commands.post(AddressedCommand(.sendSnapshot))
  }

  /// Records a warning in the journal of one run, which can have ended.
  /// - Parameters:
  ///   - kind: The kind of the problem, for programs.
  ///   - message: The problem, for users.
  ///   - run: The name of the run.
  ///   - step: The step of the run to which the problem belongs.
  public func warn(kind: String, _ message: String, run: String, step: Int) {
    let journal = journals.withLock { $0.first { $0.run == run } }
    let warning = TrainingEvent.warning(step: step, kind: kind, message: message)
    // The watchers' lock separates this event from those of the trainer's thread, which also reports a
    // journal that cannot be written.
    watchers.post(EventLine(run: run, event: warning)) {
      if let journal, journal.isCurrent { try? journal.append(warning) }
    }
  }

  // MARK: - The trainer's thread

  private func train(
    _ setups: [RunSetup], _ journals: [Journal], _ timeLimit: Duration?, _ job: TrainingJob?
  ) {
    // Clients reach the trainer through the folder of the first run, which therefore stays locked.
    let recorders = journals.enumerated().map {
      EventRecorder(journal: $0.element, watchers: watchers, releasesEndedRun: $0.offset > 0)
    }
    do {
      let records = DataRecords()
      var lanes: [Lane.Setup] = []
      for (setup, recorder) in zip(setups, recorders) {
        lanes.append(try setup.begin(recorder, records, in: job))
      }
      try Trainer(
        lanes, connections: connections(beside: setups[0].run, job), timeLimit: timeLimit, job: job
      ).run()
    } catch {
      for (setup, recorder) in zip(setups, recorders) {
        let message = (error as? RankFailure)?.message(for: setup.run.name) ?? "\(error)"
        recorder.record(.failed(step: setup.resumption?.step ?? 0, message: message))
      }
    }
  }

  /// - Parameter first: The first run, whose store holds the runs of new lanes too.
  private func connections(beside first: Run, _ job: TrainingJob?) -> Trainer.Connections {
    let store = first.store
    var connections = Trainer.Connections(
      commands: commands, watchers: watchers, warnings: warnings)
    connections.checkData = { data, parent in
      try DataCheck.checkUnchanged(
        data, at: parent.plan.data, since: store.run(named: parent.run))
    }
    connections.makeRun = { [self] name, plan, data, parent, changes in
      let run = try first.makeLane(plan, name: name, of: parent.run, changes)
      let journal = try run.openJournal()
      journals.withLock { $0.append(journal) }
      // The data are those of the parent in memory, or have been compared with the parent's record.
      try? DataRecords.copy(from: store.run(named: parent.run), to: run)
      return try RunSetup(plan, data: data, run: run)
        .begin(
          EventRecorder(journal: journal, watchers: watchers, releasesEndedRun: true),
          DataRecords(), in: job)
    }
    return connections
  }
}

extension TrainingSession.RunSetup {
  /// Records the events with which the run starts or continues.
  /// - Returns: The setup of the run's lane.
  fileprivate func begin(
    _ recorder: EventRecorder, _ records: DataRecords, in job: TrainingJob?
  ) throws -> Lane.Setup {
    let recordedChoice = (try? run.plan())?.data
    let problem = records.write(self)
    // An imported run starts again with its first data.
    if try !run.hasStarted() || recordedChoice == .imported {
      recorder.record(.started(try .init(plan, data: data, run: run).trained(by: job)))
    }
    if let resumption {
      var resumed = TrainingEvent.Resumed(resumption).trained(by: job)
      if recordedChoice != plan.data { resumed.data = plan.data }
      if finding?.hasOtherImages == true {
        resumed.trainImages = plan.imagesPerEpoch(of: data.count(.train))
        resumed.validationImages = data.count(.validation)
      }
      recorder.record(resumption, resumed)
    }
    for message in [finding?.notice, problem].compactMap(\.self) {
      recorder.record(.warning(step: resumption?.step ?? 0, kind: "data", message: message))
    }
    var callbacks = Lane.Callbacks { event in recorder.record(event) }
    callbacks.rename = { [store = run.store] in try recorder.rename(to: $0, in: store, step: $1) }
    var setup = Lane.Setup(plan, data: data, run: run.name, callbacks: callbacks, from: resumption)
    setup.checkpoints = .init(run: run) { [journal = recorder.journal] in journal.synchronize() }
    setup.timelineRun = run
    setup.hasOtherImages = finding?.hasOtherImages ?? false
    return setup
  }
}
