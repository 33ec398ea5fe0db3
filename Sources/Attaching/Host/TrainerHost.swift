import Blueprint
import Channels
import Glibc
import Runs
import Training

/// The operations of a session that clients can use.
public protocol HostedSession: Sendable {
  /// Adds a watcher between two events.
  /// - Returns: The positions in the journals up to which the earlier events are recorded.
  func join(_ watcher: Watcher) -> [JournalPosition]
  /// Removes a watcher.
  func leave(_ watcher: Watcher)
  /// Sends a command to the trainer.
  /// - Returns: The reason for which the command is refused, or `nil`.
  func submit(_ command: AddressedCommand) -> HostRefusal?
}

/// Serves the clients of a session through the socket in the folder of its run. The host has a thread of its
/// own. That thread never waits for a client, and the trainer never waits for the thread.
public final class TrainerHost: Sendable {
  private struct State {
    var isClosing = false
    var isClosed = false
  }
  private let state = Monitor(State())
  private let wakeSignal: WakeSignal
  /// The descriptor of the run's folder.
  private let folder: Int32

  /// Opens the socket and starts the thread.
  /// - Throws: `AttachingError.socketFailed` when the socket cannot be opened.
  public init(_ session: any HostedSession, of run: Run) throws(AttachingError) {
    let listener = try TrainerSocket.listen(of: run)
    guard let wakeSignal = WakeSignal() else {
      let code = errno
      Glibc.close(listener)
      throw .socketFailed(action: "watch", folder: run.folder, code: code)
    }
    folder = open(run.folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    self.wakeSignal = wakeSignal
    NamedThread.start("host") { [state] in
      let loop = HostLoop(session, listener: listener, wakeSignal: wakeSignal)
      while !state.update({ $0.isClosing }) { loop.runOnce() }
      loop.close()
      state.update { $0.isClosed = true }
    }
  }

  deinit { Glibc.close(folder) }

  /// Closes the socket, sends the remaining events to the clients and ends the thread. A client that does
  /// not read delays the end by a few seconds at most.
  public func close() {
    TrainerSocket.remove(in: folder)
    state.update { $0.isClosing = true }
    wakeSignal.set()
    _ = state.wait { $0.isClosed ? true : nil }
  }
}

extension TrainingSession: HostedSession {
  /// Removes a watcher, which receives nothing more.
  public func leave(_ watcher: Watcher) { watchers.remove(watcher) }

  /// Sends a command to the trainer, unless it is for a run that the session does not train.
  public func submit(_ command: AddressedCommand) -> HostRefusal? {
    if let run = command.run, !runs.contains(run) { return .unknownRun(run) }
    send(command.command, to: command.run)
    return nil
  }
}
