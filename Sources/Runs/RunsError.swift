import Blueprint
import DisplayText
import Glibc

/// An error in the files of runs. The extension below has the messages.
public enum RunsError: Error, Hashable, Sendable {
  /// Neither `--runs`, `$XDG_DATA_HOME` nor `$HOME` names a directory for runs.
  case noPlaceForRuns
  /// A run cannot have this name.
  case invalidName(String)
  /// Another run in the directory has this name.
  case nameTaken(String, directory: String)
  /// The name belongs to a run that was deleted, and from which the run `child` was copied.
  case nameOfDeletedParent(String, child: String)
  /// The directory has no run of this name. `nearest` is a run with a similar name.
  case noSuchRun(String, directory: String, nearest: String? = nil)
  /// Another process holds the lock on the run's journal.
  case alreadyRunning(String)
  /// The run has ended, and the trainer of other runs is reached through its folder.
  case heldByTrainer(String)
  /// A system call failed. `action` is a verb such as "read", "write" or "create", and `code` an `errno`.
  case fileFailed(action: String, path: String, code: Int32)
  /// The plan cannot be decoded.
  case damagedPlan(path: String, reason: String)
  /// The plan has a newer version than this program can read.
  case newerPlan(path: String, version: Int)
  /// A line of a journal is not an event.
  case damagedLine(reason: String)
  /// A checkpoint, or another file of tensors, has a wrong structure or checksum.
  case damagedTensorFile(path: String, reason: String)
  /// The checkpoint has a newer version than this program can read.
  case newerCheckpoint(path: String, version: Int)
  /// The timeline has a newer version than this program can read.
  case newerTimeline(path: String, version: Int)
  /// The run has neither a timeline nor checkpoints, or its network does not begin with a convolution.
  case noKernels(run: String)
  /// The checkpoint belongs to another run, network or number of images.
  case foreignCheckpoint(path: String, reason: String)
  /// The latest checkpoint cannot be used, for the given reason. There is one of an earlier step.
  case olderCheckpoint(String, step: Int)
  /// The run has no checkpoint of this step. The last value has the steps of its checkpoints.
  case noSuchCheckpoint(run: String, step: Int, [Int])
}

extension RunsError: Explained {
  /// The problem, without a full stop.
  public var problem: String {
    switch self {
    case .noPlaceForRuns:
      "there is no home directory in which runs can be saved"
    case .invalidName(let name):
      "'\(name)' cannot be the name of a run"
    case .nameTaken(let name, let directory):
      "there is already a run named '\(name)' in \(directory)"
    case .nameOfDeletedParent(let name, let child):
      "'\(name)' is the name of a deleted run, from which '\(child)' was forked"
    case .noSuchRun(let name, let directory, _):
      "there is no run named '\(name)' in \(directory)"
    case .alreadyRunning(let name):
      "the trainer of the run '\(name)' is running"
    case .heldByTrainer(let name):
      "the run '\(name)' has ended, but its trainer still trains other lanes and is reached through its folder"
    case .fileFailed(let action, let path, let code):
      "cannot \(action) \(path): \(String(cString: strerror(code)))"
    case .damagedPlan(let path, let reason):
      "the plan \(path) cannot be read: \(reason)"
    case .newerPlan(let path, let version):
      "the plan \(path) has version \(version), newer than this program"
    case .damagedLine(let reason):
      "a line of a journal cannot be read: \(reason)"
    case .damagedTensorFile(let path, let reason):
      "the file \(path) is damaged: \(reason)"
    case .newerCheckpoint(let path, let version):
      "the checkpoint \(path) has version \(version), newer than this program"
    case .newerTimeline(let path, let version):
      "the timeline \(path) has version \(version), newer than this program"
    case .noKernels(let run):
      "the run '\(run)' has no recorded kernels"
    case .foreignCheckpoint(let path, let reason):
      "the checkpoint \(path) belongs to another run: \(reason)"
    case .olderCheckpoint(let problem, _):
      problem
    case .noSuchCheckpoint(let run, let step, _):
      "the run '\(run)' has no checkpoint of step \(NumberText.grouped(step))"
    }
  }

  /// The action that solves the problem, without a full stop.
  public var remedy: String {
    switch self {
    case .noPlaceForRuns:
      "Name a folder with --runs DIR"
    case .invalidName:
      "Use \(RunStore.allowedNames)"
    case .nameTaken:
      "Choose another name"
    case .nameOfDeletedParent(_, let child):
      "Choose another name, or delete '\(child)' first"
    case .noSuchRun(_, _, let nearest):
      (nearest.map { "Did you mean '\($0)'? " } ?? "")
        + "`\(ProgramCommand.listRuns)` lists all runs"
    case .alreadyRunning(let name):
      "`\(ProgramCommand.attach(to: name))` shows it, and can stop it"
    case .heldByTrainer(let name):
      "Wait until the other lanes have ended, or stop them; `\(ProgramCommand.attach(to: name))` shows them"
    case .fileFailed(_, _, let code) where code == ENOSPC || code == EDQUOT:
      "Free disk space"
    case .fileFailed(_, _, EFBIG):
      "Raise the limit on the size of files; see `ulimit -f`"
    case .fileFailed:
      "Check the folder and its permissions, or choose another with --runs DIR"
    case .damagedPlan:
      "Restore the file, or delete the run's folder"
    case .noKernels(let run):
      "Continue it with `\(ProgramCommand.resume(run))`; a network whose first layer is not a convolution "
        + "has none"
    case .newerPlan, .newerTimeline:
      "Use a newer version of alexnet"
    case .damagedLine:
      "The rest of the journal can still be read"
    case .damagedTensorFile:
      "Restore the file, or start again with --from 0"
    case .newerCheckpoint:
      "Use a newer version of alexnet, or start again with --from 0"
    case .foreignCheckpoint:
      "Remove the file, or start again with --from 0"
    case .olderCheckpoint(_, let step):
      "Use an older checkpoint with --from \(step)"
    case .noSuchCheckpoint(_, 0, let steps):
      "It was forked from another run or imported, so it cannot start again from step 0"
        + (steps.isEmpty ? "" : "; it has checkpoints of \(Self.listing(steps))")
    case .noSuchCheckpoint(_, _, let steps):
      steps.isEmpty
        ? "It has no checkpoints; start again with --from 0"
        : "It has checkpoints of \(Self.listing(steps)); --from 0 starts again"
    }
  }

  private static func listing(_ steps: [Int]) -> String {
    (steps.count == 1 ? "step " : "steps ") + steps.map(String.init).joined(separator: ", ")
  }
}

extension RunsError {
  /// True if a run with another name could be created.
  var isAboutTakenName: Bool {
    switch self {
    case .nameTaken, .nameOfDeletedParent: true
    default: false
    }
  }
}
