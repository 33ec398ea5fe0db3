import Glibc

/// The folder of a run's event files inside of a folder that TensorBoard shows.
///
/// TensorBoard joins all event files of one folder to one run. So a folder with events of another run is never
/// used: the folder of a run is `NAME`, or the first of `NAME-2`, `NAME-3` and so on without such events. The
/// date at which a run started identifies it, and is in the first records of its files.
public struct EventFolder: Equatable, Sendable {
  /// The path of the folder, which need not exist yet.
  public internal(set) var path: String

  /// Finds the folder of a run.
  /// - Parameters:
  ///   - run: The name of the run.
  ///   - start: The date at which the run started, in seconds since 1970.
  ///   - directory: The folder that TensorBoard shows.
  /// - Throws: `ExchangeError.fileFailed`.
  init(of run: String, startedAt start: Double, in directory: String) throws(ExchangeError) {
    var number = 1
    while true {
      path = number == 1 ? "\(directory)/\(run)" : "\(directory)/\(run)-\(number)"
      if try canHoldEvents(ofRunStartedAt: start) { return }
      number += 1
    }
  }

  /// Creates a folder that TensorBoard shows, with the folders above it, unless it exists.
  /// - Throws: `ExchangeError.fileFailed` if it cannot be created, or no file can be created in it.
  public static func create(_ directory: String) throws(ExchangeError) {
    var path = directory.hasPrefix("/") ? "" : "."
    for part in directory.split(separator: "/") {
      path += "/\(part)"
      if mkdir(path, 0o777) != 0 {
        let code = errno
        guard code == EEXIST || access(path, F_OK) == 0 else {
          throw .fileFailed(action: "create", path: path, code: code)
        }
      }
      guard isFolder(path) else {
        throw .fileFailed(action: "create", path: directory, code: ENOTDIR)
      }
    }
    guard access(path, W_OK | X_OK) == 0 else {
      throw .fileFailed(action: "create", path: "\(directory)/RUN", code: errno)
    }
  }

  /// The paths of the event files, in the order in which TensorBoard reads them; empty without the folder.
  /// - Throws: `ExchangeError.fileFailed`.
  func files() throws(ExchangeError) -> [String] {
    guard let folder = opendir(path) else {
      if errno == ENOENT { return [] }
      throw .fileFailed(action: "read", path: path, code: errno)
    }
    defer { closedir(folder) }
    var names: [String] = []
    while let entry = readdir(folder) {
      let name = withUnsafeBytes(of: entry.pointee.d_name) { bytes in
        String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
      }
      if name.contains("tfevents") { names.append(name) }
    }
    return names.sorted().map { "\(path)/\($0)" }
  }

  /// Returns the path of a new event file, which TensorBoard reads after all others.
  /// - Parameter date: The date in the name, in seconds since 1970.
  func newFile(at date: Double) throws(ExchangeError) -> String {
    var host = [CChar](repeating: 0, count: 256)
    gethostname(&host, host.count - 1)
    let name = String(
      decoding: host.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    // TensorBoard sorts the files by their names.
    let latest = try files().last.flatMap(Self.seconds) ?? 0
    let seconds = max(Int(date), latest + 1)
    return "\(path)/events.out.tfevents.\(seconds).\(name.isEmpty ? "host" : name).\(getpid())"
  }

  /// Returns the date in the name of an event file; `nil` for another form of name.
  private static func seconds(ofFile path: String) -> Int? {
    let name = path.split(separator: "/").last ?? ""
    let parts = name.split(separator: ".")
    return parts.firstIndex(of: "tfevents").flatMap { index in
      index + 1 < parts.count ? Int(parts[index + 1]) : nil
    }
  }

  /// Returns true if the folder has no events of another run.
  private func canHoldEvents(ofRunStartedAt start: Double) throws(ExchangeError) -> Bool {
    guard access(path, F_OK) == 0 else { return true }
    guard Self.isFolder(path) else { return false }
    for file in try files() {
      switch try Self.owner(of: file) {
      case .nothing: break
      case .run(let time): if time != start { return false }
      case .other: return false
      }
    }
    return true
  }

  private enum Owner {
    /// The file has no complete record besides the version.
    case nothing
    /// The run that started at a date.
    case run(start: Double)
    /// The file of another program.
    case other
  }

  private static func owner(of file: String) throws(ExchangeError) -> Owner {
    let reader = try EventRecordReader(path: file)
    // The version, a restart or the start of the run, and after a restart the start of the run.
    for number in 0..<3 {
      guard let data = reader.next() else { return .nothing }
      guard let event = try? Tensorboard_Event(serializedBytes: data) else { return .other }
      if let start = Hyperparameters.startTime(in: event) { return .run(start: start) }
      if number > 0, case .sessionLog? = event.what { continue }
      if number > 0 { return .other }
    }
    return .other
  }

  private static func isFolder(_ path: String) -> Bool {
    var status = stat()
    return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
  }
}

/// The end of the event files of a folder.
struct EventFolderEnd {
  /// The greatest step with numbers; `nil` without any.
  private(set) var step: Int?
  /// The latest date of a record, in seconds since 1970.
  private(set) var date = -Double.infinity

  /// Reads all records of some files.
  /// - Throws: `ExchangeError.fileFailed`.
  init(of files: [String]) throws(ExchangeError) {
    for file in files {
      let reader = try EventRecordReader(path: file)
      while let data = reader.next() {
        guard let event = try? Tensorboard_Event(serializedBytes: data) else { break }
        date = max(date, event.wallTime)
        let first = event.summary.value.first?.tag
        if first == ScalarTag.trainLoss.rawValue || first == ScalarTag.validationLoss.rawValue {
          step = max(step ?? 0, Int(event.step))
        }
        if case .sessionLog? = event.what { step = Int(event.step) - 1 }
      }
    }
  }
}
