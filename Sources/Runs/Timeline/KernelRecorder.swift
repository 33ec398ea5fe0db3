import Glibc
import Observing

/// The writer of a run's `kernels.bin`. It decides which steps are worth a record and which records
/// are not worth keeping any more: the further one lies from both ends, the wider apart.
public final class KernelRecorder {
  /// Records that are kept lie at most this share of the distance to the nearer end apart: about 300
  /// of a week of the paper's network, 11 MB.
  static let spacing = 16
  /// New ones come no closer than this share of the steps made.
  static let density = 1000
  /// Appended since the file was last thinned, before it is thinned again.
  static let slack = 64

  /// Where the file is: its folder may be moved.
  public var path: String
  private let shape: KernelTimeline.Shape
  private var file: Int32
  private(set) var steps: [Int]
  private var fresh: Int

  /// Opens the file to go on after `step`: what was recorded of later ones is dropped. A file that
  /// cannot be one of such kernels is begun anew.
  public init(path: String, shape: KernelTimeline.Shape, after step: Int) throws(RunsError) {
    self.path = path
    self.shape = shape
    file = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o644)
    steps = []
    fresh = 0
    guard file >= 0 else { throw .fileFailed(action: "open", path: path, code: errno) }
    if let header = FileBytes.read(KernelTimeline.headerLength, at: 0, of: file),
      case .shape(shape) = KernelTimeline.parse(header)
    {
      steps = KernelTimeline.steps(of: file, shape).filter { $0 <= step }
    } else {
      try begin()
    }
    try dropTail()
    fresh = max(0, steps.count - Self.kept(steps).count)
  }

  deinit { if file >= 0 { close(file) } }

  /// Whether so many steps have been made since the last record that the next is due.
  public func isDue(at step: Int) -> Bool {
    guard let last = steps.last else { return true }
    return step >= last + max(1, step / Self.density)
  }

  /// Appends a record. When that fails, the file is as it was.
  public func append(_ kernels: Kernels, step: Int) throws(RunsError) {
    precondition(KernelTimeline.Shape(kernels) == shape, "all records have one shape")
    guard step > steps.last ?? -1 else { return }
    if let code = FileBytes.write(shape.record(kernels, step: step), to: file) {
      try? dropTail()
      throw .fileFailed(action: "write", path: path, code: code)
    }
    steps.append(step)
    fresh += 1
    if fresh > Self.slack { try thin() }
  }

  /// The steps to keep: the first and the last, and between them as few as are close enough.
  static func kept(_ steps: [Int]) -> [Int] {
    guard let first = steps.first, let last = steps.last else { return [] }
    var kept = [first]
    for (step, next) in zip(steps.dropFirst(), steps.dropFirst(2)) {
      // Without it, the gap would be from the last one kept to the next.
      let gap = max(1, min(step, last - step) / spacing)
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

  /// Cuts off what is after the last record that counts.
  private func dropTail() throws(RunsError) {
    let end = shape.place(ofRecord: steps.count)
    guard ftruncate(file, off_t(end)) == 0 else {
      throw .fileFailed(action: "write", path: path, code: errno)
    }
    lseek(file, off_t(end), SEEK_SET)
  }

  /// Writes the file anew beside itself with fewer records, and puts it in its place. It is no
  /// checkpoint: it is not waited for until it is on the disk.
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
      let place = shape.place(ofRecord: index)
      if let record = FileBytes.read(shape.recordLength, at: place, of: file) {
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
    fresh = 0
  }
}
