import FoundationEssentials
import Glibc

// The name of a run is the name of its folder. Renaming does not change lines of the journal that contain
// the old name.

extension RunStore {
  /// Renames a run that does not train.
  /// - Throws: `RunsError.alreadyRunning`, `.heldByTrainer`, `.invalidName`, `.nameTaken` or `.fileFailed`.
  public func rename(_ run: Run, to name: String) throws(RunsError) -> Run {
    try withLockedJournal(of: run) { () throws(RunsError) in try move(run, to: name) }
  }

  /// Renames the run that this process trains.
  /// - Throws: `RunsError.invalidName`, `.nameTaken` or `.fileFailed`.
  public func rename(_ journal: Journal, to name: String) throws(RunsError) -> Run {
    let run = try move(run(named: journal.run), to: name)
    journal.setRun(run)
    return run
  }

  private func move(_ run: Run, to name: String) throws(RunsError) -> Run {
    guard Self.isValid(name) else { throw .invalidName(name) }
    let moved = Run(name: name, folder: "\(directory)/\(name)")
    guard access(moved.folder, F_OK) != 0 else { throw .nameTaken(name, directory: directory) }
    try checkIsNotDeletedParent(name)
    guard Glibc.rename(run.folder, moved.folder) == 0 else {
      throw .fileFailed(action: "rename", path: run.folder, code: errno)
    }
    for lane in lanes(of: run.name) {
      // If the plan of a lane cannot be written, the lane keeps the parent's old name, as if the parent had
      // been deleted.
      guard var plan = try? lane.plan() else { continue }
      plan.lineage?.parent = name
      try? lane.writePlan(plan)
    }
    return moved
  }

  /// Checks that no run was copied from a deleted run of this name. Otherwise a new run of the name would
  /// become its parent.
  func checkIsNotDeletedParent(_ name: String) throws(RunsError) {
    guard access("\(directory)/\(name)", F_OK) != 0, let child = lanes(of: name).first else {
      return
    }
    throw .nameOfDeletedParent(name, child: child.name)
  }

  /// Finds the lanes that were started with a run or forked from it.
  private func lanes(of parent: String) -> [Run] {
    let quotedName = Data("\"\(parent)\"".utf8)
    return ((try? folderNames()) ?? []).map { Run(name: $0, folder: "\(directory)/\($0)") }.filter {
      // Most plans do not contain the name and need not be parsed.
      guard let bytes = FileManager.default.contents(atPath: $0.planPath),
        bytes.firstRange(of: quotedName) != nil
      else { return false }
      return (try? $0.plan())?.lineage?.parent == parent
    }
  }

  /// Deletes a run with all files in its folder.
  /// - Throws: `RunsError.alreadyRunning`, `.heldByTrainer` or `.fileFailed`.
  public func delete(_ run: Run) throws(RunsError) {
    try withLockedJournal(of: run) { () throws(RunsError) in
      // The new name hides the folder, so a partly deleted folder is not listed as a run.
      let hidden = "\(directory)/.deleted-\(getpid())-\(run.name)"
      guard Glibc.rename(run.folder, hidden) == 0 else {
        throw .fileFailed(action: "delete", path: run.folder, code: errno)
      }
      do {
        try FileManager.default.removeItem(atPath: hidden)
      } catch {
        throw .fileFailed(action: "delete", path: hidden, code: error.systemCode ?? EIO)
      }
    }
  }

  /// Calls a function while the journal is locked, so that no trainer can open the run. A run without a
  /// journal cannot be locked.
  private func withLockedJournal<Result>(
    of run: Run, _ body: () throws(RunsError) -> Result
  ) throws(RunsError) -> Result {
    try run.checkCanBeChanged()
    let journal =
      access(run.journalPath, F_OK) == 0 ? try run.openJournal() : nil
    defer { withExtendedLifetime(journal) {} }
    return try body()
  }
}

extension Run {
  /// Checks that no trainer uses the run's folder.
  /// - Throws: `RunsError.alreadyRunning` or `.heldByTrainer`.
  public func checkCanBeChanged() throws(RunsError) {
    guard isTraining else { return }
    let isHeld = (try? summary().isHeldByTrainer) ?? false
    throw isHeld ? .heldByTrainer(name) : .alreadyRunning(name)
  }
}
