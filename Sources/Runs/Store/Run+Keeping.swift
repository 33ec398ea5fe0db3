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

/// Which run one is, whatever its name: that of its folder among all files.
public struct RunIdentity: Hashable, Sendable {
  private let device: UInt
  private let number: UInt

  fileprivate init?(folder: String) {
    var facts = stat()
    guard stat(folder, &facts) == 0 else { return nil }
    device = UInt(facts.st_dev)
    number = UInt(facts.st_ino)
  }
}

extension Run {
  /// Nil when it is gone, or goes by another name.
  public var identity: RunIdentity? { RunIdentity(folder: folder) }
}

extension RunStore {
  /// A run by the name that it has now; nil when it is gone.
  public func run(_ identity: RunIdentity) -> Run? {
    ((try? folderNames()) ?? []).lazy.map { Run(name: $0, folder: "\(directory)/\($0)") }
      .first { $0.identity == identity }
  }

  /// Gives a run another name, that of its folder.
  /// - Throws: when it is going, or the name is taken or cannot be one.
  public func rename(_ run: Run, to name: String) throws(RunsError) -> Run {
    try whileNobodyWrites(run) { () throws(RunsError) in try move(run, to: name) }
  }

  /// The same of a run that is going, by whoever writes its journal.
  public func rename(_ journal: Journal, to name: String) throws(RunsError) -> Run {
    let run = try move(run(named: journal.run), to: name)
    journal.follow(run)
    return run
  }

  private func move(_ run: Run, to name: String) throws(RunsError) -> Run {
    guard Self.isValid(name) else { throw .invalidName(name) }
    let moved = Run(name: name, folder: "\(directory)/\(name)")
    guard access(moved.folder, F_OK) != 0 else { throw .nameTaken(name, directory: directory) }
    guard Glibc.rename(run.folder, moved.folder) == 0 else {
      throw .fileFailed(action: "rename", path: run.folder, code: errno)
    }
    for lane in lanes(of: run.name) {
      // One that cannot be written keeps a parent that is gone, as when that is deleted.
      guard var plan = try? lane.plan() else { continue }
      plan.lineage?.parent = name
      try? FileBytes.replace(lane.planPath, Array((plan.json(pretty: true) + "\n").utf8))
    }
    return moved
  }

  /// Those that began beside a run or out of it.
  private func lanes(of parent: String) -> [Run] {
    let mark = Data("\"\(parent)\"".utf8)
    return ((try? folderNames()) ?? []).map { Run(name: $0, folder: "\(directory)/\($0)") }.filter {
      // Most plans need not be understood.
      guard let bytes = FileManager.default.contents(atPath: $0.planPath),
        bytes.range(of: mark) != nil
      else { return false }
      return (try? $0.plan())?.lineage?.parent == parent
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
      access(run.journalPath, F_OK) == 0 ? try run.openJournal() : nil
    defer { withExtendedLifetime(journal) {} }
    return try body()
  }
}
