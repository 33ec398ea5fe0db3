import Attaching
import Blueprint
import Glibc
import Runs
import Training

/// Where a screen's events and glimpses come from, and its wishes go to. A run that is going and one
/// that has ended look the same to it.
protocol Feed {
  var watcher: Watcher { get }
  /// How far the runs' journals had come before the first event.
  var places: [JournalPlace] { get }
  /// Nothing more will come. To be asked before looking for what has.
  var isOver: Bool { get }
  /// The trainer's process, if there is one.
  var process: pid_t? { get }
  func send(_ command: TrainerCommand, run: String?)
  func look(at interest: Interest)
  func takeRefusals() -> [String]
  func leave()
}

/// A run in another process.
struct LiveFeed: Feed {
  let attachment: RunAttachment

  var watcher: Watcher { attachment.watcher }
  var places: [JournalPlace] { attachment.places }
  var isOver: Bool { attachment.isOver }
  var process: pid_t? { attachment.process }
  func send(_ command: TrainerCommand, run: String?) { attachment.send(command, run: run) }
  func look(at interest: Interest) { attachment.interest = interest }
  func takeRefusals() -> [String] { attachment.takeRefusals() }
  func leave() { attachment.leave() }
}

/// A run that has ended: its journal has all there is.
struct Replay: Feed {
  let watcher = Watcher(.nothing)
  var places: [JournalPlace] { [] }
  var isOver: Bool { false }
  var process: pid_t? { nil }
  func send(_ command: TrainerCommand, run: String?) {}
  func look(at interest: Interest) {}
  func takeRefusals() -> [String] { [] }
  func leave() {}
}

extension Feed {
  /// All that it tells of; of a run that has ended, that alone.
  func runs(of run: Run) throws(RunsError) -> [Run] {
    var runs: [Run] = []
    for place in places { runs.append(try run.store.run(named: place.run)) }
    return runs.contains { $0.name == run.name } ? runs : [run]
  }
}

extension Run {
  /// The run that this one is a changed copy of, if it is still there.
  private var parent: Run? {
    guard let name = (try? plan())?.lineage?.parent else { return nil }
    return try? store.run(named: name)
  }

  /// Whether it is a lane of another run, or of a lane of that.
  func comes(from other: Run) -> Bool {
    // Whoever gives runs other names may make a circle of them.
    sequence(first: self, next: \.parent).dropFirst().prefix(64).contains { $0.name == other.name }
  }

  /// So long a trainer may be between its journal and its socket, at its beginning and its end.
  private static let patience = Duration.seconds(3)

  /// The run's trainer; a replay when there is none.
  func openFeed(
    _ interest: Interest, onNews: @escaping @Sendable () -> Void
  ) throws(AttachingError) -> any Feed {
    let deadline = ContinuousClock.now + Self.patience
    var host = self
    while true {
      let isGoing = isGoing
      do throws(AttachingError) {
        return LiveFeed(attachment: try RunAttachment(to: host, interest: interest, onNews: onNews))
      } catch {
        switch error {
        // A lane is reached through the first of those that it is trained with, which it comes from.
        case .notThere: host = host.parent ?? self
        // One that ends just now says nothing more, and the next time is not there. Killed, it may
        // hold the journal for a moment longer than its socket.
        case .damaged, .noAnswer: break
        default: throw error
        }
        if !isGoing { return Replay() }
        guard ContinuousClock.now < deadline else { throw error }
        usleep(10_000)
      }
    }
  }
}
