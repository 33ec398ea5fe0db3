import Images
import Runs

/// Writes what runs are trained on into their folders before the first step. Lanes on the same data
/// source share one fingerprint.
final class DataRecords {
  private var latest: (source: AnyObject, record: [UInt8])?

  /// Writes the record and the place of an entry's data, where they are missing or other than they were.
  /// - Returns: why it could not, as a sentence; training does not need it.
  func keep(_ entry: TrainingSession.Entry) -> String? {
    do {
      if let fingerprint = entry.finding?.record {
        try entry.run.writeDataRecord(fingerprint.json)
      } else if !entry.run.hasDataRecord {
        try entry.run.writeDataRecord(record(of: entry.data))
      }
      if entry.resumption != nil { try entry.run.writeDataChoice(entry.plan.data) }
      return nil
    } catch {
      return "The run's data cannot be recorded: \(error)"
    }
  }

  /// Gives a run the record of the one that it was forked from, if there is one.
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
