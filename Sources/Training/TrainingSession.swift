import Blueprint
import Channels
import Foundation
import Images
import Runs
import Synchronization

/// Runs that are going, side by side on the same batches: the trainer on a thread of its own, and the
/// lines to it. What it reports of a run is in the run's journal before anybody else hears of it.
public final class TrainingSession: Sendable {
  /// A run to be trained: the first is what the others are compared with.
  public struct Entry: Sendable {
    public var plan: RunPlan
    public var data: any DataSource
    public var run: Run
    /// Where to go on; nil begins.
    public var resumption: Resumption?
    /// What comparing the data with the run's record has found; `nil` where nothing was compared.
    public var finding: DataFinding?

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

  public let watchers: Watchers
  /// Of the first run, and of those that have come beside it.
  private let journals: Mutex<[Journal]>
  private let commands = Mailbox<Order>()
  private let notes = Mailbox<Trainer.Note>()

  /// Starts training.
  /// - Parameters:
  ///   - entries: at least one.
  ///   - watcher: who hears of everything from the beginning.
  ///   - onThread: called first on the trainer's thread.
  /// - Throws: that a run's journal cannot be written.
  public init(
    _ entries: [Entry], watcher: Watcher, onThread: (@Sendable () -> Void)? = nil
  ) throws(RunsError) {
    let commands = commands
    let notes = notes
    let watchers = Watchers([watcher]) { commands.post(Order(.look)) }
    self.watchers = watchers
    var journals: [Journal] = []
    for entry in entries { journals.append(try entry.run.openJournal()) }
    self.journals = Mutex(journals)
    let thread = Thread { [self, journals] in
      onThread?()
      let reporters = journals.map { Reporter(journal: $0, watchers: watchers) }
      do {
        var starts: [Lane.Start] = []
        let records = DataRecords()
        for (entry, reporter) in zip(entries, reporters) {
          starts.append(try entry.start(reporter, records))
        }
        var lines = Trainer.Lines(commands: commands, watchers: watchers, notes: notes)
        let store = entries[0].run.store
        lines.checkData = { data, parent in
          try DataCheck.checkUnchanged(
            data, at: parent.plan.data, since: store.run(named: parent.lines.run))
        }
        lines.makeRun = { name, plan, parent, changes in
          let siblings = entries[0].run
          let run = try siblings.makeLane(plan, name: name, of: parent.lines.run, changes)
          let journal = try run.openJournal()
          self.journals.withLock { $0.append(journal) }
          let reporter = Reporter(journal: journal, watchers: watchers)
          // The parent's data have been compared with its record, or are the same in memory.
          try? DataRecords.copy(from: store.run(named: parent.lines.run), to: run)
          return try Entry(plan, data: parent.data, run: run).start(reporter, DataRecords()).lines
        }
        try Trainer(starts, lines: lines).run()
      } catch {
        for (entry, reporter) in zip(entries, reporters) {
          reporter.report(.failed(step: entry.resumption?.step ?? 0, message: "\(error)"))
        }
      }
    }
    thread.name = "trainer"
    thread.stackSize = 8 << 20
    thread.start()
  }

  /// The names of the runs: the first, and those beside it.
  public var runs: [String] { journals.withLock { $0.map(\.run) } }

  /// Adds a watcher between two events: what happened before is in the journals, up to these places,
  /// and all else comes to the watcher.
  public func join(_ watcher: Watcher) -> [JournalPlace] {
    watchers.add(watcher) { journals.withLock { $0.map(\.place) } }
  }

  /// Starts training one run.
  public convenience init(
    _ plan: RunPlan, data: any DataSource, run: Run, from resumption: Resumption? = nil,
    watcher: Watcher, onThread: (@Sendable () -> Void)? = nil
  ) throws(RunsError) {
    try self.init(
      [Entry(plan, data: data, run: run, from: resumption)], watcher: watcher, onThread: onThread)
  }

  /// - Parameter run: nil is all of them to pause, stop and write down, and the first alone to change.
  public func send(_ command: TrainerCommand, to run: String? = nil) {
    commands.post(Order(command, run: run))
  }
}

extension TrainingSession {
  /// Records a warning about all runs that are going: something outside of the training has gone wrong.
  public func warn(kind: String, _ message: String) {
    notes.post(Trainer.Note(kind: kind, message: message))
    // A trainer that has nothing to do wakes for orders.
    commands.post(Order(.look))
  }
}

extension TrainingSession.Entry {
  /// Says that the run starts or goes on, and gives what its lane begins with.
  fileprivate func start(_ reporter: Reporter, _ records: DataRecords) throws -> Lane.Start {
    let place = (try? run.plan())?.data
    let complaint = records.keep(self)
    if try !run.hasStarted() { reporter.report(.started(try .init(plan, data: data, run: run))) }
    if let resumption {
      var resumed = TrainingEvent.Resumed(resumption)
      if place != plan.data { resumed.data = plan.data }
      if finding?.hasOtherImages == true {
        resumed.trainImages = plan.imagesPerEpoch(of: data.count(.train))
        resumed.validationImages = data.count(.validation)
      }
      reporter.report(resumption, resumed)
    }
    for message in [finding?.notice, complaint].compactMap(\.self) {
      reporter.report(.warning(step: resumption?.step ?? 0, kind: "data", message: message))
    }
    var lines = Lane.Lines(run: run.name, report: reporter.report)
    lines.checkpoints = .init(run: run) { [journal = reporter.journal] in journal.synchronize() }
    lines.kernelsPath = run.kernelsPath
    lines.rename = { [store = run.store] in try reporter.rename(to: $0, in: store, step: $1) }
    var start = Lane.Start(plan, data: data, lines: lines, from: resumption)
    start.hasOtherImages = finding?.hasOtherImages ?? false
    return start
  }
}

/// Writes each event to the journal, then passes it on. A journal that cannot be written any more is
/// said once, and training goes on.
private final class Reporter {
  let journal: Journal
  private let watchers: Watchers
  private var journalFailure: RunsError?

  init(journal: Journal, watchers: Watchers) {
    self.journal = journal
    self.watchers = watchers
  }

  /// Under the new name there is only what comes later.
  func rename(to name: String, in store: RunStore, step: Int) throws(RunsError) -> Run {
    let old = journal.run
    let run = try store.rename(journal, to: name)
    report(.renamed(step: step, name: name), as: old)
    return run
  }

  func report(_ event: TrainingEvent) { report(event, as: journal.run) }

  private func report(_ event: TrainingEvent, as run: String) {
    if let journalFailure, let step = event.endStep {
      let message = "Not saved: the journal of the last steps (\(journalFailure.problem))."
      let warning = TrainingEvent.warning(
        step: step, kind: TrainingEvent.unsaved, message: message)
      watchers.post(EventLine(run: run, event: warning))
    }
    var failure: RunsError?
    watchers.post(EventLine(run: run, event: event)) {
      guard journalFailure == nil else { return }
      do throws(RunsError) {
        try journal.append(event)
      } catch {
        failure = error
      }
    }
    if let failure {
      journalFailure = failure
      let warning = TrainingEvent.warning(
        step: 0, kind: "journal", message: "\(failure) Nothing more is recorded.")
      watchers.post(EventLine(run: journal.run, event: warning))
    }
  }
}

extension TrainingEvent {
  /// The step of a run's last event; nil of others.
  fileprivate var endStep: Int? {
    switch self {
    case .finished(let step, _, _), .failed(let step, _): step
    default: nil
    }
  }
}

extension Reporter {
  /// That the run goes on, what is otherwise than it was, and what had to be passed over.
  func report(_ resumption: Resumption, _ resumed: TrainingEvent.Resumed) {
    let tornBytes = journal.tornBytes
    let step = resumption.step
    let knobs = resumption.knobs
    let before = resumption.checkpoint?.state.knobs ?? resumption.plan.knobs
    report(.resumed(resumed))
    if knobs.rate != before.rate {
      report(.rate(step: step, rate: knobs.rate, cause: .hand))
    }
    if (knobs.dropout > 0) != (before.dropout > 0) {
      report(.toggled(step: step, knob: .dropout, on: knobs.dropout > 0))
    }
    if knobs.lrn != before.lrn { report(.toggled(step: step, knob: .lrn, on: knobs.lrn)) }
    for complaint in resumption.complaints {
      report(.warning(step: step, kind: "checkpoint", message: complaint))
    }
    if tornBytes > 0 {
      let message = "The journal's last line was torn; its \(tornBytes) bytes have been dropped."
      report(.warning(step: step, kind: "journal", message: message))
    }
  }
}

extension TrainingEvent.Resumed {
  fileprivate init(_ resumption: Resumption) {
    self.init(
      step: resumption.step, knobs: resumption.knobs, length: resumption.plan.length,
      time: Date().timeIntervalSince1970)
  }
}

extension TrainingEvent.Started {
  fileprivate init(_ plan: RunPlan, data: any DataSource, run: Run) throws(BlueprintError) {
    self.init(
      run: run.name, network: plan.network.name,
      parameters: try plan.network.layout().parameters, data: data.name, classes: data.classes,
      trainImages: plan.imagesPerEpoch(of: data.count(.train)),
      validationImages: data.count(.validation), seed: plan.seed, plan: plan,
      time: Date().timeIntervalSince1970)
  }
}
