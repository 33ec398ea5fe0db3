import Glibc

/// What can be wrong with an archive, or with unpacking it: facts; the words are in the extension below.
public enum ArchiveError: Error, Equatable, Sendable {
  /// `code` is an `errno`.
  case unreadable(archive: String, code: Int32)
  /// It ends too early: `member` is the last one that was found.
  case truncated(archive: String, member: String?)
  /// It is no archive, or not a sound one.
  case damaged(archive: String, member: String?, reason: String)
  case tooLarge(archive: String, member: String, limit: Int)
  /// The path would lead out of the folder that the archive is unpacked into.
  case leadsOutside(archive: String, member: String)
  /// Links and devices are not unpacked.
  case notAFile(archive: String, member: String)
  case tooManyBytes(archive: String, limit: Int)
  case tooManyMembers(archive: String, limit: Int)
  /// `code` is an `errno`; `path` is what could not be written.
  case unwritable(path: String, code: Int32)
  case stopped
}

extension ArchiveError: CustomStringConvertible {
  /// What is wrong, and where.
  public var problem: String {
    switch self {
    case .unreadable(let archive, let code):
      "\(archive) cannot be read: \(String(cString: strerror(code)))"
    case .truncated(let archive, let member):
      "\(archive) ends too early\(member.map { ", at \($0)" } ?? "")"
    case .damaged(let archive, let member, let reason):
      "\(archive) is no sound archive\(member.map { ", at \($0)" } ?? ""): \(reason)"
    case .tooLarge(let archive, let member, let limit):
      "in \(archive), \(member) has more than \(limit) bytes"
    case .leadsOutside(let archive, let member):
      "in \(archive), the path '\(member)' leads out of the folder it is to be unpacked into"
    case .notAFile(let archive, let member):
      "in \(archive), '\(member)' is a link or a device, which is not unpacked"
    case .tooManyBytes(let archive, let limit):
      "\(archive) unpacks to more than \(limit) bytes"
    case .tooManyMembers(let archive, let limit):
      "\(archive) has more than \(limit) members"
    case .unwritable(let path, let code):
      "\(path) cannot be written: \(String(cString: strerror(code)))"
    case .stopped:
      "unpacking was stopped"
    }
  }

  /// What to do about it.
  public var remedy: String {
    switch self {
    case .unreadable: "check the file and its permissions"
    case .truncated, .damaged: "get the archive again, and compare its checksum"
    case .tooLarge, .leadsOutside, .notAFile, .tooManyBytes, .tooManyMembers:
      "this is not the archive it should be; get it from its official address"
    case .unwritable(_, let code):
      code == ENOSPC || code == EDQUOT
        ? "make room on the disk" : "check the folder and its permissions"
    case .stopped: "give the same command again"
    }
  }

  public var description: String { "\(problem); \(remedy)" }
}
