import Glibc

/// The unpacking of an archive into a new folder. Nothing outside this folder is written. Only
/// regular files and folders are created, and no file is overwritten. Their number and size are
/// limited. Modes and owners in the archive are ignored.
public struct Unpacking {
  /// The limits above which an archive is refused.
  public struct Limits: Sendable {
    /// The greatest number of bytes of all files together.
    public var bytes: Int
    /// The greatest number of members.
    public var members: Int

    /// Creates limits.
    public init(bytes: Int, members: Int) {
      self.bytes = bytes
      self.members = members
    }
  }

  private let folder: String
  private let limits: Limits
  private let shouldStop: () -> Bool

  /// Unpacks an archive.
  /// - Parameters:
  ///   - archive: An archive from which no member has been read yet.
  ///   - folder: The path of the folder to create. It must not exist. After an error the caller deletes it.
  ///   - limits: The limits above which the archive is refused.
  ///   - shouldStop: Called before each read of up to 256 KiB; unpacking stops when it returns
  ///     `true`.
  /// - Throws: `ArchiveError`, which is `.stopped` if `shouldStop` returned `true`.
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
    let block = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 18, alignment: 64)
    defer { block.deallocate() }
    var bytes = 0
    var members = 0
    var folders: Set<String> = []
    while let member = try archive.next() {
      members += 1
      guard members <= limits.members else {
        throw .tooManyMembers(archive: archive.name, limit: limits.members)
      }
      guard let names = Self.names(in: member.path) else {
        throw .leadsOutside(archive: archive.name, member: member.path)
      }
      switch member.kind {
      case .folder: try makeFolders(names, &folders)
      case .file where !names.isEmpty:
        try makeFolders(names.dropLast(), &folders)
        try write(archive, names.joined(separator: "/"), &bytes, block)
      case .file, .symbolicLink, .hardLink, .device:
        throw .notAFile(archive: archive.name, member: member.path)
      }
    }
  }

  /// Returns the names in a relative path; `nil` if the path is absolute or contains "..", because
  /// it could lead out of the folder.
  private static func names(in path: String) -> [Substring]? {
    guard !path.hasPrefix("/") else { return nil }
    let names = path.split(separator: "/").filter { $0 != "." }
    return names.contains("..") ? nil : names
  }

  private func makeFolders(
    _ names: some Sequence<Substring>, _ made: inout Set<String>
  ) throws(ArchiveError) {
    var path = folder
    for name in names {
      path += "/\(name)"
      guard !made.contains(path) else { continue }
      guard mkdir(path, 0o755) == 0 else { throw .unwritable(path: path, code: errno) }
      made.insert(path)
    }
  }

  /// Writes the current member.
  /// - Parameters:
  ///   - name: The path below the folder.
  ///   - total: The number of bytes unpacked so far, to which the bytes of this member are added.
  private func write(
    _ archive: Archive, _ name: String, _ total: inout Int,
    _ block: UnsafeMutableRawBufferPointer
  ) throws(ArchiveError) {
    let path = "\(folder)/\(name)"
    // Existing files and links are never opened, so a link cannot redirect the bytes.
    let file = open(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o644)
    guard file >= 0 else { throw .unwritable(path: path, code: errno) }
    defer { close(file) }
    while true {
      guard !shouldStop() else { throw .stopped }
      let count = try archive.read(into: block)
      guard count > 0 else { return }
      total += count
      guard total <= limits.bytes else {
        throw .tooManyBytes(archive: archive.name, limit: limits.bytes)
      }
      try write(UnsafeRawBufferPointer(block)[..<count], to: file, path)
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
