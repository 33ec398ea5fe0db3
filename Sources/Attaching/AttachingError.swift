import Glibc

/// What can go wrong between a trainer and those who watch it, as facts; the words are below.
public enum AttachingError: Error, Hashable, Sendable {
  /// Nobody trains the run, or whoever does cannot be watched.
  case notThere(run: String)
  /// `action` is what was tried; `code` is an `errno`.
  case socketFailed(action: String, folder: String, code: Int32)
  /// At the other end is a process of another user.
  case foreign(user: UInt32)
  case otherVersion(theirs: Int, ours: Int)
  case refused(String)
  case noAnswer(process: Int32)
  /// What came is no message.
  case damaged
}

extension AttachingError {
  /// What is wrong, without a full stop.
  public var problem: String {
    switch self {
    case .notThere(let run): "nobody can be reached who trains the run '\(run)'"
    case .socketFailed(let action, let folder, let code):
      "cannot \(action) the socket in \(folder): \(String(cString: strerror(code)))"
    case .foreign(let user): "the run's trainer belongs to another user (\(user))"
    case .otherVersion(let theirs, let ours):
      "the run's trainer speaks version \(theirs) of the language of trainers, this program \(ours)"
    case .refused(let reason): "the run's trainer refuses: \(reason)"
    case .noAnswer(let process): "the run's trainer, process \(process), does not answer"
    case .damaged: "what the run's trainer says is not understood"
    }
  }

  /// What to do about it, without a full stop.
  public var remedy: String {
    switch self {
    case .notThere: "See `alexnet runs list`"
    case .socketFailed: "Keep runs on a disk of this machine with --runs DIR"
    case .foreign: "Ask its owner"
    case .otherVersion: "Attach with the program that trains it"
    case .refused, .damaged: "Try again"
    case .noAnswer: "It may be stopped: `kill -CONT` lets it go on"
    }
  }
}

extension AttachingError: CustomStringConvertible {
  public var description: String { "\(problem). \(remedy)." }
}
