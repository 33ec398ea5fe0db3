import Attaching
import Blueprint
import Channels
import Glibc
import Observing
import Runs
import Training

/// A connection to a run without a screen: the events of the run and of its lanes, the answers of the trainer,
/// and the lines that a user types, in one sequence of messages.
///
/// One thread uses a session. Other threads can wake it.
public final class PlainSession {
  /// A message to the user of a session.
  public enum Message: Equatable {
    /// An event of a run, after the events in `history`.
    case event(EventLine)
    /// The reason for which the trainer did not apply a command.
    case refused(String)
    /// A line that the user has typed, without its line end.
    case typed(String)
    /// The user has ended the input with ^D.
    case inputEnded
    /// The trainer has ended without an event. It is the last message.
    case trainerLost(TrainerLost)
  }

  /// The run that was named at the start, under its latest name.
  public private(set) var run: Run
  /// The run and the lanes that are trained beside it, at the start.
  public let runs: [Run]
  /// The events before the first message, those of one run after those of another.
  public let history: [EventLine]
  /// The states of the runs after the messages so far.
  public private(set) var outcomes: RunOutcomes
  /// True if this process has started the trainer.
  public let isOwner: Bool
  /// True if the user can type lines.
  public var hasInput: Bool { typed != nil }

  private let commands: RunCommandLines
  /// The trainer's process ID if this process has started it; otherwise `nil`.
  private let childTrainer: pid_t?
  private var connection: any RunConnection
  /// The rest of the session's time limit at the latest step, in seconds; `nil` without a limit.
  private var secondsLeft: Double?
  private let wakeUps = Mailbox<Bool>()
  private var typed: TypedLines?
  private var isLost = false

  /// Starts a trainer and connects to its run. Errors in the plan and the data are thrown before the run is
  /// created.
  /// - Parameters:
  ///   - arguments: The arguments of the trainer, first the program's name.
  ///   - commands: The command lines for messages about the run.
  ///   - onPrepared: Called when the plan and the data are valid, while this process has no other threads.
  ///     From then on a signal must not end this process without stopping the trainer.
  ///   - findRun: Returns the run of that name.
  public static func launchTrainer(
    _ arguments: [String], _ commands: RunCommandLines, onPrepared: () -> Void,
    findRun: (_ name: String) throws -> Run
  ) throws -> PlainSession {
    let launch = try TrainerLaunch.start(arguments)
    try launch.waitUntilPrepared()
    onPrepared()
    return try PlainSession(findRun(launch.begin()), commands, ownTrainer: launch.process)
  }

  /// Connects to a run that another process trains or has trained.
  public convenience init(attachingTo run: Run, _ commands: RunCommandLines) throws {
    try self.init(run, commands, ownTrainer: nil)
  }

  private init(_ run: Run, _ commands: RunCommandLines, ownTrainer: pid_t?) throws {
    self.run = run
    self.commands = commands
    childTrainer = ownTrainer
    isOwner = ownTrainer != nil
    let wakeUps = wakeUps
    let connection = try run.connect(.nothing) { wakeUps.post(true) }
    self.connection = connection
    runs = try connection.runs(with: run)
    outcomes = RunOutcomes(runs.map(\.name))
    history = try runs.flatMap { run in
      try run.recording(before: connection).events.map { EventLine(run: run.name, event: $0) }
    }
    for line in history { note(line) }
    if connection.process != nil { typed = TypedLines { wakeUps.post(true) } }
    if connection.process == nil, !outcomes.areAllOver { wakeUps.post(true) }
  }

  /// The trainer's process ID; `nil` without a trainer.
  public var process: pid_t? { connection.process }

  /// Sends a command to the trainer. An event or a refusal answers it.
  /// - Parameter name: The run's name; `nil` for all runs.
  public func send(_ command: TrainerCommand, run name: String? = nil) {
    connection.send(command, run: name)
  }

  /// Lets `next` return, from any thread.
  public var wakeUp: @Sendable () -> Void { { [wakeUps] in wakeUps.post(true) } }

  /// Waits until there are messages, or until `wakeUp` is called.
  /// - Returns: The messages in their order; they can be none.
  public func next() -> [Message] {
    wakeUps.waitForMessage()
    _ = wakeUps.drain()
    // Read before the mailbox: then the mailbox contains every event before the end.
    let isOver = connection.isOver || connection.process == nil
    var messages: [Message] = connection.watcher.events.drain().map(receive)
    messages += connection.drainRefusals().map(Message.refused)
    messages += typed?.lines.drain().map { $0.map(Message.typed) ?? .inputEnded } ?? []
    if isOver, !outcomes.areAllOver, !isLost { messages += reconnect() }
    return messages
  }

  /// Ends the connection. The trainer continues.
  public func leave() { connection.disconnect() }

  private func receive(_ line: EventLine) -> Message {
    note(line)
    return .event(line)
  }

  private func note(_ line: EventLine) {
    outcomes.update(with: line)
    switch line.event {
    case .step(let step): secondsLeft = step.secondsLeft
    case .renamed(_, let name) where line.run == run.name:
      if let renamed = try? run.store.run(named: name) { run = renamed }
    case .started, .validation, .rate, .scheduled, .toggled, .paused, .checkpoint, .resumed,
      .warning, .renamed, .finished, .failed:
      break
    }
  }

  private var unfinishedRuns: [Run] {
    outcomes.unfinishedRuns.compactMap { try? run.store.run(named: $0) }
  }

  /// Connects again after the connection has ended: either this process was suspended for so long that the
  /// trainer disconnected it, or the trainer has ended.
  /// - Returns: The messages of the events that the connection did not send, and of a lost trainer.
  private func reconnect() -> [Message] {
    guard connection.process != nil else { return [lost(nil)] }
    // The connection is over and its mailbox empty, so the messages contain all that it received.
    let received = Dictionary(
      uniqueKeysWithValues: connection.receivedPositions.map { ($0.run, $0.bytes) })
    guard let new = try? run.connect(.nothing, onUpdate: wakeUp) else { return [lost(nil)] }
    let exit = new.process == nil ? childTrainer.flatMap(ProcessExit.init(waitingFor:)) : nil
    connection = new
    let messages = unfinishedRuns.flatMap { run in
      let events = (try? run.recording(before: new, from: received[run.name] ?? 0).events) ?? []
      return events.map { receive(EventLine(run: run.name, event: $0)) }
    }
    return new.process == nil && !outcomes.areAllOver ? messages + [lost(exit)] : messages
  }

  private func lost(_ exit: ProcessExit?) -> Message {
    isLost = true
    let runs = unfinishedRuns.isEmpty ? [run] : unfinishedRuns
    return .trainerLost(TrainerLost(runs, commands, exit: exit, secondsLeft: secondsLeft))
  }
}
