import Blueprint
import Glibc

// A run has two records of its data: `data.json` identifies the images, and the plan has their location.

extension Run {
  /// The path of the record of the run's data.
  public var dataPath: String { "\(folder)/data.json" }

  /// Reads the record of the run's data; `nil` for runs of older programs, which have no record.
  /// - Throws: `RunsError.fileFailed`.
  public func dataRecord() throws(RunsError) -> [UInt8]? {
    do {
      return Array(try Self.read(dataPath))
    } catch .fileFailed(_, _, ENOENT) {
      return nil
    }
  }

  /// True if the run has a record of its data.
  public var hasDataRecord: Bool { access(dataPath, F_OK) == 0 }

  /// Replaces the record of the run's data.
  /// - Throws: `RunsError.fileFailed`.
  public func writeDataRecord(_ bytes: [UInt8]) throws(RunsError) {
    try FileBytes.replace(dataPath, bytes)
  }

  /// Replaces the location of the data in the plan, and the number of images in a batch.
  /// - Throws: The errors of ``plan()``, and `RunsError.fileFailed`.
  public func writeDataChoice(_ data: DataChoice, batch: Int) throws(RunsError) {
    let old = try plan()
    var plan = old
    plan.data = data
    plan.batch = batch
    if plan != old { try writePlan(plan) }
  }

  /// Reads the first event of the journal, `started`; `nil` if the run has not started.
  /// - Throws: `RunsError.fileFailed`.
  public func startEvent() throws(RunsError) -> TrainingEvent.Started? {
    var line = 0
    let recording = Recording(try journalBytes()) { _ in
      line += 1
      return line == 1
    }
    guard case .started(let started)? = recording.events.first else { return nil }
    return started
  }
}
