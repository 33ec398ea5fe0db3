import CArchive
import Glibc

/// A tar or zip archive, plain or compressed, that is read from front to end without unpacking it
/// (libarchive). It is in a file, or in a member of another archive: ImageNet's training archive is a
/// tar of tars. Only one thread can use it.
public final class Archive {
  /// A file, folder, link or device in an archive.
  public struct Member: Equatable, Sendable {
    /// The kind of a member.
    public enum Kind: Sendable {
      /// A regular file.
      case file
      /// A folder.
      case folder
      /// A symbolic link.
      case symbolicLink
      /// A hard link.
      case hardLink
      /// A device, pipe or socket.
      case device
    }
    /// The path in the archive, which is not checked in any way.
    public var path: String
    /// The kind of the member.
    public var kind: Kind
    /// The size in bytes; `nil` if the archive does not contain it before the member's bytes.
    public var size: Int?
  }

  /// The path of the file. For an archive in another one, the names of both: "a.tar: b.tar".
  public let name: String
  /// The archive that this one is read from, which must outlive it.
  private let outer: Archive?
  private let handle: OpaquePointer
  private var current: Member?

  /// Opens an archive in a file.
  /// - Throws: `.unreadable`. A file that is not an archive is an error of ``next()``.
  public init(path: String) throws(ArchiveError) {
    name = path
    outer = nil
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw .unreadable(archive: path, code: errno) }
    // The file is read once, from front to end, so the system can read far ahead.
    posix_fadvise(descriptor, 0, 0, POSIX_FADV_SEQUENTIAL)
    guard let handle = carchive_open_file(descriptor) else {
      throw .unreadable(archive: path, code: ENOMEM)
    }
    self.handle = handle
  }

  /// Opens the current member of `outer` as an archive. `outer` must not be used until this archive is
  /// released.
  public init(memberOf outer: Archive) throws(ArchiveError) {
    name = "\(outer.name): \(outer.current?.path ?? "")"
    self.outer = outer
    guard let handle = carchive_open_member(outer.handle) else {
      throw .unreadable(archive: name, code: ENOMEM)
    }
    self.handle = handle
  }

  deinit { carchive_close(handle) }

  /// The number of bytes of the file or member that have been read or skipped.
  public var position: Int { Int(carchive_position(handle)) }

  /// Moves to the next member and returns it; `nil` after the last. The rest of the current member is
  /// skipped.
  /// - Throws: `.unreadable`, `.truncated` or `.damaged`.
  public func next() throws(ArchiveError) -> Member? {
    var found = carchive_member()
    switch carchive_next(handle, &found) {
    case CARCHIVE_OK: break
    case CARCHIVE_END:
      current = nil
      return nil
    case let failure: throw error(failure)
    }
    guard let path = found.path else {
      throw .damaged(archive: name, member: nil, reason: "a member has no name")
    }
    let member = Member(
      path: String(cString: path), kind: Member.Kind(found.kind),
      size: found.size >= 0 ? Int(found.size) : nil)
    current = member
    return member
  }

  /// Reads the next bytes of the current member.
  /// - Returns: The number of bytes; 0 at the end of the member.
  /// - Throws: `.unreadable`, `.truncated` or `.damaged`.
  public func read(into bytes: UnsafeMutableRawBufferPointer) throws(ArchiveError) -> Int {
    var count = 0
    switch carchive_read(handle, bytes.baseAddress, bytes.count, &count) {
    case CARCHIVE_OK, CARCHIVE_END: return count
    case let failure: throw error(failure)
    }
  }

  /// Reads all bytes of the current member.
  /// - Parameter limit: The greatest number of bytes. Memory is allocated only for bytes within the limit.
  /// - Throws: `.tooLarge`, and the errors of ``read(into:)``.
  public func contents(limit: Int) throws(ArchiveError) -> [UInt8] {
    guard let current else { return [] }
    guard current.size ?? 0 <= limit else {
      throw .tooLarge(archive: name, member: current.path, limit: limit)
    }
    // The size in the archive can be wrong, so the bytes that are read decide.
    var room = current.size ?? min(65_536, limit)
    var bytes: [UInt8] = []
    while true {
      let start = bytes.count
      // Room for one byte beyond the size shows whether there are more.
      room = max(room, start) + 1
      bytes.append(contentsOf: repeatElement(0, count: room - start))
      let end = try fill(&bytes, from: start)
      if end < room {
        bytes.removeLast(room - end)
        return bytes
      }
      guard end <= limit else {
        throw .tooLarge(archive: name, member: current.path, limit: limit)
      }
      room = min(2 * end, limit)
    }
  }

  /// Reads until the array is full or the member ends.
  /// - Returns: The end of the bytes in the array.
  private func fill(_ bytes: inout [UInt8], from start: Int) throws(ArchiveError) -> Int {
    var end = start
    var failure: ArchiveError?
    bytes.withUnsafeMutableBytes { bytes in
      do throws(ArchiveError) {
        while end < bytes.count {
          let count = try read(into: UnsafeMutableRawBufferPointer(rebasing: bytes[end...]))
          if count == 0 { return }
          end += count
        }
      } catch {
        failure = error
      }
    }
    if let failure { throw failure }
    return end
  }

  private func error(_ status: carchive_status) -> ArchiveError {
    switch status {
    case CARCHIVE_FAILED: .unreadable(archive: name, code: carchive_code(handle))
    case CARCHIVE_TRUNCATED: .truncated(archive: name, member: current?.path)
    default:
      .damaged(
        archive: name, member: current?.path, reason: String(cString: carchive_reason(handle)))
    }
  }
}

extension Archive.Member.Kind {
  fileprivate init(_ kind: carchive_kind) {
    switch kind {
    case CARCHIVE_FILE: self = .file
    case CARCHIVE_FOLDER: self = .folder
    case CARCHIVE_SYMBOLIC_LINK: self = .symbolicLink
    case CARCHIVE_HARD_LINK: self = .hardLink
    default: self = .device
    }
  }
}
