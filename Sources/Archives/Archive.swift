import CArchive
import Glibc

/// A tar or zip archive, plain or compressed, read from front to end without unpacking it (libarchive).
/// It comes from a file, or from a member of another archive: ImageNet's training archive is a tar of
/// tars. It belongs to the thread that reads it.
public final class Archive {
  /// What an archive holds: a file, or something that stands for one.
  public struct Member: Equatable, Sendable {
    public enum Kind: Sendable {
      case file, folder, symbolicLink, hardLink, device
    }
    /// As it stands in the archive, which may be anything.
    public var path: String
    public var kind: Kind
    /// In bytes; nil when the archive says it only afterwards.
    public var size: Int?
  }

  /// The file's path, and behind it those of the archives in which this one is: "a.tar: b.tar".
  public let name: String
  /// Kept, because it must outlive the archive that is read from it.
  private let outer: Archive?
  private let handle: OpaquePointer
  private var current: Member?

  /// Opens an archive in a file.
  public init(path: String) throws(ArchiveError) {
    name = path
    outer = nil
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw .unreadable(archive: path, code: errno) }
    // It is read once, from front to end: the system may read far ahead.
    posix_fadvise(descriptor, 0, 0, POSIX_FADV_SEQUENTIAL)
    guard let handle = carchive_open_file(descriptor) else {
      throw .unreadable(archive: path, code: ENOMEM)
    }
    self.handle = handle
  }

  /// Opens the member at which `outer` stands as an archive. Until this one is let go, `outer` is not
  /// to be used.
  public init(memberOf outer: Archive) throws(ArchiveError) {
    name = "\(outer.name): \(outer.current?.path ?? "")"
    self.outer = outer
    guard let handle = carchive_open_member(outer.handle) else {
      throw .unreadable(archive: name, code: ENOMEM)
    }
    self.handle = handle
  }

  deinit { carchive_close(handle) }

  /// How many bytes of the file, or of the member that it is, have been read or passed over.
  public var position: Int { Int(carchive_position(handle)) }

  /// Goes on to the next member; nil after the last. What is left of the present one is passed over.
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

  /// The next bytes of the present member; 0 at its end.
  public func read(into bytes: UnsafeMutableRawBufferPointer) throws(ArchiveError) -> Int {
    var count = 0
    switch carchive_read(handle, bytes.baseAddress, bytes.count, &count) {
    case CARCHIVE_OK, CARCHIVE_END: return count
    case let failure: throw error(failure)
    }
  }

  /// The whole of the present member.
  /// - Parameter limit: a member that has more bytes is refused before it takes up any memory.
  public func contents(limit: Int) throws(ArchiveError) -> [UInt8] {
    guard let current else { return [] }
    guard current.size ?? 0 <= limit else {
      throw .tooLarge(archive: name, member: current.path, limit: limit)
    }
    // A size is only a claim; what really comes is what counts.
    var room = current.size ?? min(65_536, limit)
    var bytes: [UInt8] = []
    while true {
      let start = bytes.count
      // One byte more shows that there is no more.
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

  /// Reads until the bytes are full or the member is at its end; returns where it ended.
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
