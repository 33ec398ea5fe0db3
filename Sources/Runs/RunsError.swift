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
  /// A file of tensors, such as a checkpoint, that cannot be right.
  case damagedTensors(path: String, reason: String)
  case newerCheckpoint(path: String, version: Int)
  case newerTimeline(path: String, version: Int)
  /// It has neither a time-line nor a checkpoint, or its network has no convolution.
  case noKernels(run: String)
  /// A checkpoint of something else than this run.
  case foreignCheckpoint(path: String, reason: String)
  /// The latest checkpoint cannot be taken for the reason given, but there is one of an earlier step.
  case olderCheckpoint(String, step: Int)
  /// `steps` are those that have one.
  case noSuchCheckpoint(run: String, step: Int, [Int])
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
    case .damagedTensors(let path, let reason):
      "the file \(path) is damaged: \(reason)"
    case .newerCheckpoint(let path, let version):
      "the checkpoint \(path) has version \(version), newer than this program"
    case .newerTimeline(let path, let version):
      "the time-line \(path) has version \(version), newer than this program"
    case .noKernels(let run):
      "nothing is known of the kernels of the run '\(run)'"
    case .foreignCheckpoint(let path, let reason):
      "the checkpoint \(path) is not of this run: \(reason)"
    case .olderCheckpoint(let problem, _):
      problem
    case .noSuchCheckpoint(let run, let step, _):
      "the run '\(run)' has no checkpoint of step \(step)"
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
      "Choose another name; a new run without --run gets one that is free"
    case .noSuchRun:
      "See `alexnet runs list`"
    case .alreadyRunning(let name):
      "See it with `alexnet attach \(name)`, or stop it there"
    case .fileFailed(_, _, let code) where code == ENOSPC || code == EDQUOT:
      "Make room on the disk"
    case .fileFailed(_, _, EFBIG):
      "Files may not become so large here: see `ulimit -f`"
    case .fileFailed:
      "Check the folder and its permissions, or choose another with --runs DIR"
    case .damagedPlan:
      "Restore the file, or delete the run's folder"
    case .noKernels:
      "Its network may begin without a convolution; else train it on with `alexnet resume`"
    case .newerPlan, .newerTimeline:
      "Use the newer program"
    case .damagedLine:
      "The rest of the journal can still be read"
    case .damagedTensors:
      "Restore the file, or begin again with --from 0"
    case .newerCheckpoint:
      "Use the newer program, or begin again with --from 0"
    case .foreignCheckpoint:
      "Take the file away, or begin again with --from 0"
    case .olderCheckpoint(_, let step):
      "There is an older one: --from \(step)"
    case .noSuchCheckpoint(_, 0, let steps):
      "It was forked from another run, which has its beginning"
        + (steps.isEmpty
          ? "" : "; it has those of \(steps.map(String.init).joined(separator: ", "))")
    case .noSuchCheckpoint(_, _, let steps):
      steps.isEmpty
        ? "There is none; --from 0 is the beginning"
        : "There are those of \(steps.map(String.init).joined(separator: ", ")); "
          + "--from 0 is the beginning"
    }
  }
}

extension RunsError: CustomStringConvertible {
  public var description: String { "\(problem). \(remedy)." }
}
