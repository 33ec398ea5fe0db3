import Glibc

/// Puts an archive's files into a new folder, and nothing anywhere else: only plain files and folders
/// are made, under paths that stay inside, each once, and no more than was agreed on. Modes and owners
/// that the archive names are not taken over.
public struct Unpacking {
  /// What an archive may come to; past that it is not what it should be.
  public struct Limits: Sendable {
    public var bytes: Int
    public var members: Int

    public init(bytes: Int, members: Int) {
      self.bytes = bytes
      self.members = members
    }
  }

  private let folder: String
  private let limits: Limits
  private let shouldStop: () -> Bool

  /// - Parameters:
  ///   - archive: the archive, at its beginning.
  ///   - folder: is made; it must not be there. What is in it after an error is to be thrown away.
  ///   - limits: the most that the archive may unpack to.
  ///   - shouldStop: asked between two pieces of a file.
  public static func unpack(
    _ archive: Archive, to folder: String, limits: Limits,
    shouldStop: @escaping () -> Bool = { false }
  ) throws(ArchiveError) {
    guard mkdir(folder, 0o755) == 0 else { throw .unwritable(path: folder, code: errno) }
    let unpacking = Unpacking(folder: folder, limits: limits, shouldStop: shouldStop)
    try unpacking.run(archive)
  }

  private init(folder: String, limits: Limits, shouldStop: @escaping () -> Bool) {
    self.folder = folder
    self.limits = limits
    self.shouldStop = shouldStop
  }

  private func run(_ archive: Archive) throws(ArchiveError) {
    let piece = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 18, alignment: 64)
    defer { piece.deallocate() }
    var bytes = 0
    var members = 0
    var folders: Set<String> = []
    while let member = try archive.next() {
      members += 1
      guard members <= limits.members else {
        throw .tooManyMembers(archive: archive.name, limit: limits.members)
      }
      guard let parts = Self.parts(of: member.path) else {
        throw .leadsOutside(archive: archive.name, member: member.path)
      }
      switch member.kind {
      case .folder: try makeFolders(parts, &folders)
      case .file where !parts.isEmpty:
        try makeFolders(parts.dropLast(), &folders)
        try write(archive, member, parts.joined(separator: "/"), &bytes, piece)
      default: throw .notAFile(archive: archive.name, member: member.path)
      }
    }
  }

  /// A path's names from the folder on; nil when it would lead out of it.
  static func parts(of path: String) -> [Substring]? {
    guard !path.hasPrefix("/") else { return nil }
    let parts = path.split(separator: "/").filter { $0 != "." }
    return parts.contains("..") ? nil : parts
  }

  private func makeFolders(
    _ parts: some Sequence<Substring>, _ made: inout Set<String>
  ) throws(ArchiveError) {
    var path = folder
    for part in parts {
      path += "/\(part)"
      guard !made.contains(path) else { continue }
      guard mkdir(path, 0o755) == 0 else { throw .unwritable(path: path, code: errno) }
      made.insert(path)
    }
  }

  private func write(
    _ archive: Archive, _ member: Archive.Member, _ name: String, _ total: inout Int,
    _ piece: UnsafeMutableRawBufferPointer
  ) throws(ArchiveError) {
    let path = "\(folder)/\(name)"
    // Nothing that is there is ever opened, so there is nothing to be led astray by.
    let file = open(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o644)
    guard file >= 0 else { throw .unwritable(path: path, code: errno) }
    defer { close(file) }
    while true {
      guard !shouldStop() else { throw .stopped }
      let count = try archive.read(into: piece)
      guard count > 0 else { return }
      total += count
      guard total <= limits.bytes else {
        throw .tooManyBytes(archive: archive.name, limit: limits.bytes)
      }
      try write(UnsafeRawBufferPointer(piece)[..<count], to: file, path)
    }
  }

  private func write(
    _ bytes: Slice<UnsafeRawBufferPointer>, to file: Int32, _ path: String
  ) throws(ArchiveError) {
    var rest = bytes
    while !rest.isEmpty {
      let count = Glibc.write(
        file, UnsafeRawBufferPointer(rebasing: rest).baseAddress, rest.count)
      guard count >= 0 || errno == EINTR else { throw .unwritable(path: path, code: errno) }
      rest = rest.dropFirst(max(count, 0))
    }
  }
}
