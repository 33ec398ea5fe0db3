import Observing

/// A run's `layers.bin`: the statistics of all layers from the first steps to the last, with more records
/// near both ends. A damaged record does not affect the others, unless its step is damaged.
public struct LayerTimeline: Equatable, Sendable {
  /// The statistics after one step.
  public struct Record: Equatable, Sendable {
    /// The step.
    public var step: Int
    /// The statistics after the step.
    public var measurements: LayerMeasurements

    /// Creates a record.
    public init(step: Int, measurements: LayerMeasurements) {
      self.step = step
      self.measurements = measurements
    }
  }

  private let file: TimelineFile<LayerRecordLayout>

  /// Reads the steps of all records; `nil` if the file does not exist or its header is damaged.
  /// - Throws: `RunsError.newerTimeline` or `.fileFailed`.
  public init?(path: String) throws(RunsError) {
    guard let file = try TimelineFile<LayerRecordLayout>(path: path) else { return nil }
    self.file = file
  }

  /// The path of the file.
  public var path: String { file.path }
  /// The step of each record, in rising order.
  public var steps: [Int] { file.steps }

  /// Returns the index of the last record whose step is at most `step`, or 0 if all records are
  /// later; `nil` if there are no records.
  public func index(at step: Int) -> Int? { file.index(at: step) }

  /// Reads a record; `nil` if it is damaged, or the file was replaced.
  public func measurements(at index: Int) -> LayerMeasurements? { file.contents(at: [index])[0] }

  /// The last record that is not damaged; `nil` without any.
  public var latest: Record? {
    for index in steps.indices.reversed() {
      if let measurements = measurements(at: index) {
        return Record(step: steps[index], measurements: measurements)
      }
    }
    return nil
  }

  /// Reads the records after a step, without damaged ones. All records of a week are about 2 MB.
  /// - Parameter step: The step; `nil` reads all records.
  public func records(after step: Int? = nil) -> [Record] {
    let indices = steps.indices.filter { steps[$0] > step ?? -1 }
    return zip(indices, file.contents(at: indices)).compactMap { index, measurements in
      measurements.map { Record(step: steps[index], measurements: $0) }
    }
  }
}

/// The writer of a run's `layers.bin`.
public final class LayerRecorder {
  private let recorder: TimelineRecorder<LayerRecordLayout>

  /// Opens the file to continue after `step`: later records are removed. A damaged file is emptied.
  /// - Throws: `RunsError.fileFailed`.
  public init(path: String, after step: Int) throws(RunsError) {
    recorder = try TimelineRecorder(path: path, after: step)
  }

  /// The path of the file. It changes when the run is renamed.
  public var path: String {
    get { recorder.path }
    set { recorder.path = newValue }
  }

  /// Returns true if the statistics after this step are to be recorded.
  public func isDue(at step: Int) -> Bool { recorder.isDue(at: step) }

  /// Appends a record. A step that is not after the last one is ignored. Records of other layers are
  /// removed first.
  /// - Throws: `RunsError.fileFailed`; then the file has no part of the record.
  public func append(_ measurements: LayerMeasurements, step: Int) throws(RunsError) {
    // A record without times or gradients belongs to a file that has them too.
    var layout = LayerRecordLayout(measurements)
    if let file = recorder.layout { layout.addMissingParts(of: file) }
    try recorder.begin(layout)
    try recorder.append(measurements, step: step)
  }
}
