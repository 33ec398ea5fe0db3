import Blueprint
import DisplayText
import Glibc

/// An error of an archive, or of unpacking it. `archive` is ``Archive/name``, `member` a path in the
/// archive, `code` an `errno`.
public enum ArchiveError: Error, Equatable, Sendable {
  /// The file cannot be read.
  case unreadable(archive: String, code: Int32)
  /// The archive ends too early. `member` is the last one that was found.
  case truncated(archive: String, member: String?)
  /// The file is not an archive, or it is damaged.
  case damaged(archive: String, member: String?, reason: String)
  /// A member has more bytes than the limit.
  case tooLarge(archive: String, member: String, limit: Int)
  /// The member's path leads out of the folder that the archive is unpacked into.
  case leadsOutside(archive: String, member: String)
  /// The member is a link or a device.
  case notAFile(archive: String, member: String)
  /// The archive contains more bytes than the limit.
  case tooManyBytes(archive: String, limit: Int)
  /// The archive contains more members than the limit.
  case tooManyMembers(archive: String, limit: Int)
  /// A file or folder cannot be written.
  case unwritable(path: String, code: Int32)
  /// Unpacking was stopped by its caller.
  case stopped
}

extension ArchiveError: Explained {
  /// The problem, with the archive and the member.
  public var problem: String {
    switch self {
    case .unreadable(let archive, let code):
      "\(archive) cannot be read: \(String(cString: strerror(code)))"
    case .truncated(let archive, let member):
      "\(archive) ends too early\(member.map { ", at \($0)" } ?? "")"
    case .damaged(let archive, let member, let reason):
      "\(archive) is not an archive or is damaged\(member.map { ", at \($0)" } ?? ""): \(reason)"
    case .tooLarge(let archive, let member, let limit):
      "in \(archive), \(member) has more than \(NumberText.bytes(limit))"
    case .leadsOutside(let archive, let member):
      "in \(archive), the path '\(member)' leads out of the target folder"
    case .notAFile(let archive, let member):
      "in \(archive), '\(member)' is a link or a device, which is not unpacked"
    case .tooManyBytes(let archive, let limit):
      "\(archive) contains more than \(NumberText.bytes(limit))"
    case .tooManyMembers(let archive, let limit):
      "\(archive) contains more than \(NumberText.grouped(limit)) members"
    case .unwritable(let path, let code):
      "\(path) cannot be written: \(String(cString: strerror(code)))"
    case .stopped:
      "unpacking was stopped"
    }
  }

  /// The user's next action.
  public var remedy: String {
    switch self {
    case .unreadable: "check the file and its permissions"
    case .truncated, .damaged: "get the archive again, and compare its checksum"
    case .tooLarge, .leadsOutside, .notAFile, .tooManyBytes, .tooManyMembers:
      "this is not the expected archive; get it from its official address"
    case .unwritable(_, let code):
      code == ENOSPC || code == EDQUOT
        ? "free disk space" : "check the folder and its permissions"
    case .stopped: "give the same command again"
    }
  }
}
