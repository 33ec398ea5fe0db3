import Blueprint
import Channels
import Foundation
import Glibc
import Runs
import Training

/// What a host lets its guests see and do.
public protocol Hosted: Sendable {
  /// Adds a watcher between two events: what happened before is in the journals, up to these places.
  func join(_ watcher: Watcher) -> [JournalPlace]
  func leave(_ watcher: Watcher)
  /// Passes on what is asked of one of its runs, nil being the first; why not, where it cannot be.
  func obey(_ command: TrainerCommand, run: String?) -> String?
}

/// Lets other processes watch a session through the socket in its run's folder. It has a thread of its
/// own, which never waits for a guest; the trainer never waits for it.
public final class TrainerHost: Sendable {
  private struct State {
    var isClosing = false
    var isClosed = false
  }
  private let state = Monitor(State())
  private let bell: Bell
  /// The run's, open.
  private let folder: Int32

  public init(_ session: any Hosted, of run: Run) throws(AttachingError) {
    let listener = try TrainerSocket.listen(of: run)
    guard let bell = Bell() else {
      let code = errno
      Glibc.close(listener)
      throw .socketFailed(action: "watch", folder: run.folder, code: code)
    }
    folder = open(run.folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    self.bell = bell
    let thread = Thread { [state] in
      let reception = Reception(session, listener: listener, bell: bell)
      while !state.update({ $0.isClosing }) { reception.serve() }
      reception.close()
      state.update { $0.isClosed = true }
    }
    thread.name = "host"
    thread.start()
  }

  deinit { Glibc.close(folder) }

  /// Lets nobody in any more, and sends what has been told so far: not for ever to one who does not
  /// listen.
  public func close() {
    TrainerSocket.remove(in: folder)
    state.update { $0.isClosing = true }
    bell.ring()
    _ = state.wait { $0.isClosed ? true : nil }
  }
}

extension TrainingSession: Hosted {
  public func leave(_ watcher: Watcher) { watchers.remove(watcher) }

  public func obey(_ command: TrainerCommand, run: String?) -> String? {
    if let run, !runs.contains(run) { return "it does not train '\(run)'" }
    send(command, to: run)
    return nil
  }
}
