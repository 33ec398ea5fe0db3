import Glibc
import Observing

/// The writer of a run's `kernels.bin`. It determines which steps are recorded and which records are kept.
/// Records are dense at the first and the last step, and sparse in the middle.
public final class KernelRecorder {
  /// The gap between kept records is at most the distance to the nearer end, divided by this number. A
  /// week of the paper's network has about 300 records, 11 MB.
  static let gapDivisor = 16
  /// The gap before a new record is at least the number of the step, divided by this number.
  static let newGapDivisor = 1000
  /// The number of records that are appended before records are removed again.
  static let slack = 64

  /// The path of the file. It changes when the run is renamed.
  public var path: String
  private let shape: KernelTimeline.KernelShape
  private var file: Int32
  private(set) var steps: [Int]
  /// The number of records that were appended since records were last removed.
  private var newCount: Int

  /// Opens the file to continue after `step`: later records are removed. A file that is damaged or has
  /// kernels of another shape is emptied.
  /// - Throws: `RunsError.fileFailed`.
  public init(path: String, shape: KernelTimeline.KernelShape, after step: Int) throws(RunsError) {
    self.path = path
    self.shape = shape
    file = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o644)
    steps = []
    newCount = 0
    guard file >= 0 else { throw .fileFailed(action: "open", path: path, code: errno) }
    if let header = FileBytes.read(KernelTimeline.headerLength, at: 0, of: file),
      case .shape(shape) = KernelTimeline.parse(header)
    {
      steps = KernelTimeline.steps(of: file, shape).filter { $0 <= step }
    } else {
      try begin()
    }
    try removeTail()
    newCount = max(0, steps.count - Self.kept(steps).count)
  }

  deinit { if file >= 0 { close(file) } }

  /// Returns true if the kernels after this step are to be recorded.
  public func isDue(at step: Int) -> Bool {
    guard let last = steps.last else { return true }
    return step >= last + max(1, step / Self.newGapDivisor)
  }

  /// Appends a record. A step that is not after the last one is ignored.
  /// - Throws: `RunsError.fileFailed`; then the file is unchanged.
  public func append(_ kernels: Kernels, step: Int) throws(RunsError) {
    precondition(KernelTimeline.KernelShape(kernels) == shape, "all records have one shape")
    guard step > steps.last ?? -1 else { return }
    if let code = FileBytes.write(shape.record(kernels, step: step), to: file) {
      try? removeTail()
      throw .fileFailed(action: "write", path: path, code: code)
    }
    steps.append(step)
    newCount += 1
    if newCount > Self.slack { try thin() }
  }

  /// Returns the steps to keep: the first, the last, and as few between them as the gaps allow.
  static func kept(_ steps: [Int]) -> [Int] {
    guard let first = steps.first, let last = steps.last else { return [] }
    var kept = [first]
    for (step, next) in zip(steps.dropFirst(), steps.dropFirst(2)) {
      // Without this record, the gap would reach from the last kept record to the next one.
      let gap = max(1, min(step, last - step) / gapDivisor)
      if next - kept[kept.count - 1] > gap { kept.append(step) }
    }
    return steps.count > 1 ? kept + [last] : kept
  }

  // MARK: - The file

  private func begin() throws(RunsError) {
    var code = ftruncate(file, 0) == 0 ? nil : errno
    lseek(file, 0, SEEK_SET)
    code = code ?? FileBytes.write(KernelTimeline.header(shape), to: file)
    if let code { throw .fileFailed(action: "write", path: path, code: code) }
  }

  /// Removes the bytes after the last valid record.
  private func removeTail() throws(RunsError) {
    let end = shape.offset(ofRecord: steps.count)
    guard ftruncate(file, off_t(end)) == 0 else {
      throw .fileFailed(action: "write", path: path, code: errno)
    }
    lseek(file, off_t(end), SEEK_SET)
  }

  /// Writes a file with fewer records, which replaces this one. The recorder does not wait until it is on
  /// the disk: after a power failure, losing the timeline is acceptable.
  private func thin() throws(RunsError) {
    let part = path + ".part"
    let new = open(part, O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
    guard new >= 0 else { throw .fileFailed(action: "create", path: part, code: errno) }
    let kept = Self.kept(steps)
    var code = FileBytes.write(KernelTimeline.header(shape), to: new)
    var next = 0
    for (index, step) in steps.enumerated() where code == nil {
      guard next < kept.count, kept[next] == step else { continue }
      next += 1
      let offset = shape.offset(ofRecord: index)
      if let record = FileBytes.read(shape.recordLength, at: offset, of: file) {
        code = FileBytes.write(record, to: new)
      } else {
        code = EIO
      }
    }
    if code == nil, rename(part, path) != 0 { code = errno }
    if let code {
      close(new)
      unlink(part)
      throw .fileFailed(action: "write", path: part, code: code)
    }
    close(file)
    file = new
    steps = kept
    newCount = 0
  }
}
