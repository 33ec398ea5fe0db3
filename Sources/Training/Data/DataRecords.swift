import Images
import Runs

/// Writes the records of data into the folders of runs before the first step. Lanes with the same data
/// source share one fingerprint.
final class DataRecords {
  private var latest: (source: AnyObject, record: [UInt8])?

  /// Writes the record of a run's data and their location, when these are missing or have changed.
  /// - Returns: The problem that prevented it, as a sentence; training continues without the record.
  func write(_ setup: TrainingSession.RunSetup) -> String? {
    do {
      if let fingerprint = setup.finding?.record {
        try setup.run.writeDataRecord(fingerprint.json)
      } else if !setup.run.hasDataRecord {
        try setup.run.writeDataRecord(record(of: setup.data))
      }
      if setup.resumption != nil {
        try setup.run.writeDataChoice(setup.plan.data, batch: setup.plan.batch)
      }
      return nil
    } catch {
      return "The run's data cannot be recorded: \(error)"
    }
  }

  /// Copies the record of a parent into the folder of its fork, if the parent has one.
  static func copy(from parent: Run, to run: Run) throws(RunsError) {
    guard let record = try parent.dataRecord() else { return }
    try run.writeDataRecord(record)
  }

  private func record(of data: any DataSource) throws(ImagesError) -> [UInt8] {
    let source = data as AnyObject
    if let latest, latest.source === source { return latest.record }
    let record = try data.fingerprint().json
    latest = (source, record)
    return record
  }
}
