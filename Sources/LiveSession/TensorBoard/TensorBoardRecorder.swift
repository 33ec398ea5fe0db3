import Blueprint
import Channels
import Exchange
import FoundationEssentials
import Runs
import Synchronization
import Training

/// Writes the events of a session for TensorBoard, on a thread of its own: the trainer never waits for it. The first
/// problem of a run is a warning in its journal; training continues.
public final class TensorBoardRecorder: Sendable {
  /// The time between two writes. TensorBoard itself reads every 5 seconds at most.
  private static let interval = Duration.seconds(2)
  /// The greatest number of events that wait to be written: minutes of the fastest networks.
  private static let limit = 1 << 16

  private let directory: String
  private let store: RunStore
  private let interval: Duration
  private let exportCommand: @Sendable (_ run: String) -> String
  private let backlog: EventBacklog
  private let problems = Mutex<[String]>([])
  private let isClosing = Monitor(false)
  private let hasEnded = Monitor(false)

  /// Creates a recorder.
  /// - Parameters:
  ///   - directory: The folder that TensorBoard shows.
  ///   - store: The folder of all runs.
  ///   - exportCommand: Returns the command that writes all events of a run into the folder, from its name.
  public convenience init(
    to directory: String, store: RunStore,
    exportCommand: @escaping @Sendable (_ run: String) -> String
  ) {
    self.init(
      to: directory, store: store, limit: Self.limit, interval: Self.interval,
      exportCommand: exportCommand)
  }

  init(
    to directory: String, store: RunStore, limit: Int, interval: Duration,
    exportCommand: @escaping @Sendable (_ run: String) -> String
  ) {
    self.directory = directory
    self.store = store
    self.interval = interval
    self.exportCommand = exportCommand
    backlog = EventBacklog(limit: limit)
  }

  /// The receiver of the session's events.
  public var watcher: Watcher { backlog.watcher }

  /// Starts to write.
  /// - Parameter session: The session whose journals get the warning.
  public func start(for session: TrainingSession) {
    start { [weak session] in session?.warn(kind: "tensorboard", $2, run: $0, step: $1) }
  }

  /// Starts to write.
  /// - Parameter warn: Records a warning for a run at a step.
  func start(
    warn: @escaping @Sendable (_ run: String, _ step: Int, _ message: String) -> Void
  ) {
    NamedThread.start("tensorboard", stackSize: 4 << 20, isBackground: true) { [self] in
      var sink = EventSink(directory: directory, store: store) { [self] run, step, problem in
        let state = "TensorBoard's files of \(run) are incomplete: \(problem)."
        let command = self.exportCommand(run)
        self.problems.withLock { $0.append("\(state) `\(command)` writes all of them.") }
        warn(run, step, "\(state) Training continues. `\(command)` writes all of them afterwards.")
      }
      var isLast = false
      while !isLast {
        // Events do not wake the thread, because that would take time from every step.
        isLast = isClosing.wait(timeout: interval) { $0 ? true : nil } ?? false
        let (events, hasDropped) = backlog.drain()
        if !events.isEmpty { sink.write(events, hasGap: hasDropped) }
      }
      hasEnded.update { $0 = true }
    }
  }

  /// Waits until all events so far are written, up to a limit.
  /// - Returns: The problems of the whole session, as sentences.
  public func finish(within limit: Duration) -> [String] {
    isClosing.update { $0 = true }
    _ = hasEnded.wait(timeout: limit) { $0 ? true : nil }
    return problems.withLock { $0 }
  }
}

/// The event files of all runs of a session.
private struct EventSink {
  let directory: String
  let store: RunStore
  /// Reports a problem of a run at a step.
  let report: (_ run: String, _ step: Int, _ problem: String) -> Void
  /// The writers by the names of their runs; `nil` for a run that cannot be written.
  private var writers: [String: RunEventWriter?] = [:]
  /// The runs whose problem was reported.
  private var incompleteRuns: Set<String> = []

  init(
    directory: String, store: RunStore,
    report: @escaping (_ run: String, _ step: Int, _ problem: String) -> Void
  ) {
    self.directory = directory
    self.store = store
    self.report = report
  }

  /// Writes events.
  /// - Parameters:
  ///   - lines: The events of all runs in order.
  ///   - hasGap: True if events before them are missing.
  mutating func write(_ lines: [EventLine], hasGap: Bool) {
    let now = Date().timeIntervalSince1970
    if hasGap {
      for run in Set(lines.map(\.run)).sorted() {
        guard let line = lines.first(where: { $0.run == run }) else { continue }
        report("the folder did not respond, and events are missing", at: line)
      }
    }
    var waiting: [(run: String, events: [TrainingEvent])] = []
    for line in lines {
      if let index = waiting.firstIndex(where: { $0.run == line.run }) {
        waiting[index].events.append(line.event)
      } else {
        waiting.append((line.run, [line.event]))
      }
      // The later events of the run have its new name.
      if case .renamed(_, let name) = line.event,
        let index = waiting.firstIndex(where: { $0.run == line.run })
      {
        write(waiting.remove(at: index), at: now)
        rename(line.run, to: name)
      }
    }
    for batch in waiting { write(batch, at: now) }
  }

  private mutating func write(_ batch: (run: String, events: [TrainingEvent]), at now: Double) {
    do {
      guard let writer = try writer(batch.run, from: batch.events[0]) else { return }
      writer.add(batch.events, at: now)
      try writer.flush()
    } catch {
      let problem = (error as? any Explained)?.problem ?? "\(error)"
      report(problem, at: EventLine(run: batch.run, event: batch.events[0]))
    }
  }

  private mutating func writer(
    _ name: String, from first: TrainingEvent
  ) throws -> RunEventWriter? {
    if let known = writers[name] { return known }
    // A writer that cannot be created is not tried again with every event.
    writers[name] = .some(nil)
    let run = try store.run(named: name)
    let draw = KernelSheetDrawing.drawing(of: try? run.plan().network)
    let writer = try RunEventWriter(run, from: first, in: directory, draw: draw)
    writers[name] = writer
    return writer
  }

  private mutating func rename(_ old: String, to new: String) {
    if incompleteRuns.remove(old) != nil { incompleteRuns.insert(new) }
    guard let writer = writers.removeValue(forKey: old) else { return }
    writers[new] = writer
    if let run = try? store.run(named: new) { writer?.move(to: run) }
  }

  /// Reports the first problem of a run only.
  private mutating func report(_ problem: String, at line: EventLine) {
    guard incompleteRuns.insert(line.run).inserted else { return }
    report(line.run, line.event.measuredStep ?? 0, problem)
  }
}

extension TrainingEvent {
  /// The step of an event with the numbers of a step; `nil` for others.
  fileprivate var measuredStep: Int? {
    switch self {
    case .step(let step): step.step
    case .validation(let validation): validation.step
    case .resumed(let resumed): resumed.step
    case .started, .rate, .scheduled, .toggled, .paused, .checkpoint, .warning, .renamed, .finished,
      .failed:
      nil
    }
  }
}
