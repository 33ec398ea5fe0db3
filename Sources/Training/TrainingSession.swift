import Blueprint
import Channels
import Foundation
import Images
import Runs

/// A run that is going: the trainer on a thread of its own, and the lines to it. What it reports is
/// in the run's journal before anybody else hears of it.
public final class TrainingSession: Sendable {
  public let watchers: Watchers
  /// The run's name.
  public var run: String { journal.run }
  private let journal: Journal
  private let commands = Mailbox<TrainerCommand>()

  /// Starts training.
  /// - Parameters:
  ///   - resumption: where to go on; nil begins.
  ///   - watcher: who hears of everything from the beginning.
  ///   - onThread: called first on the trainer's thread.
  /// - Throws: that the run's journal cannot be written.
  public init(
    _ plan: RunPlan, data: any DataSource, run: Run, from resumption: Resumption? = nil,
    watcher: Watcher, onThread: (@Sendable () -> Void)? = nil
  ) throws(RunsError) {
    let journal = try run.openJournal()
    self.journal = journal
    let hasStarted = try run.hasStarted()
    let commands = commands
    let watchers = Watchers([watcher]) { commands.post(.look) }
    self.watchers = watchers
    let thread = Thread {
      onThread?()
      let reporter = Reporter(journal: journal, watchers: watchers)
      var lines = Trainer.Lines(
        report: reporter.report, commands: commands, watchers: watchers)
      lines.checkpoints = .init(run: run) { journal.synchronize() }
      do {
        if !hasStarted { reporter.report(.started(try .init(plan, data: data, run: run))) }
        if let resumption { reporter.report(resumption, tornBytes: journal.tornBytes) }
        try Trainer(plan, data: data, lines: lines, from: resumption).run()
      } catch {
        reporter.report(.failed(step: resumption?.step ?? 0, message: "\(error)"))
      }
    }
    thread.name = "trainer"
    thread.stackSize = 8 << 20
    thread.start()
  }

  public func send(_ command: TrainerCommand) { commands.post(command) }

  /// Adds a watcher between two events: what happened before is in the journals, up to these places,
  /// and all else comes to the watcher.
  public func join(_ watcher: Watcher) -> [JournalPlace] {
    watchers.add(watcher) { [journal.place] }
  }
}

/// Writes each event to the journal, then passes it on. A journal that cannot be written any more is
/// said once, and training goes on.
private final class Reporter {
  /// The run's name.
  public var run: String { journal.run }
  private let journal: Journal
  private let watchers: Watchers
  private var journalHasFailed = false

  init(journal: Journal, watchers: Watchers) {
    self.journal = journal
    self.watchers = watchers
  }

  func report(_ event: TrainingEvent) {
    var failure: RunsError?
    watchers.post(EventLine(run: journal.run, event: event)) {
      guard !journalHasFailed else { return }
      do throws(RunsError) {
        try journal.append(event)
      } catch {
        failure = error
      }
    }
    if let failure {
      journalHasFailed = true
      let warning = TrainingEvent.warning(
        step: 0, kind: "journal", message: "\(failure) Nothing more is recorded.")
      watchers.post(EventLine(run: journal.run, event: warning))
    }
  }
}

extension Reporter {
  /// That the run goes on, what is otherwise than it was, and what had to be passed over.
  func report(_ resumption: Resumption, tornBytes: Int) {
    let step = resumption.step
    let knobs = resumption.knobs
    let before = resumption.checkpoint?.state.knobs ?? resumption.plan.knobs
    report(
      .resumed(
        .init(
          step: step, knobs: knobs, length: resumption.plan.length,
          time: Date().timeIntervalSince1970)))
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

extension TrainingEvent.Started {
  fileprivate init(_ plan: RunPlan, data: any DataSource, run: Run) throws(BlueprintError) {
    self.init(
      run: run.name, network: plan.network.name,
      parameters: try plan.network.layout().parameters, data: data.name, classes: data.classes,
      trainImages: min(plan.limit ?? .max, data.count(.train)),
      validationImages: data.count(.validation), seed: plan.seed, plan: plan,
      time: Date().timeIntervalSince1970)
  }
}
