import Attaching
import Glibc
import Observing
import Runs

extension Run {
  /// The run that this one was copied from, if it still exists.
  private var parent: Run? {
    guard let name = (try? plan())?.lineage?.parent else { return nil }
    return try? store.run(named: name)
  }

  /// True if this run is a lane of another run, directly or through other lanes.
  public func isLane(of other: Run) -> Bool {
    // Renaming runs can produce a circle of parents, so the search has a limit.
    sequence(first: self, next: \.parent).dropFirst().prefix(64).contains { $0.name == other.name }
  }

  /// The longest time for which a trainer has its journal locked and does not serve its socket, at its
  /// start and its end.
  private static let connectionLimit = Duration.seconds(3)

  /// Connects to the run's trainer; without a trainer, returns a connection on which nothing arrives.
  /// - Parameters:
  ///   - interest: The snapshots that the trainer is to send.
  ///   - onUpdate: Called on any thread when something arrives, and at the end of the connection.
  /// - Throws: The reason for which a running trainer cannot be reached.
  func connect(
    _ interest: Interest, onUpdate: @escaping @Sendable () -> Void
  ) throws(AttachingError) -> any RunConnection {
    let deadline = ContinuousClock.now + Self.connectionLimit
    var host = self
    while true {
      let isTraining = isTraining
      do throws(AttachingError) {
        return TrainerConnection(
          attachment: try RunAttachment(to: host, interest: interest, onUpdate: onUpdate))
      } catch {
        switch error {
        // The first run of a trainer has the socket; the lanes are its descendants.
        case .noTrainer: host = host.parent ?? self
        // A trainer at its end does not answer. After SIGKILL its journal can stay locked for a moment
        // longer than its socket exists.
        case .unreadableMessage, .noAnswer: break
        case .socketFailed, .otherUser, .otherVersion, .refused: throw error
        }
        if !isTraining { return ReplayConnection() }
        guard ContinuousClock.now < deadline else { throw error }
        usleep(10_000)
      }
    }
  }

  /// Reads the events that the journal has and a connection does not send.
  /// - Parameter start: The offset in the journal to start from, in bytes.
  func recording(
    before connection: any RunConnection, from start: Int = 0
  ) throws(RunsError) -> Recording {
    let position = connection.positions.first { $0.run == name }
    return try recording(from: start, upTo: position?.bytes ?? .max)
  }
}
