import Attaching
import Blueprint
import Glibc
import Observing
import Runs
import Training

/// The source of a run's events and snapshots, and the receiver of its commands. A run that trains and
/// a run that has ended have the same interface.
protocol RunConnection {
  /// The mailboxes of events and snapshots.
  var watcher: Watcher { get }
  /// The position in each run's journal before the first event in `watcher`.
  var positions: [JournalPosition] { get }
  /// The position in each run's journal after the last event that arrived in `watcher`.
  var receivedPositions: [JournalPosition] { get }
  /// True if no further event arrives. Read this property before the mailbox: if it is true, the mailbox
  /// holds all remaining events.
  var isOver: Bool { get }
  /// The trainer's process ID; `nil` without a trainer.
  var process: pid_t? { get }
  /// Sends a command.
  /// - Parameter run: The run's name; `nil` for the only run, or for all of them.
  func send(_ command: TrainerCommand, run: String?)
  /// Sets which snapshots the trainer sends.
  func setInterest(_ interest: Interest)
  /// Returns the reasons for which the trainer refused commands since the last call.
  func drainRefusals() -> [String]
  /// Ends the connection. The trainer continues.
  func disconnect()
}

/// A connection to the trainer of a run, in another process.
struct TrainerConnection: RunConnection {
  let attachment: RunAttachment

  var watcher: Watcher { attachment.watcher }
  var positions: [JournalPosition] { attachment.initialPositions }
  var receivedPositions: [JournalPosition] { attachment.positions }
  var isOver: Bool { attachment.isOver }
  var process: pid_t? { attachment.process }
  func send(_ command: TrainerCommand, run: String?) { attachment.send(command, run: run) }
  func setInterest(_ interest: Interest) { attachment.interest = interest }
  func drainRefusals() -> [String] { attachment.drainRefusals() }
  func disconnect() { attachment.leave() }
}

/// The connection of a run without a trainer: nothing arrives, and its journal is complete.
struct ReplayConnection: RunConnection {
  let watcher = Watcher(.nothing)
  var positions: [JournalPosition] { [] }
  var receivedPositions: [JournalPosition] { [] }
  var isOver: Bool { false }
  var process: pid_t? { nil }
  func send(_ command: TrainerCommand, run: String?) {}
  func setInterest(_ interest: Interest) {}
  func drainRefusals() -> [String] { [] }
  func disconnect() {}
}

extension RunConnection {
  /// Returns the runs that a screen shows together: those of the trainer that trains a run, and those that
  /// were interrupted together with a run. A run that has ended is shown alone.
  func runs(with run: Run) throws(RunsError) -> [Run] {
    var names = positions.map(\.run)
    if process == nil, try run.summary().state == .interrupted {
      names = try run.store.latestSession(of: run.name, maximumCount: Trainer.maximumLanes)
        .map(\.name)
    }
    guard names.contains(run.name) else { return [run] }
    // A lane that has ended can be deleted at any time.
    return names.compactMap { try? run.store.run(named: $0) }
  }
}
