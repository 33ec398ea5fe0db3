import Blueprint
import FoundationEssentials
import Glibc

extension RunStore {
  /// Creates a run with all of its files, or nothing.
  ///
  /// The files are written into a hidden folder, which gets the name of the run at the end. So an error, or a
  /// process that is killed, leaves no incomplete run behind.
  /// - Parameters:
  ///   - plan: The plan of the run.
  ///   - name: The name of the run.
  ///   - write: Writes the other files. It gets the run in the hidden folder, and the run as it is afterwards.
  /// - Returns: The run.
  /// - Throws: `RunsError.invalidName`, `.nameTaken`, `.nameOfDeletedParent` or `.fileFailed`, and the errors
  ///   of `write`.
  public func create(
    _ plan: RunPlan, name: String, complete write: (_ hidden: Run, _ final: Run) throws -> Void
  ) throws -> Run {
    try checkIsFree(name)
    try makeDirectory()
    removeAbandoned()
    let final = Run(name: name, folder: "\(directory)/\(name)")
    let hidden = Run(name: name, folder: "\(directory)/\(Self.hiddenPrefix)\(getpid())-\(name)")
    guard mkdir(hidden.folder, 0o755) == 0 else {
      throw RunsError.fileFailed(action: "create", path: hidden.folder, code: errno)
    }
    do {
      try hidden.writePlan(plan)
      try write(hidden, final)
      // The empty folder reserves the name, and renaming replaces it.
      guard mkdir(final.folder, 0o755) == 0 else {
        throw errno == EEXIST
          ? RunsError.nameTaken(name, directory: directory)
          : .fileFailed(action: "create", path: final.folder, code: errno)
      }
      guard Glibc.rename(hidden.folder, final.folder) == 0 else {
        let code = errno
        rmdir(final.folder)
        throw RunsError.fileFailed(action: "create", path: final.folder, code: code)
      }
    } catch {
      try? FileManager.default.removeItem(atPath: hidden.folder)
      throw error
    }
    return final
  }

  /// Checks that a run can be created under a name.
  /// - Throws: `RunsError.invalidName`, `.nameTaken` or `.nameOfDeletedParent`.
  public func checkIsFree(_ name: String) throws(RunsError) {
    guard Self.isValid(name) else { throw .invalidName(name) }
    guard access("\(directory)/\(name)", F_OK) != 0 else {
      throw .nameTaken(name, directory: directory)
    }
    try checkIsNotDeletedParent(name)
  }

  /// The beginning of a hidden folder's name. The process that writes it, and the run's name, follow.
  private static let hiddenPrefix = ".creating-"

  /// Deletes the hidden folders of processes that have ended.
  private func removeAbandoned() {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: directory)) ?? []
    for name in names where name.hasPrefix(Self.hiddenPrefix) {
      let process = name.dropFirst(Self.hiddenPrefix.count).prefix { $0 != "-" }
      guard let process = pid_t(process), process != getpid(), kill(process, 0) != 0,
        errno == ESRCH
      else { continue }
      try? FileManager.default.removeItem(atPath: "\(directory)/\(name)")
    }
  }
}
