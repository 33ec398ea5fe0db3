import Glibc
import Machine
import Synchronization

/// The writer of a run's `journal.jsonl`. Each event is one line (see `JournalLine`), appended with one
/// write. The writer holds a lock on the file until it releases it or is deinitialised: the lock shows other
/// processes that the run trains, and prevents a second writer.
public final class Journal: Sendable {
  /// The run's name and the file's path, which change when the run is renamed.
  private let names: Mutex<(run: String, path: String)>
  private let isReleased = Atomic(false)
  private let descriptor: Int32
  /// The number of bytes of an incomplete last line that was removed when the journal was opened.
  public let tornBytes: Int

  /// Opens the journal, and creates it if it does not exist.
  /// - Throws: `RunsError.alreadyRunning` if another process writes the journal, and
  ///   `RunsError.fileFailed`.
  init(path: String, run: String) throws(RunsError) {
    let descriptor = open(path, O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else {
      throw .fileFailed(action: "open", path: path, code: errno)
    }
    guard Self.lock(descriptor) else {
      close(descriptor)
      throw .alreadyRunning(run)
    }
    names = Mutex((run, path))
    self.descriptor = descriptor
    tornBytes = Self.removeTornLine(of: descriptor)
  }

  deinit { FileLock.releaseAndClose(descriptor) }

  /// The run's name.
  public var run: String { names.withLock(\.run) }

  /// Sets the name and the path after the run was renamed.
  func setRun(_ run: Run) { names.withLock { $0 = (run.name, run.journalPath) } }

  /// Appends one event. On return the event is in the file, but possibly not yet on the disk.
  /// - Throws: `RunsError.fileFailed`; then the file is unchanged.
  public func append(_ event: TrainingEvent) throws(RunsError) {
    try write(JournalLine.text(of: event) + "\n")
  }

  /// Releases the lock after the run has ended. Then other processes can rename, delete or resume the run,
  /// although this process continues. Warnings about the ended run can still be appended.
  public func release() {
    isReleased.store(true, ordering: .relaxed)
    flock(descriptor, LOCK_UN)
  }

  /// True if the run still belongs to this writer: it was neither deleted, renamed nor resumed by another
  /// process after ``release()``.
  public var isCurrent: Bool {
    guard isReleased.load(ordering: .relaxed) else { return true }
    let path = names.withLock(\.path)
    var (own, atPath) = (stat(), stat())
    guard fstat(descriptor, &own) == 0, stat(path, &atPath) == 0 else { return false }
    return own.st_ino == atPath.st_ino && own.st_dev == atPath.st_dev && !Self.isLocked(path: path)
  }

  /// The end of the journal.
  public var position: JournalPosition {
    JournalPosition(run: run, bytes: Int(max(0, lseek(descriptor, 0, SEEK_END))))
  }

  /// Returns true if a process writes the journal at `path`.
  static func isLocked(path: String) -> Bool {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return false }
    defer { FileLock.releaseAndClose(descriptor) }
    return flock(descriptor, LOCK_SH | LOCK_NB) != 0
  }

  /// Locks the file. If another process holds a shared lock, it is in `isLocked` and releases the lock at
  /// once; if it holds an exclusive lock, it is another writer.
  private static func lock(_ descriptor: Int32) -> Bool {
    if flock(descriptor, LOCK_EX | LOCK_NB) == 0 { return true }
    guard flock(descriptor, LOCK_SH | LOCK_NB) == 0 else { return false }
    return flock(descriptor, LOCK_EX) == 0
  }

  /// Removes an incomplete last line, the result of a crash, so that the next event starts a new line.
  /// - Returns: The number of bytes that were removed.
  private static func removeTornLine(of descriptor: Int32) -> Int {
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

  /// Waits until all appended events are on the disk.
  public func synchronize() { fsync(descriptor) }

  private func write(_ text: String) throws(RunsError) {
    let end = lseek(descriptor, 0, SEEK_END)
    if let code = FileBytes.write(Array(text.utf8), to: descriptor) {
      // A part of the line can have been written. Without its removal, the next event would be appended to it.
      if end >= 0 { ftruncate(descriptor, end) }
      throw .fileFailed(action: "write", path: names.withLock(\.path), code: code)
    }
  }
}
