import Glibc
import Machine
import Reproduction
import Runs

/// The lock of a study while a process continues it. The system releases it when the process ends.
final class StudyLock {
  private let descriptor: Int32

  /// Locks a study.
  /// - Throws: `StudyInUse` if another process continues it, and `RunsError.fileFailed`.
  init(of folder: StudyFolder) throws {
    try folder.create()
    let path = "\(folder.path)/lock"
    descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else {
      throw RunsError.fileFailed(action: "open", path: path, code: errno)
    }
    guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
      close(descriptor)
      throw StudyInUse(path: folder.path)
    }
  }

  deinit { FileLock.releaseAndClose(descriptor) }
}

/// The error of a study that another process continues.
struct StudyInUse: ProgramError, Equatable {
  /// The folder of the study.
  var path: String

  var problem: String { "another process continues the study in \(path)" }
  var remedy: String {
    "`\(Attach.invocation)` shows its runs; to begin another study, give a name with --study"
  }
  var hasNotStarted: Bool { true }
}
