import Foundation

// What a run's owner does with it when it is over: names it, writes about it, throws it away. Its
// folder's name is its name; the lines of its journal keep the name that they were written under.

extension Run {
  /// What its owner wrote about it (`notes.txt`), without blanks around it; empty when there is nothing.
  public var note: String {
    guard let data = FileManager.default.contents(atPath: notePath) else { return "" }
    return String(decoding: data, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
  }

  /// Writes the note, in place of the one before; an empty one takes the file away.
  public func writeNote(_ text: String) throws(RunsError) {
    let text = text.trimmingCharacters(in: .whitespacesAndNewlines)
    guard !text.isEmpty else {
      guard unlink(notePath) == 0 || errno == ENOENT else {
        throw .fileFailed(action: "delete", path: notePath, code: errno)
      }
      return
    }
    try FileBytes.replace(notePath, Array((text + "\n").utf8))
  }
}

extension RunStore {
  /// Gives a run another name, that of its folder.
  /// - Throws: when it is going, or the name is taken or cannot be one.
  public func rename(_ run: Run, to name: String) throws(RunsError) -> Run {
    guard Self.isValid(name) else { throw .invalidName(name) }
    let folder = "\(directory)/\(name)"
    return try whileNobodyWrites(run) { () throws(RunsError) in
      guard access(folder, F_OK) != 0 else { throw .nameTaken(name, directory: directory) }
      guard Glibc.rename(run.folder, folder) == 0 else {
        throw .fileFailed(action: "rename", path: run.folder, code: errno)
      }
      return Run(name: name, folder: folder)
    }
  }

  /// Takes a run away with all that is in its folder.
  /// - Throws: when it is going.
  public func delete(_ run: Run) throws(RunsError) {
    try whileNobodyWrites(run) { () throws(RunsError) in
      // Out of sight at once: a half-deleted folder is no run.
      let hidden = "\(directory)/.deleted-\(getpid())-\(run.name)"
      guard Glibc.rename(run.folder, hidden) == 0 else {
        throw .fileFailed(action: "delete", path: run.folder, code: errno)
      }
      do {
        try FileManager.default.removeItem(atPath: hidden)
      } catch {
        throw .fileFailed(action: "delete", path: hidden, code: EIO)
      }
    }
  }

  /// Holds the journal meanwhile, so that the run cannot begin to go. A folder without a plan has no
  /// journal to hold.
  private func whileNobodyWrites<Result>(
    _ run: Run, _ body: () throws(RunsError) -> Result
  ) throws(RunsError) -> Result {
    let journal =
      access(run.journalPath, F_OK) == 0 ? try Journal(path: run.journalPath, run: run.name) : nil
    defer { withExtendedLifetime(journal) {} }
    return try body()
  }
}
