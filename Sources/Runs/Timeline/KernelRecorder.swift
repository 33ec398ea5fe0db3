import Observing

/// The writer of a run's `kernels.bin`.
public final class KernelRecorder {
  private let shape: KernelTimeline.KernelShape
  private let recorder: TimelineRecorder<KernelTimeline.KernelShape>

  /// Opens the file to continue after `step`: later records are removed. A file that is damaged or has
  /// kernels of another shape is emptied.
  /// - Throws: `RunsError.fileFailed`.
  public init(path: String, shape: KernelTimeline.KernelShape, after step: Int) throws(RunsError) {
    self.shape = shape
    recorder = try TimelineRecorder(path: path, after: step)
    try recorder.begin(shape)
  }

  /// The path of the file. It changes when the run is renamed.
  public var path: String {
    get { recorder.path }
    set { recorder.path = newValue }
  }

  /// Returns true if the kernels after this step are to be recorded.
  public func isDue(at step: Int) -> Bool { recorder.isDue(at: step) }

  /// Appends a record. A step that is not after the last one is ignored.
  /// - Throws: `RunsError.fileFailed`; then the file is unchanged.
  public func append(_ kernels: Kernels, step: Int) throws(RunsError) {
    precondition(KernelTimeline.KernelShape(kernels) == shape, "all records have one shape")
    try recorder.append(kernels, step: step)
  }
}
