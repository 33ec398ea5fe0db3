import FoundationEssentials
import Glibc

/// The socket in a temporary folder at which rank 0 of a job reaches the supervisor that has started it.
struct JobSocket {
  /// The environment variable with the socket's path.
  static let variable = "ALEXNET_JOB_SOCKET"

  /// The path of the socket.
  let path: String
  /// The listening socket.
  let descriptor: Int32
  /// The temporary folder.
  let folder: String

  /// Creates the socket in a folder of its own, which no other user can enter.
  /// - Throws: `LaunchFailure.cannotStart`.
  init() throws(LaunchFailure) {
    folder = try Self.makeFolder()
    path = "\(folder)/control"
    descriptor = socket(AF_UNIX, Self.type, 0)
    let code = Self.withAddress(path) { bind(descriptor, $0, $1) }
    guard descriptor >= 0, code == 0, listen(descriptor, 1) == 0 else {
      let code = errno
      remove()
      throw .cannotStart(code: code)
    }
  }

  /// Waits for a connection.
  /// - Returns: Its descriptor, or a negative number after `remove()`.
  func accept() -> Int32 {
    while true {
      let connection = Glibc.accept(descriptor, nil, nil)
      if connection < 0, errno == EINTR || errno == ECONNABORTED { continue }
      _ = fcntl(connection, F_SETFD, FD_CLOEXEC)
      return connection
    }
  }

  /// Removes the socket and its folder with all files. A thread that waits for a connection is released.
  func remove() {
    if descriptor >= 0 {
      shutdown(descriptor, Int32(SHUT_RDWR))
      close(descriptor)
    }
    try? FileManager.default.removeItem(atPath: folder)
  }

  /// Connects to the socket of another process, and removes it.
  /// - Returns: The connection's descriptor; `nil` if the other process has ended.
  static func connect(to path: String) -> Int32? {
    let descriptor = socket(AF_UNIX, type, 0)
    guard descriptor >= 0 else { return nil }
    while true {
      let code = withAddress(path) { Glibc.connect(descriptor, $0, $1) }
      if code == 0 {
        // No other process connects. The folder has files of the launcher.
        unlink(path)
        return descriptor
      }
      guard errno == EINTR else { break }
    }
    close(descriptor)
    return nil
  }

  private static var type: Int32 { Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue) }

  /// The folder of temporary files is used if the socket's path has at most the 107 bytes of an address.
  private static func makeFolder() throws(LaunchFailure) -> String {
    let name = "alexnet-job-XXXXXX"
    let usual = FileManager.default.temporaryDirectory.appending(path: name).path()
    var template = Array((usual.utf8.count < 90 ? usual : "/tmp/\(name)").utf8CString)
    guard mkdtemp(&template) != nil else { throw .cannotStart(code: errno) }
    return String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  private static func withAddress(
    _ path: String, _ body: (UnsafePointer<sockaddr>, socklen_t) -> Int32
  ) -> Int32 {
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8.prefix(107)) }
    return withUnsafePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        body($0, socklen_t(MemoryLayout<sockaddr_un>.size))
      }
    }
  }
}
