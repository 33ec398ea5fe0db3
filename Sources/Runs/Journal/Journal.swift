import Glibc
import Synchronization

/// The writer of a run's `journal.jsonl`: one event a line (see `JournalLine`), only ever appended, each
/// line in one write. It holds the file's lock while it lives: that is how others see that the run is
/// going, and no run has two writers.
public final class Journal: Sendable {
  /// A run may get another name while it goes.
  private let names: Mutex<(run: String, path: String)>
  private let descriptor: Int32
  /// How long a torn line was that stood at its end when it was opened, and has been dropped.
  public let tornBytes: Int

  /// Opens the journal, creating it where there is none.
  init(path: String, run: String) throws(RunsError) {
    let descriptor = open(path, O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else {
      throw .fileFailed(action: "open", path: path, code: errno)
    }
    guard Self.takeLock(of: descriptor) else {
      close(descriptor)
      throw .alreadyRunning(run)
    }
    names = Mutex((run, path))
    self.descriptor = descriptor
    tornBytes = Self.dropTornLine(of: descriptor)
  }

  deinit { close(descriptor) }

  /// The run's name.
  public var run: String { names.withLock(\.run) }

  /// The run's folder has been moved.
  func follow(_ run: Run) { names.withLock { $0 = (run.name, run.journalPath) } }

  /// Appends one event; it is in the file, though perhaps not yet on the disk, when this returns.
  public func append(_ event: TrainingEvent) throws(RunsError) {
    try write(JournalLine.text(of: event) + "\n")
  }

  /// The length of the journal so far.
  public var position: JournalPosition {
    JournalPosition(run: run, bytes: Int(max(0, lseek(descriptor, 0, SEEK_END))))
  }

  /// Whether some process writes the journal at `path` now.
  static func isHeld(path: String) -> Bool {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return false }
    defer { close(descriptor) }
    return flock(descriptor, LOCK_SH | LOCK_NB) != 0
  }

  /// A shared lock is somebody looking whether the run is going, and over in a moment; an exclusive
  /// one is another writer.
  private static func takeLock(of descriptor: Int32) -> Bool {
    if flock(descriptor, LOCK_EX | LOCK_NB) == 0 { return true }
    guard flock(descriptor, LOCK_SH | LOCK_NB) == 0 else { return false }
    return flock(descriptor, LOCK_EX) == 0
  }

  /// After a crash in the middle of a write, the next line must not be glued to the torn one.
  private static func dropTornLine(of descriptor: Int32) -> Int {
    let size = lseek(descriptor, 0, SEEK_END)
    var end = size
    var bytes = [UInt8](repeating: 0, count: 4096)
    while end > 0 {
      let start = max(0, end - off_t(bytes.count))
      let count = pread(descriptor, &bytes, Int(end - start), start)
      guard count == Int(end - start) else { return 0 }
      if let newline = bytes[..<count].lastIndex(of: UInt8(ascii: "\n")) {
        end = start + off_t(newline) + 1
        break
      }
      end = start
    }
    guard size > end, ftruncate(descriptor, end) == 0 else { return 0 }
    return Int(size - end)
  }

  /// Waits until all that was appended is on the disk.
  public func synchronize() { fsync(descriptor) }

  private func write(_ text: String) throws(RunsError) {
    let end = lseek(descriptor, 0, SEEK_END)
    if let code = FileBytes.write(Array(text.utf8), to: descriptor) {
      // Half a line is none: what is written when there is room again must not be glued to it.
      if end >= 0 { ftruncate(descriptor, end) }
      throw .fileFailed(action: "write", path: names.withLock(\.path), code: code)
    }
  }
}
