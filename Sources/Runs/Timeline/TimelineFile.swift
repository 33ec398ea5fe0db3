import Glibc
import Machine

/// The records of a timeline's file, which can grow, and be replaced by one with fewer records, while it
/// is read.
struct TimelineFile<Layout: TimelineLayout>: Equatable, Sendable {
  let path: String
  let layout: Layout
  /// The step of each record, in rising order.
  let steps: [Int]

  /// Reads the steps of all records; `nil` if the file does not exist or its header is damaged.
  /// - Throws: `RunsError.newerTimeline` or `.fileFailed`.
  init?(path: String) throws(RunsError) {
    let file = open(path, O_RDONLY | O_CLOEXEC)
    guard file >= 0 else {
      if errno == ENOENT { return nil }
      throw .fileFailed(action: "read", path: path, code: errno)
    }
    defer { close(file) }
    switch Self.header(of: file) {
    case .layout(let layout): self.layout = layout
    case .newer(let version): throw .newerTimeline(path: path, version: version)
    case .damaged: return nil
    }
    self.path = path
    steps = Self.steps(of: file, layout)
  }

  /// Returns the index of the last record whose step is at most `step`, or 0 if all records are
  /// later; `nil` if there are no records.
  func index(at step: Int) -> Int? {
    steps.isEmpty ? nil : (steps.lastIndex { $0 <= step } ?? 0)
  }

  /// Reads records.
  /// - Returns: The content of each; `nil` for one that is damaged, or if the file was replaced.
  func contents(at indices: some Sequence<Int>) -> [Layout.Content?] {
    let file = open(path, O_RDONLY | O_CLOEXEC)
    guard file >= 0 else { return indices.map { _ in nil } }
    defer { close(file) }
    return indices.map { index in
      Self.record(at: index, of: file, layout)
        .flatMap { layout.content(ofRecord: $0, step: steps[index]) }
    }
  }

  // MARK: - Parts of the file

  static func header(of file: Int32) -> TimelineHeader<Layout> {
    guard let start = OpenFile.bytes(Layout.fieldsOffset + 4, at: 0, of: file),
      let length = Layout.fieldsLength(start[Layout.fieldsOffset...]),
      length <= Layout.maximumFieldsLength,
      let bytes = OpenFile.bytes(Layout.fieldsOffset + length + 4, at: 0, of: file)
    else { return .damaged }
    return TimelineHeader(bytes)
  }

  /// Reads the steps of the records. Reading ends at the first step that is not larger than the one
  /// before it; that record and all later ones are ignored.
  static func steps(of file: Int32, _ layout: Layout) -> [Int] {
    let size = Int(lseek(file, 0, SEEK_END))
    let count = max(0, size - layout.headerLength) / layout.recordLength
    var steps: [Int] = []
    steps.reserveCapacity(count)
    for index in 0..<count {
      guard let bytes = OpenFile.bytes(8, at: offset(ofRecord: index, layout), of: file) else {
        break
      }
      let step = Int(truncatingIfNeeded: bytes.little(UInt64.self, at: 0))
      guard step >= 0, step > steps.last ?? -1 else { break }
      steps.append(step)
    }
    return steps
  }

  /// Reads the bytes of a record; `nil` if the file is shorter.
  static func record(at index: Int, of file: Int32, _ layout: Layout) -> [UInt8]? {
    OpenFile.bytes(layout.recordLength, at: offset(ofRecord: index, layout), of: file)
  }

  /// Returns the offset of a record in the file, in bytes.
  static func offset(ofRecord index: Int, _ layout: Layout) -> Int {
    layout.headerLength + index * layout.recordLength
  }
}
