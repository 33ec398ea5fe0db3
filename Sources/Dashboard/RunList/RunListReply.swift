import Runs

/// The reply to an effect that concerns the recorded runs.
public enum RunListReply: Equatable, Sendable {
  /// The runs of the store, and the offset of the local time from UTC.
  case listed(RunStore.Listing, secondsFromUTC: Int)
  /// Some of the requested runs have been read.
  case loaded([RecordedRun])
  /// The run with the first name has been renamed.
  case renamed(String, to: String)
  /// The run with this name has been deleted.
  case deleted(String)
  /// The note on the run with this name has been written.
  case noted(String)
  /// The text of the error.
  case failed(String)
}
