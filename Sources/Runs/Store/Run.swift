import Blueprint
import Foundation

/// A run on disk: a folder with the plan (`plan.json`, written before the first step), the journal
/// (`journal.jsonl`, appended to) and checkpoints. This value only says where; nothing is open.
public struct Run: Hashable, Sendable {
  public let name: String
  public let folder: String

  init(name: String, folder: String) {
    self.name = name
    self.folder = folder
  }

  public var planPath: String { "\(folder)/plan.json" }
  public var journalPath: String { "\(folder)/journal.jsonl" }
  var notePath: String { "\(folder)/notes.txt" }
  /// The first layer's kernels over time; see `KernelTimeline`.
  public var kernelsPath: String { "\(folder)/kernels.bin" }

  public func plan() throws(RunsError) -> RunPlan {
    let data = try Self.read(planPath)
    struct Versioned: Decodable { let version: Int }
    let decoder = JSONDecoder.tolerant
    do {
      let version = try decoder.decode(Versioned.self, from: data).version
      guard version <= RunPlan.currentVersion else {
        throw RunsError.newerPlan(path: planPath, version: version)
      }
      return try decoder.decode(RunPlan.self, from: data)
    } catch let error as RunsError {
      throw error
    } catch {
      throw .damagedPlan(path: planPath, reason: "\(error)")
    }
  }

  /// What its trainer's process has to say, where that has no terminal.
  public var logPath: String { "\(folder)/trainer.log" }

  /// Opens the journal for writing; the run counts as going while the journal lives.
  public func openJournal() throws(RunsError) -> Journal {
    try Journal(path: journalPath, run: name)
  }

  /// All that has been recorded so far; nothing when the run never began. It tells of the run by the
  /// name that it has now.
  public func recording() throws(RunsError) -> Recording {
    try recording(from: 0, upTo: .max)
  }

  /// The same of what stands between two places of the journal, the first of which begins a line.
  public func recording(from start: Int, upTo end: Int) throws(RunsError) -> Recording {
    var recording = Recording(try journalBytes()[start...max(start, end)])
    recording.events.removeAll { if case .renamed = $0 { true } else { false } }
    for (index, event) in recording.events.enumerated() {
      guard case .started(var started) = event, started.run != name else { continue }
      started.run = name
      recording.events[index] = .started(started)
    }
    return recording
  }

  /// Whether anything has been recorded: the first line is that it started.
  public func hasStarted() throws(RunsError) -> Bool {
    try journalBytes().hasLine
  }

  public var isGoing: Bool { Journal.isHeld(path: journalPath) }

  func journalBytes() throws(RunsError) -> JournalBytes {
    do {
      return JournalBytes(try Self.read(journalPath))
    } catch .fileFailed(_, _, ENOENT) {
      return JournalBytes()
    }
  }

  /// In bytes; 0 without one.
  var journalSize: Int {
    var status = stat()
    return stat(journalPath, &status) == 0 ? Int(status.st_size) : 0
  }

  static func read(_ path: String) throws(RunsError) -> Data {
    guard let file = fopen(path, "re") else {
      throw .fileFailed(action: "read", path: path, code: errno)
    }
    fclose(file)
    do {
      return try Data(contentsOf: URL(filePath: path))
    } catch {
      throw .fileFailed(action: "read", path: path, code: EIO)
    }
  }
}
