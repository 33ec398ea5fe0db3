import Blueprint
import Foundation

/// What a run keeps of its data: `data.json`, which says what the data were, and the path in the plan,
/// which says where they are.
extension Run {
  public var dataPath: String { "\(folder)/data.json" }

  /// The bytes of the record of the run's data; `nil` where there is none, as in runs of programs that
  /// kept none.
  public func dataRecord() throws(RunsError) -> [UInt8]? {
    do {
      return Array(try Self.read(dataPath))
    } catch .fileFailed(_, _, ENOENT) {
      return nil
    }
  }

  public var hasDataRecord: Bool { access(dataPath, F_OK) == 0 }

  /// Writes the record in place of the one before.
  public func writeDataRecord(_ bytes: [UInt8]) throws(RunsError) {
    try FileBytes.replace(dataPath, bytes)
  }

  /// Writes into the plan where the data are now.
  public func writeDataChoice(_ data: DataChoice) throws(RunsError) {
    var plan = try plan()
    guard plan.data != data else { return }
    plan.data = data
    try FileBytes.replace(planPath, Array((plan.json(pretty: true) + "\n").utf8))
  }

  /// The journal's first event; `nil` where the run never began.
  public func beginning() throws(RunsError) -> TrainingEvent.Started? {
    var line = 0
    let recording = Recording(try journalBytes()) { _ in
      line += 1
      return line == 1
    }
    guard case .started(let started)? = recording.events.first else { return nil }
    return started
  }
}
