import Blueprint
import Channels
import Exchange
import Foundation
import Runs
import Training

/// Writes the events of a session for TensorBoard, on a thread of its own: the trainer never waits for it. The first
/// problem is a warning in the journal of its run; training continues.
public final class TensorBoardRecorder: Sendable {
  /// The time between two writes. TensorBoard itself reads every 5 seconds at most.
  private static let interval = Duration.seconds(2)
  /// The greatest number of events that wait to be written: minutes of the fastest networks.
  private static let limit = 1 << 16

  private let directory: String
  private let store: RunStore
  private let backlog: EventBacklog
  private let isClosing = Monitor(false)
  private let hasEnded = Monitor(false)

  /// Creates a recorder.
  /// - Parameters:
  ///   - directory: The folder that TensorBoard shows.
  ///   - store: The folder of all runs.
  public convenience init(to directory: String, store: RunStore) {
    self.init(to: directory, store: store, limit: Self.limit)
  }

  init(to directory: String, store: RunStore, limit: Int) {
    self.directory = directory
    self.store = store
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
      var sink = EventSink(directory: directory, store: store, warn: warn)
      var isLast = false
      while !isLast {
        // Events do not wake the thread, because that would take time from every step.
        isLast = isClosing.wait(timeout: Self.interval) { $0 ? true : nil } ?? false
        let (events, hasDropped) = backlog.drain()
        if !events.isEmpty { sink.write(events, hasGap: hasDropped) }
      }
      hasEnded.update { $0 = true }
    }
  }

  /// Waits until all events so far are written, up to a limit.
  public func finish(within limit: Duration) {
    isClosing.update { $0 = true }
    _ = hasEnded.wait(timeout: limit) { $0 ? true : nil }
  }
}

/// The event files of all runs of a session.
private struct EventSink {
  let directory: String
  let store: RunStore
  /// Records a warning for a run at a step.
  let warn: (_ run: String, _ step: Int, _ message: String) -> Void
  /// The writers by the names of their runs; `nil` for a run that cannot be written.
  private var writers: [String: RunEventWriter?] = [:]
  private var hasWarned = false

  init(
    directory: String, store: RunStore,
    warn: @escaping (_ run: String, _ step: Int, _ message: String) -> Void
  ) {
    self.directory = directory
    self.store = store
    self.warn = warn
  }

  /// Writes events.
  /// - Parameters:
  ///   - lines: The events of all runs in order.
  ///   - hasGap: True if events before them are missing.
  mutating func write(_ lines: [EventLine], hasGap: Bool) {
    let now = Date().timeIntervalSince1970
    if hasGap {
      report("the folder did not respond, and events are missing", at: lines[0])
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
    guard let writer = writers.removeValue(forKey: old) else { return }
    writers[new] = writer
    if let run = try? store.run(named: new) { writer?.move(to: run) }
  }

  /// Records the first problem only.
  private mutating func report(_ problem: String, at line: EventLine) {
    guard !hasWarned else { return }
    hasWarned = true
    let command = "alexnet export \(line.run) --tensorboard DIR"
    warn(
      line.run, line.event.measuredStep ?? 0,
      "TensorBoard's files in \(directory) are incomplete: \(problem). Training continues, and "
        + "`\(command)` writes all of them after it.")
  }
}

extension TrainingEvent {
  /// The step of an event with the numbers of a step; `nil` for others.
  fileprivate var measuredStep: Int? {
    switch self {
    case .step(let step): step.step
    case .validation(let validation): validation.step
    case .resumed(let resumed): resumed.step
    case .started, .rate, .toggled, .paused, .checkpoint, .warning, .renamed, .finished, .failed:
      nil
    }
  }
}
