import Blueprint
import Glibc

/// An error between a trainer and its clients.
public enum AttachingError: Error, Hashable, Sendable {
  /// The run has no trainer, or its trainer has no socket.
  case noTrainer(run: String)
  /// `action` is the verb for the operation that failed; `code` is an `errno`.
  case socketFailed(action: String, folder: String, code: Int32)
  /// The process at the other end belongs to another user.
  case otherUser(UInt32)
  /// The trainer uses another version of the protocol.
  case otherVersion(theirs: Int, ours: Int)
  /// The trainer has refused the connection, with a reason.
  case refused(String)
  /// The trainer has not answered in time.
  case noAnswer(process: Int32)
  /// The trainer has sent bytes that are not a message.
  case unreadableMessage
}

extension AttachingError: Explained {
  /// The problem, without a full stop.
  public var problem: String {
    switch self {
    case .noTrainer(let run): "the run '\(run)' has no trainer that can be reached"
    case .socketFailed(let action, let folder, let code):
      "cannot \(action) the socket in \(folder): \(String(cString: strerror(code)))"
    case .otherUser(let user): "the run's trainer belongs to another user (\(user))"
    case .otherVersion(let theirs, let ours):
      "the run's trainer uses version \(theirs) of the protocol, and this program version \(ours)"
    case .refused(let reason): "the run's trainer refused the connection: \(reason)"
    case .noAnswer(let process): "the run's trainer, process \(process), does not answer"
    case .unreadableMessage: "the run's trainer sent a message that cannot be read"
    }
  }

  /// The user's next action, without a full stop.
  public var remedy: String {
    switch self {
    case .noTrainer: "`\(ProgramCommand.listRuns)` lists the runs and their states"
    case .socketFailed: "Keep runs on a disk of this machine with --runs DIR"
    case .otherUser: "Attach as the user who trains the run"
    case .otherVersion: "Attach with the version of alexnet that trains the run"
    case .refused, .unreadableMessage: "Try again"
    case .noAnswer(let process): "If the process is stopped, `kill -CONT \(process)` continues it"
    }
  }
}
