import Blueprint
import FoundationEssentials
import Glibc

/// The location of a run on the disk: a folder with the plan (`plan.json`, written before the first step), the
/// journal (`journal.jsonl`) and checkpoints. A `Run` keeps no file open.
public struct Run: Hashable, Sendable {
  /// The run's name, which is the name of its folder.
  public let name: String
  /// The path of the run's folder.
  public let folder: String

  init(name: String, folder: String) {
    self.name = name
    self.folder = folder
  }

  /// The path of the plan.
  public var planPath: String { "\(folder)/plan.json" }
  /// The path of the journal.
  public var journalPath: String { "\(folder)/journal.jsonl" }
  var notePath: String { "\(folder)/notes.txt" }
  /// The path of the file of the first layer's kernels over time; see `KernelTimeline`.
  public var kernelsPath: String { "\(folder)/kernels.bin" }
  /// The path of the file of the statistics of all layers over time; see `LayerTimeline`.
  public var layersPath: String { "\(folder)/layers.bin" }

  /// Reads the plan.
  /// - Throws: `RunsError.damagedPlan`, `.newerPlan` or `.fileFailed`.
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

  /// Replaces the plan.
  func writePlan(_ plan: RunPlan) throws(RunsError) {
    try FileBytes.replace(planPath, plan.fileBytes)
  }

  /// The path of the output of a trainer that runs in the background.
  public var logPath: String { "\(folder)/trainer.log" }

  /// Opens the journal for writing. ``isTraining`` is true until the journal is deinitialised.
  /// - Throws: `RunsError.alreadyRunning` if another process writes it, and `.fileFailed`.
  public func openJournal() throws(RunsError) -> Journal {
    try Journal(path: journalPath, run: name)
  }

  /// Reads all recorded events; none if the run has not started. Events have the present name of the run,
  /// even if it was renamed.
  /// - Throws: `RunsError.fileFailed`.
  public func recording() throws(RunsError) -> Recording {
    try recording(from: 0, upTo: .max)
  }

  /// Reads the events between two offsets in the journal, in bytes.
  /// - Parameters:
  ///   - start: The beginning of a line.
  ///   - end: The end of the part, which can be beyond the end of the journal.
  /// - Throws: `RunsError.fileFailed`.
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

  /// Returns true if the run has started: the first line of the journal is that event.
  /// - Throws: `RunsError.fileFailed`.
  public func hasStarted() throws(RunsError) -> Bool {
    try journalBytes().hasLine
  }

  /// True if a process trains the run now: it holds the lock on the journal.
  public var isTraining: Bool { Journal.isLocked(path: journalPath) }

  func journalBytes() throws(RunsError) -> JournalBytes {
    do {
      return JournalBytes(try Self.read(journalPath))
    } catch .fileFailed(_, _, ENOENT) {
      return JournalBytes()
    }
  }

  /// The size of the journal in bytes; 0 without a journal.
  var journalSize: Int {
    var status = stat()
    return stat(journalPath, &status) == 0 ? Int(status.st_size) : 0
  }

  static func read(_ path: String) throws(RunsError) -> Data {
    do {
      return try Data(contentsOf: URL(filePath: path))
    } catch {
      throw .fileFailed(action: "read", path: path, code: error.systemCode ?? EIO)
    }
  }
}
