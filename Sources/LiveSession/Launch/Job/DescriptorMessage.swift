import Glibc

/// A message with open file descriptors for another process of the same computer (unix(7), SCM_RIGHTS).
enum DescriptorMessage {
  /// The largest number of descriptors in a message.
  static let limit = 8
  /// `SCM_RIGHTS` and the size of a `cmsghdr` on 64-bit Linux. Swift does not see the macros of C for them.
  private static let type: Int32 = 1
  private static let headerSize = 16

  /// Sends descriptors over a socket. This process keeps its own.
  /// - Returns: False if the other end is closed, or a descriptor is not open.
  static func send(_ descriptors: [Int32], over socket: Int32) -> Bool {
    precondition(descriptors.count <= limit, "too many descriptors for a message")
    var control = [UInt8](repeating: 0, count: space(descriptors.count))
    control.withUnsafeMutableBytes { bytes in
      bytes.storeBytes(of: headerSize + 4 * descriptors.count, toByteOffset: 0, as: Int.self)
      bytes.storeBytes(of: SOL_SOCKET, toByteOffset: 8, as: Int32.self)
      bytes.storeBytes(of: type, toByteOffset: 12, as: Int32.self)
      for (index, descriptor) in descriptors.enumerated() {
        bytes.storeBytes(of: descriptor, toByteOffset: headerSize + 4 * index, as: Int32.self)
      }
    }
    return withMessage(&control) { message in
      while true {
        let count = sendmsg(socket, &message, Int32(MSG_NOSIGNAL))
        if count < 0, errno == EINTR { continue }
        return count == 1
      }
    }
  }

  /// Waits for a message.
  /// - Returns: The descriptors, which other programs do not inherit; empty if the other end is closed.
  static func receive(from socket: Int32) -> [Int32] {
    var control = [UInt8](repeating: 0, count: space(limit))
    let received = withMessage(&control) { message -> Int in
      while true {
        let count = recvmsg(socket, &message, Int32(bitPattern: UInt32(MSG_CMSG_CLOEXEC)))
        if count < 0, errno == EINTR { continue }
        return count == 1 ? Int(message.msg_controllen) : 0
      }
    }
    guard received >= headerSize else { return [] }
    return control.withUnsafeBytes { bytes in
      let length = bytes.load(fromByteOffset: 0, as: Int.self)
      guard bytes.load(fromByteOffset: 12, as: Int32.self) == type else { return [] }
      return (0..<(length - headerSize) / 4).map {
        bytes.load(fromByteOffset: headerSize + 4 * $0, as: Int32.self)
      }
    }
  }

  /// The size of the control data of a message.
  private static func space(_ count: Int) -> Int { headerSize + (4 * count + 7) / 8 * 8 }

  /// Calls a closure with a message of one byte, because control data cannot be sent alone.
  private static func withMessage<Result>(
    _ control: inout [UInt8], _ body: (inout msghdr) -> Result
  ) -> Result {
    var byte: UInt8 = 0
    return control.withUnsafeMutableBytes { control in
      withUnsafeMutableBytes(of: &byte) { payload in
        var part = iovec(iov_base: payload.baseAddress, iov_len: 1)
        return withUnsafeMutablePointer(to: &part) { part in
          var message = msghdr()
          message.msg_iov = part
          message.msg_iovlen = 1
          message.msg_control = control.baseAddress
          message.msg_controllen = control.count
          return body(&message)
        }
      }
    }
  }
}
