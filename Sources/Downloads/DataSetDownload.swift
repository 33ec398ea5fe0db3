import Archives
import Glibc
import Machine

/// The download of a data set. It fetches the files of the set, or verifies and uses those that the
/// user fetched. The files are collected, or an archive is unpacked, in a temporary folder. The
/// set's folder gets its name only when it is complete. If the folder of a set of files exists
/// already, the missing files are moved into it.
public struct DataSetDownload {
  /// A stage of the download.
  public enum Stage: Equatable, Sendable {
    /// Files are fetched: `bytes` of `total` have arrived.
    case fetching(bytes: Int, total: Int)
    /// A file that the user fetched is verified.
    case checking
    /// The archive is unpacked.
    case unpacking
  }

  private let dataSet: PublicDataSet
  private let directory: String
  private let url: String?
  private let retries: RetryPolicy
  private let shouldStop: () -> Bool
  private let onStage: (Stage) -> Void

  /// Prepares the download of a data set.
  /// - Parameters:
  ///   - set: The data set.
  ///   - directory: The parent of the set's folder. It is created if it does not exist.
  ///   - url: Another address of the archive; for a set of several files, of the folder that contains
  ///     them. `nil` for the addresses of the set.
  ///   - retries: The time limits and the number of attempts.
  ///   - shouldStop: Called several times a second; the download stops when it returns `true`.
  ///   - onStage: Called with each stage and with the progress of the download.
  public init(
    of set: PublicDataSet, in directory: String, from url: String? = nil,
    retries: RetryPolicy = .init(), shouldStop: @escaping () -> Bool = { false },
    onStage: @escaping (Stage) -> Void = { _ in }
  ) {
    self.dataSet = set
    self.directory = directory
    self.url = url
    self.retries = retries
    self.shouldStop = shouldStop
    self.onStage = onStage
  }

  /// The path of the set's folder, which exists when the download is complete.
  public var path: String { "\(directory)/\(dataSet.folder)" }

  /// True if the set was unpacked from its archive. The unpacked folder gets its name only when it
  /// is complete. Files of a set that is not published as an archive can come from the user, so they
  /// are always verified.
  public var isUnpacked: Bool {
    dataSet.unpackingLimits != nil && access(path, F_OK) == 0
  }

  /// The folder in which the user places files that were fetched in another way.
  public var manualFolder: String { dataSet.unpackingLimits != nil ? directory : path }

  /// Fetches and verifies what is missing of the set.
  /// - Throws: `DownloadError` or `ArchiveError`.
  public func run() throws {
    guard !isUnpacked else { return }
    try makeFolder(directory)
    if let limits = dataSet.unpackingLimits { try getArchive(limits) } else { try getFiles() }
  }

  /// Returns the address, length and checksum of a file. If the caller gave `url`, the address is
  /// `url`, or for a set of several files the file's name in it.
  private func remote(_ file: PublicDataSet.NamedFile) -> RemoteFile {
    var remote = file.remote
    if let url { remote.url = dataSet.files.count > 1 ? "\(url)/\(file.name)" : url }
    return remote
  }

  /// Fetches one file.
  /// - Parameter bytesBefore: The bytes of the set's files before this one.
  private func fetch(
    _ file: PublicDataSet.NamedFile, to path: String, bytesBefore: Int
  ) throws {
    try Download.fetch(
      remote(file), to: path, retries: retries, shouldStop: shouldStop,
      onProgress: { onStage(.fetching(bytes: bytesBefore + $0, total: dataSet.bytes)) })
  }

  private func makeFolder(_ folder: String) throws(DownloadError) {
    var path = folder.hasPrefix("/") ? "" : "."
    for name in folder.split(separator: "/") {
      path += "/\(name)"
      guard mkdir(path, 0o755) == 0 || errno == EEXIST || access(path, F_OK) == 0 else {
        throw .unwritable(path: path, code: errno)
      }
    }
  }

  // MARK: - Files

  /// The temporary folder for fetched files. It exists until all files of the set are fetched.
  private var collected: String { "\(directory)/.\(dataSet.folder).gathering" }

  /// Fetches and verifies the files of a set that is not published as an archive. After an error the
  /// collected files are kept for the next attempt. Nothing is written if all files exist already,
  /// because their folder can be read-only.
  private func getFiles() throws {
    if dataSet.files.contains(where: { access("\(path)/\($0.name)", F_OK) != 0 }) {
      try makeFolder(collected)
    }
    var bytes = 0
    for file in dataSet.files {
      try getFile(file, bytesBefore: bytes)
      bytes += file.remote.bytes
    }
    sync()
    if access(path, F_OK) != 0 {
      try move(collected, to: path)
    } else {
      for file in dataSet.files where access("\(collected)/\(file.name)", F_OK) == 0 {
        try move("\(collected)/\(file.name)", to: "\(path)/\(file.name)")
      }
      FolderRemoval.remove(collected)
    }
  }

  /// Fetches a file. A file that is already in the set's folder is verified and kept.
  private func getFile(_ file: PublicDataSet.NamedFile, bytesBefore: Int) throws {
    let manual = "\(path)/\(file.name)"
    let fetched = "\(collected)/\(file.name)"
    if access(manual, F_OK) == 0 {
      onStage(.checking)
      try remote(file).check(fileAt: manual, shouldStop: shouldStop)
    } else if access(fetched, F_OK) != 0 {
      // A file that exists at this path was verified by an earlier attempt.
      try fetch(file, to: fetched, bytesBefore: bytesBefore)
    }
  }

  private func move(_ source: String, to target: String) throws(DownloadError) {
    guard rename(source, target) == 0 else { throw .unwritable(path: target, code: errno) }
  }

  // MARK: - An archive

  private var archive: String { "\(directory)/\(dataSet.files[0].name)" }
  private var unpacked: String { "\(directory)/.\(dataSet.folder).unpacking" }

  /// Fetches and unpacks the archive. An archive that the user fetched is verified and kept.
  private func getArchive(_ limits: Unpacking.Limits) throws {
    let isManual = access(archive, F_OK) == 0
    if isManual {
      onStage(.checking)
      try remote(dataSet.files[0]).check(fileAt: archive, shouldStop: shouldStop)
    } else {
      try fetch(dataSet.files[0], to: archive, bytesBefore: 0)
    }
    try unpack(limits)
    if !isManual { unlink(archive) }
  }

  /// Unpacks the archive. A lock on the archive excludes other processes, so a folder that an earlier
  /// process has left can be deleted.
  private func unpack(_ limits: Unpacking.Limits) throws {
    onStage(.unpacking)
    let descriptor = open(archive, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw DownloadError.unreadable(path: archive, code: errno) }
    defer { FileLock.releaseAndClose(descriptor) }
    guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
      throw DownloadError.busy(path: archive)
    }
    FolderRemoval.remove(unpacked)
    defer { FolderRemoval.remove(unpacked) }
    try Unpacking.unpack(
      Archive(path: archive), to: unpacked, limits: limits, shouldStop: shouldStop)
    // The contents are written to the disk before the new name, so that a power failure cannot leave an
    // incomplete folder under it.
    sync()
    guard rename("\(unpacked)/\(dataSet.folder)", path) == 0 else {
      throw errno == ENOENT
        ? ArchiveError.damaged(
          archive: archive, member: nil, reason: "the folder '\(dataSet.folder)' is missing in it")
        : .unwritable(path: path, code: errno)
    }
  }
}
