import Blueprint
import DisplayText
import Glibc

/// An error of a download. `source` is an address or a path, `code` an `errno`.
public enum DownloadError: Error, Equatable, Sendable {
  /// The server cannot be reached.
  case noServer(url: String, reason: String)
  /// The server refuses the request. `status` is the status code of HTTP.
  case refused(url: String, status: Int)
  /// All attempts ended before the file was complete. The bytes so far are kept.
  case interrupted(url: String, bytes: Int, total: Int, reason: String)
  /// The address or the server's response cannot be used.
  case unusable(url: String, reason: String)
  /// The file does not have the expected length.
  case wrongLength(source: String, bytes: Int, expected: Int)
  /// The file does not have the expected SHA-256.
  case wrongChecksum(source: String, found: String, expected: String)
  /// Another process writes the same file.
  case busy(path: String)
  /// A file or folder cannot be written.
  case unwritable(path: String, code: Int32)
  /// A file cannot be read.
  case unreadable(path: String, code: Int32)
  /// The download was stopped by its caller. The bytes so far are kept.
  case stopped(bytes: Int, total: Int)
}

extension DownloadError: Explained {
  /// The problem, with the address or the path.
  public var problem: String {
    switch self {
    case .noServer(let url, let reason):
      "\(url) cannot be reached: \(reason)"
    case .refused(let url, let status):
      "the server of \(url) refuses the request (status \(status))"
    case .interrupted(let url, let bytes, let total, let reason):
      "the download of \(url) was interrupted several times, the last time after "
        + "\(NumberText.bytes(bytes)) of \(NumberText.bytes(total)): \(reason)"
    case .unusable(let url, let reason):
      "\(url) cannot be fetched: \(reason)"
    case .wrongLength(let source, let bytes, let expected):
      "\(source) is not the expected file: it has \(NumberText.grouped(bytes)) bytes, "
        + "not \(NumberText.grouped(expected))"
    case .wrongChecksum(let source, let found, let expected):
      "\(source) is not the expected file: its SHA-256 is \(found), not \(expected)"
    case .busy(let path):
      "another process is fetching \(path)"
    case .unwritable(let path, let code):
      "\(path) cannot be written: \(String(cString: strerror(code)))"
    case .unreadable(let path, let code):
      "\(path) cannot be read: \(String(cString: strerror(code)))"
    case .stopped(let bytes, let total):
      "stopped after \(NumberText.bytes(bytes)) of \(NumberText.bytes(total)), which are kept"
    }
  }

  /// The user's next action.
  public var remedy: String {
    switch self {
    case .noServer: "check the network and its proxy"
    case .refused, .unusable: "try again later"
    case .interrupted, .stopped: "give the same command again to continue"
    case .wrongLength, .wrongChecksum:
      "do not use the file; get it again from its official address"
    case .busy: "wait until it ends, or stop it"
    case .unwritable(_, let code):
      code == ENOSPC || code == EDQUOT
        ? "free disk space" : "check the folder and its permissions"
    case .unreadable: "check the file and its permissions"
    }
  }
}
