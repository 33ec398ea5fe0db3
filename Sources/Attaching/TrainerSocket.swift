import Glibc
import Runs

/// The socket in a run's folder, through which its trainer is reached. Only the owner may: by the
/// file's mode, and by what the kernel says of the process at the other end.
enum TrainerSocket {
  static let name = "trainer.socket"

  /// For whoever trains the run: that is, holds its journal's lock. So a socket that is there already
  /// is of somebody dead.
  static func listen(of run: Run) throws(AttachingError) -> Int32 {
    let failure = { (code: Int32) in
      AttachingError.socketFailed(action: "open", folder: run.folder, code: code)
    }
    let descriptor = make(type: Int32(SOCK_NONBLOCK.rawValue))
    guard descriptor >= 0 else { throw failure(errno) }
    // The file gets the socket's own mode: at no moment may others connect.
    fchmod(descriptor, 0o600)
    let code = withAddress(in: run.folder) { address, path in
      unlink(path)
      guard bind(descriptor, address.pointer, address.length) == 0 else { return errno }
      return Glibc.listen(descriptor, 16) == 0 ? 0 : errno
    }
    guard code == 0 else {
      close(descriptor)
      throw failure(code)
    }
    return descriptor
  }

  /// - Parameter folder: open, for the run may have another name by now.
  static func remove(in folder: Int32) { unlinkat(folder, name, 0) }

  /// A connection to the run's trainer, which is a process of this user.
  static func connect(to run: Run) throws(AttachingError) -> Int32 {
    let failure = { (code: Int32) in
      AttachingError.socketFailed(action: "reach", folder: run.folder, code: code)
    }
    let descriptor = make(type: 0)
    guard descriptor >= 0 else { throw failure(errno) }
    let code = withAddress(in: run.folder) { address, _ in
      Glibc.connect(descriptor, address.pointer, address.length) == 0 ? 0 : errno
    }
    guard code == 0 else {
      close(descriptor)
      // No socket, one that nobody listens to, or no folder.
      if [ENOENT, ECONNREFUSED].contains(code) { throw .notThere(run: run.name) }
      throw failure(code)
    }
    let user = peer(of: descriptor).user
    guard isTrusted(user) else {
      close(descriptor)
      throw .foreign(user: user)
    }
    return descriptor
  }

  static func isTrusted(_ user: UInt32) -> Bool { user == geteuid() }

  /// Who is at the other end: the process, and its user.
  static func peer(of descriptor: Int32) -> (process: pid_t, user: UInt32) {
    // A `ucred`: process, user, group.
    var facts: [UInt32] = [0, .max, .max]
    var length = socklen_t(facts.count * MemoryLayout<UInt32>.size)
    guard getsockopt(descriptor, SOL_SOCKET, SO_PEERCRED, &facts, &length) == 0 else {
      return (0, .max)
    }
    return (pid_t(bitPattern: facts[0]), facts[1])
  }

  private static func make(type: Int32) -> Int32 {
    socket(AF_UNIX, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue) | type, 0)
  }

  private struct Address {
    var pointer: UnsafePointer<sockaddr>
    var length: socklen_t
  }

  /// An address has room for 108 bytes and a folder's path may be longer, so it goes by way of the
  /// folder's descriptor.
  private static func withAddress(
    in folder: String, _ body: (Address, _ path: String) -> Int32
  ) -> Int32 {
    let opened = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard opened >= 0 else { return errno }
    defer { close(opened) }
    let path = "/proc/self/fd/\(opened)/\(name)"
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8) }
    return withUnsafePointer(to: &address) { address in
      address.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        body(Address(pointer: $0, length: socklen_t(MemoryLayout<sockaddr_un>.size)), path)
      }
    }
  }
}
