import Glibc

/// What can go wrong with fetching a file: facts; the words are in the extension below.
public enum DownloadError: Error, Equatable, Sendable {
  case noServer(url: String, reason: String)
  /// HTTP's status.
  case refused(url: String, status: Int)
  /// It was cut or too slow again and again; what came is kept.
  case interrupted(url: String, bytes: Int, total: Int, reason: String)
  case unusable(url: String, reason: String)
  /// `source` is an address or a path.
  case wrongLength(source: String, bytes: Int, expected: Int)
  case wrongChecksum(source: String, found: String, expected: String)
  /// Another process writes the same file.
  case busy(path: String)
  /// `code` is an `errno`.
  case unwritable(path: String, code: Int32)
  case unreadable(path: String, code: Int32)
  /// What came is kept.
  case stopped(bytes: Int, total: Int)
}

extension DownloadError: CustomStringConvertible {
  /// What is wrong, and where.
  public var problem: String {
    switch self {
    case .noServer(let url, let reason):
      "\(url) cannot be reached: \(reason)"
    case .refused(let url, let status):
      "the server of \(url) refuses it (status \(status))"
    case .interrupted(let url, let bytes, let total, let reason):
      "\(url) was interrupted again and again, after \(bytes) of \(total) bytes: \(reason)"
    case .unusable(let url, let reason):
      "\(url) cannot be fetched: \(reason)"
    case .wrongLength(let source, let bytes, let expected):
      "\(source) is another file: it has \(bytes) bytes, not \(expected)"
    case .wrongChecksum(let source, let found, let expected):
      "\(source) is another file: its SHA-256 is \(found), not \(expected)"
    case .busy(let path):
      "another process is fetching \(path)"
    case .unwritable(let path, let code):
      "\(path) cannot be written: \(String(cString: strerror(code)))"
    case .unreadable(let path, let code):
      "\(path) cannot be read: \(String(cString: strerror(code)))"
    case .stopped(let bytes, let total):
      "stopped after \(bytes) of \(total) bytes, which are kept"
    }
  }

  /// What to do about it.
  public var remedy: String {
    switch self {
    case .noServer: "check the network and its proxy"
    case .refused, .unusable: "try again later"
    case .interrupted, .stopped: "give the same command again to go on from there"
    case .wrongLength, .wrongChecksum:
      "something between here and there, or the file itself, has changed; it is not used"
    case .busy: "wait for it, or stop it"
    case .unwritable(_, let code):
      code == ENOSPC || code == EDQUOT
        ? "make room on the disk" : "check the folder and its permissions"
    case .unreadable: "check the file and its permissions"
    }
  }

  public var description: String { "\(problem); \(remedy)" }
}
