import Glibc

/// The writer of a timeline's file. It determines which steps are recorded and which records are kept.
final class TimelineRecorder<Layout: TimelineLayout> {
  private typealias File = TimelineFile<Layout>

  /// The path of the file. It changes when the run is renamed.
  var path: String
  private var file: Int32
  /// The layout of the file; `nil` while it is empty.
  private(set) var layout: Layout?
  private(set) var steps: [Int] = []
  /// The number of records that were appended since records were last removed.
  private var newCount = 0

  /// Opens the file to continue after `step`: later records are removed. A damaged file is emptied.
  /// - Throws: `RunsError.fileFailed`.
  init(path: String, after step: Int) throws(RunsError) {
    self.path = path
    file = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o644)
    guard file >= 0 else { throw .fileFailed(action: "open", path: path, code: errno) }
    if case .layout(let layout) = File.header(of: file) {
      self.layout = layout
      steps = File.steps(of: file, layout).filter { $0 <= step }
    }
    try removeTail()
    newCount = max(0, steps.count - TimelineSpacing.kept(steps).count)
  }

  deinit { if file >= 0 { close(file) } }

  /// Empties the file and writes another header, unless it has this layout. If the layout includes that of
  /// the file, the records are kept.
  /// - Throws: `RunsError.fileFailed`.
  func begin(_ layout: Layout) throws(RunsError) {
    guard layout != self.layout else { return }
    if let old = self.layout, layout.includes(old) {
      try convert(from: old, to: layout)
      return
    }
    self.layout = nil
    steps = []
    newCount = 0
    try removeTail()
    if let code = FileBytes.write(layout.header, to: file) {
      try? removeTail()
      throw .fileFailed(action: "write", path: path, code: code)
    }
    self.layout = layout
  }

  /// Returns true if a record of this step is due.
  func isDue(at step: Int) -> Bool { TimelineSpacing.isDue(at: step, after: steps.last) }

  /// Appends a record. A step that is not after the last one is ignored.
  /// - Throws: `RunsError.fileFailed`; then the file is unchanged.
  func append(_ content: Layout.Content, step: Int) throws(RunsError) {
    guard let layout else { preconditionFailure("a file has a header before its records") }
    guard step > steps.last ?? -1 else { return }
    if let code = FileBytes.write(layout.record(content, step: step), to: file) {
      try? removeTail()
      throw .fileFailed(action: "write", path: path, code: code)
    }
    steps.append(step)
    newCount += 1
    if newCount > TimelineSpacing.slack { try thin(layout) }
  }

  /// Removes the bytes after the last valid record.
  private func removeTail() throws(RunsError) {
    let end = layout.map { File.offset(ofRecord: steps.count, $0) } ?? 0
    guard ftruncate(file, off_t(end)) == 0 else {
      throw .fileFailed(action: "write", path: path, code: errno)
    }
    lseek(file, off_t(end), SEEK_SET)
  }

  /// Removes records, so that those that `TimelineSpacing` keeps remain.
  private func thin(_ layout: Layout) throws(RunsError) {
    try rewrite(layout, keeping: TimelineSpacing.kept(steps)) { [file] index in
      File.record(at: index, of: file, layout)
    }
  }

  /// Writes all records in another layout, without damaged ones.
  private func convert(from old: Layout, to layout: Layout) throws(RunsError) {
    let contents = steps.enumerated().map { index, step in
      File.record(at: index, of: file, old).flatMap { old.content(ofRecord: $0, step: step) }
    }
    let kept = zip(steps, contents).compactMap { step, content in content == nil ? nil : step }
    try rewrite(layout, keeping: kept) { [steps] index in
      contents[index].map { layout.record($0, step: steps[index]) }
    }
    self.layout = layout
  }

  /// Writes a file with some of the records, which replaces this one. The recorder does not wait until it
  /// is on the disk: after a power failure, losing the timeline is acceptable.
  /// - Parameters:
  ///   - layout: The layout of the new file.
  ///   - kept: The steps of its records, in rising order.
  ///   - record: Returns the new bytes of the record at an index of this file; `nil` if it cannot be read.
  /// - Throws: `RunsError.fileFailed`; then the file is unchanged.
  private func rewrite(
    _ layout: Layout, keeping kept: [Int], record: (Int) -> [UInt8]?
  ) throws(RunsError) {
    let part = path + ".part"
    let new = open(part, O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
    guard new >= 0 else { throw .fileFailed(action: "create", path: part, code: errno) }
    var code = FileBytes.write(layout.header, to: new)
    var next = 0
    for (index, step) in steps.enumerated() where code == nil {
      guard next < kept.count, kept[next] == step else { continue }
      next += 1
      if let bytes = record(index) {
        code = FileBytes.write(bytes, to: new)
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
