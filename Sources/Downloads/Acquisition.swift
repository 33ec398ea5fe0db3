import Archives
import Glibc

/// Gets a data set: fetches what it consists of, or takes what was put there by hand, and gives its
/// folder its name when all of it is there. An archive is unpacked beside its place; files that are no
/// archive are gathered there.
public struct Acquisition {
  /// What it is doing.
  public enum Stage: Equatable, Sendable {
    case fetching(bytes: Int, total: Int)
    case checking
    case unpacking
  }

  private let set: FreeSet
  private let directory: String
  private let url: String?
  private let patience: Download.Patience
  private let shouldStop: () -> Bool
  private let onStage: (Stage) -> Void

  /// - Parameters:
  ///   - set: the data set.
  ///   - directory: where the set's folder is to be; it is made where there is none.
  ///   - url: another address of the same archive; of a set of several files, of their folder.
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
    self.url = url
    self.patience = patience
    self.shouldStop = shouldStop
    self.onStage = onStage
  }

  /// Where the set is, or will be.
  public var place: String { "\(directory)/\(set.folder)" }
  /// True if nothing has to be fetched.
  public var isThere: Bool {
    return set.limits != nil
      ? access(place, F_OK) == 0
      : set.pieces.allSatisfy { access("\(place)/\($0.name)", F_OK) == 0 }
  }
  /// Where what was fetched by hand is put.
  public var placeByHand: String { return set.limits != nil ? directory : place }

  /// Gets the set unless it is there.
  /// - Throws: `DownloadError` or `ArchiveError`.
  public func run() throws {
    guard !isThere else { return }
    try makeFolder(directory)
    if let limits = set.limits { try getArchive(limits) } else { try getFiles() }
  }

  /// The file of a piece, with the address that was asked for.
  private func file(_ piece: FreeSet.Piece) -> RemoteFile {
    var file = piece.file
    if let url { file.url = set.pieces.count > 1 ? "\(url)/\(piece.name)" : url }
    return file
  }

  /// - Parameter before: The bytes of the pieces that are there.
  private func fetch(_ piece: FreeSet.Piece, to path: String, before: Int) throws {
    try Download.fetch(
      file(piece), to: path, patience: patience, shouldStop: shouldStop,
      onProgress: { onStage(.fetching(bytes: before + $0, total: set.bytes)) })
  }

  private func makeFolder(_ folder: String) throws(DownloadError) {
    var path = folder.hasPrefix("/") ? "" : "."
    for part in folder.split(separator: "/") {
      path += "/\(part)"
      guard mkdir(path, 0o755) == 0 || errno == EEXIST || access(path, F_OK) == 0 else {
        throw .unwritable(path: path, code: errno)
      }
    }
  }

  // MARK: - Files

  private var gathered: String { "\(directory)/.\(set.folder).gathering" }

  /// What has been fetched stays with the gathered files, whatever happens, for the next attempt.
  private func getFiles() throws {
    try makeFolder(gathered)
    var bytes = 0
    for piece in set.pieces {
      try getFile(piece, before: bytes)
      bytes += piece.file.bytes
    }
    sync()
    if access(place, F_OK) != 0 {
      try move(gathered, to: place)
    } else {
      for piece in set.pieces where access("\(gathered)/\(piece.name)", F_OK) == 0 {
        try move("\(gathered)/\(piece.name)", to: "\(place)/\(piece.name)")
      }
      FolderRemoval.remove(gathered)
    }
  }

  /// A file that was put at its place by hand is checked and left.
  private func getFile(_ piece: FreeSet.Piece, before: Int) throws {
    let byHand = "\(place)/\(piece.name)"
    let path = "\(gathered)/\(piece.name)"
    if access(byHand, F_OK) == 0 {
      onStage(.checking)
      try file(piece).check(fileAt: byHand, shouldStop: shouldStop)
    } else if access(path, F_OK) != 0 {
      // Nothing is at this path that has not been checked.
      try fetch(piece, to: path, before: before)
    }
  }

  private func move(_ source: String, to target: String) throws(DownloadError) {
    guard rename(source, target) == 0 else { throw .unwritable(path: target, code: errno) }
  }

  // MARK: - An archive

  private var archive: String { "\(directory)/\(set.pieces[0].name)" }
  private var unpacked: String { "\(directory)/.\(set.folder).unpacking" }

  private func getArchive(_ limits: Unpacking.Limits) throws {
    let isOurs = access(archive, F_OK) != 0
    if isOurs {
      try fetch(set.pieces[0], to: archive, before: 0)
    } else {
      onStage(.checking)
      try file(set.pieces[0]).check(fileAt: archive, shouldStop: shouldStop)
    }
    try unpack(limits)
    if isOurs { unlink(archive) }
  }

  /// Who holds the archive's lock unpacks; what another left in the middle is thrown away.
  private func unpack(_ limits: Unpacking.Limits) throws {
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
      Archive(path: archive), to: unpacked, limits: limits, shouldStop: shouldStop)
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
