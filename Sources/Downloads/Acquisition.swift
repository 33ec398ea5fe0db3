import Archives
import Glibc

/// Gets a data set: fetches its archive, or takes the one that somebody has put there by hand, unpacks
/// it beside its place, and gives it its name when all of it is there.
public struct Acquisition {
  /// What it is doing.
  public enum Stage: Equatable, Sendable {
    case fetching(bytes: Int, total: Int)
    case checking
    case unpacking
  }

  private let set: FreeSet
  private let directory: String
  private let url: String
  private let patience: Download.Patience
  private let shouldStop: () -> Bool
  private let onStage: (Stage) -> Void

  /// - Parameters:
  ///   - set: the data set.
  ///   - directory: where the set's folder is to be; it is made where there is none.
  ///   - url: another address of the same file.
  ///   - patience: the time limits of the download.
  ///   - shouldStop: asked several times a second.
  ///   - onStage: called with each stage and with the progress of the download.
  public init(
    of set: FreeSet, in directory: String, from url: String? = nil,
    patience: Download.Patience = .init(), shouldStop: @escaping () -> Bool = { false },
    onStage: @escaping (Stage) -> Void = { _ in }
  ) {
    self.set = set
    self.directory = directory
    self.url = url ?? set.file.url
    self.patience = patience
    self.shouldStop = shouldStop
    self.onStage = onStage
  }

  /// Where the set is, or will be.
  public var place: String { "\(directory)/\(set.folder)" }
  public var isThere: Bool { access(place, F_OK) == 0 }
  private var archive: String { "\(directory)/\(set.archive)" }
  private var unpacked: String { "\(directory)/.\(set.folder).unpacking" }

  /// Gets the set unless it is there.
  /// - Throws: `DownloadError` or `ArchiveError`.
  public func run() throws {
    guard !isThere else { return }
    try makeDirectory()
    var file = set.file
    file.url = url
    let isOurs = access(archive, F_OK) != 0
    if isOurs {
      try Download.fetch(
        file, to: archive, patience: patience, shouldStop: shouldStop,
        onProgress: { onStage(.fetching(bytes: $0, total: file.bytes)) })
    } else {
      onStage(.checking)
      try file.check(fileAt: archive, shouldStop: shouldStop)
    }
    try unpack()
    if isOurs { unlink(archive) }
  }

  private func makeDirectory() throws(DownloadError) {
    var path = directory.hasPrefix("/") ? "" : "."
    for part in directory.split(separator: "/") {
      path += "/\(part)"
      guard mkdir(path, 0o755) == 0 || errno == EEXIST || access(path, F_OK) == 0 else {
        throw .unwritable(path: path, code: errno)
      }
    }
  }

  /// Who holds the archive's lock unpacks; what another left in the middle is thrown away.
  private func unpack() throws {
    onStage(.unpacking)
    let descriptor = open(archive, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw DownloadError.unreadable(path: archive, code: errno) }
    defer { close(descriptor) }
    guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
      throw DownloadError.busy(path: archive)
    }
    FolderRemoval.remove(unpacked)
    defer { FolderRemoval.remove(unpacked) }
    try Unpacking.unpack(
      Archive(path: archive), to: unpacked, limits: set.limits, shouldStop: shouldStop)
    // The name is to be worth something even after a power failure.
    sync()
    guard rename("\(unpacked)/\(set.folder)", place) == 0 else {
      throw errno == ENOENT
        ? ArchiveError.damaged(
          archive: archive, member: nil, reason: "the folder \(set.folder) is not in it")
        : .unwritable(path: place, code: errno)
    }
  }
}
