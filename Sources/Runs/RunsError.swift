import Foundation

/// What can go wrong with runs on disk, as facts; the words are in the extension below.
public enum RunsError: Error, Hashable, Sendable {
  /// Neither `--runs`, `$XDG_DATA_HOME` nor `$HOME` says where runs live.
  case noPlaceForRuns
  case invalidName(String)
  case nameTaken(String, directory: String)
  case noSuchRun(String, directory: String)
  /// Another process holds the run's journal.
  case alreadyRunning(String)
  /// `action` is what was tried: "read", "write", "create"; `code` is an `errno`.
  case fileFailed(action: String, path: String, code: Int32)
  case damagedPlan(path: String, reason: String)
  case newerPlan(path: String, version: Int)
  /// A line that is no event.
  case damagedLine(reason: String)
}

extension RunsError {
  /// What is wrong, without a full stop.
  public var problem: String {
    switch self {
    case .noPlaceForRuns:
      "there is no home directory to keep runs in"
    case .invalidName(let name):
      "'\(name)' cannot be the name of a run"
    case .nameTaken(let name, let directory):
      "there is a run called '\(name)' in \(directory) already"
    case .noSuchRun(let name, let directory):
      "there is no run called '\(name)' in \(directory)"
    case .alreadyRunning(let name):
      "the run '\(name)' is going in another process"
    case .fileFailed(let action, let path, let code):
      "cannot \(action) \(path): \(String(cString: strerror(code)))"
    case .damagedPlan(let path, let reason):
      "the plan \(path) is not understood: \(reason)"
    case .newerPlan(let path, let version):
      "the plan \(path) has version \(version), newer than this program"
    case .damagedLine(let reason):
      "a line of a journal is not understood: \(reason)"
    }
  }

  /// What to do about it, without a full stop.
  public var remedy: String {
    switch self {
    case .noPlaceForRuns:
      "Name a folder with --runs DIR"
    case .invalidName:
      "Use 1 to \(RunStore.longestName) letters, digits, '-', '_' or '.', "
        + "a letter or digit first"
    case .nameTaken:
      "Choose another name with --run NAME, or leave it out"
    case .noSuchRun:
      "See `alexnet runs list`"
    case .alreadyRunning:
      "Wait for it, or stop it"
    case .fileFailed(_, _, let code) where code == ENOSPC:
      "Make room on the disk"
    case .fileFailed:
      "Check the folder and its permissions, or choose another with --runs DIR"
    case .damagedPlan:
      "Restore the file, or delete the run's folder"
    case .newerPlan:
      "Use the newer program"
    case .damagedLine:
      "The rest of the journal can still be read"
    }
  }
}

extension RunsError: CustomStringConvertible {
  public var description: String { "\(problem). \(remedy)." }
}
