import Glibc
import Runs

/// The socket in a run's folder, through which clients reach its trainer. Only processes of the same user
/// can connect: the mode of the file and the user of the process at the other end ensure that.
enum TrainerSocket {
  static let name = "trainer.socket"

  /// Opens the socket of a run. The caller trains the run and holds the lock of its journal, so a socket that
  /// exists already belonged to a process that has ended.
  /// - Returns: The listening descriptor.
  static func listen(of run: Run) throws(AttachingError) -> Int32 {
    let failure = { (code: Int32) in
      AttachingError.socketFailed(action: "open", folder: run.folder, code: code)
    }
    let descriptor = make(type: Int32(SOCK_NONBLOCK.rawValue))
    guard descriptor >= 0 else { throw failure(errno) }
    // The file is created with the mode of the socket, so other users cannot connect at any moment.
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

  /// Deletes the socket.
  /// - Parameter folder: The descriptor of the run's folder, whose path can have changed.
  static func remove(in folder: Int32) { unlinkat(folder, name, 0) }

  /// Connects to the trainer of a run.
  /// - Returns: The descriptor of the connection.
  /// - Throws: `AttachingError.noTrainer` when the run has no trainer, `.otherUser` when the trainer belongs
  ///   to another user, or `.socketFailed`.
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
      // The socket or the folder does not exist, or no process listens.
      if [ENOENT, ECONNREFUSED].contains(code) { throw .noTrainer(run: run.name) }
      throw failure(code)
    }
    let user = peer(of: descriptor).user
    guard isTrusted(user) else {
      close(descriptor)
      throw .otherUser(user)
    }
    return descriptor
  }

  static func isTrusted(_ user: UInt32) -> Bool { user == geteuid() }

  /// The process at the other end of a connection and its user; 0 and the largest number if unknown.
  static func peer(of descriptor: Int32) -> (process: pid_t, user: UInt32) {
    // The kernel's `ucred`: process, user, group.
    var credentials: [UInt32] = [0, .max, .max]
    var length = socklen_t(credentials.count * MemoryLayout<UInt32>.size)
    guard getsockopt(descriptor, SOL_SOCKET, SO_PEERCRED, &credentials, &length) == 0 else {
      return (0, .max)
    }
    return (pid_t(bitPattern: credentials[0]), credentials[1])
  }

  private static func make(type: Int32) -> Int32 {
    socket(AF_UNIX, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue) | type, 0)
  }

  private struct Address {
    var pointer: UnsafePointer<sockaddr>
    var length: socklen_t
  }

  /// Calls a closure with the address of the socket. An address holds 108 bytes and the path of a folder can
  /// be longer, so the address uses the folder's descriptor.
  /// - Returns: The result of the closure, or an `errno`.
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
