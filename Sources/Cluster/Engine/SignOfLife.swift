import Compute

/// A message that each rank and rank 0 send each other at intervals. It has a fixed length.
struct SignOfLife {
  /// The length in bytes. All MPI libraries send so few bytes without a request by the receiver.
  static let length = 1024
  private static let textStart = 128
  private static let hostLength = 128

  /// The state of the sender; its name, process and silence are not in the message.
  var status: RankStatus
  /// The failure that ends the job, if the sender has one.
  var failure: RankFailure?

  /// Writes the message.
  func write(to bytes: UnsafeMutableRawBufferPointer) {
    bytes.initializeMemory(as: UInt8.self, repeating: 0)
    bytes.storeBytes(of: status.step, toByteOffset: 8, as: Int.self)
    bytes.storeBytes(of: status.stepSeconds, toByteOffset: 16, as: Double.self)
    bytes.storeBytes(of: status.waitingSeconds, toByteOffset: 24, as: Double.self)
    bytes.storeBytes(of: status.transferSeconds, toByteOffset: 32, as: Double.self)
    bytes.storeBytes(of: status.residentBytes, toByteOffset: 40, as: Int.self)
    guard let failure else { return }
    var text = ""
    var seconds = 0.0
    switch failure.reason {
    case .silent(let time):
      bytes.storeBytes(of: 1, as: UInt8.self)
      seconds = time
    case .ended: bytes.storeBytes(of: 2, as: UInt8.self)
    case .failed(let message):
      bytes.storeBytes(of: 3, as: UInt8.self)
      text = message
    }
    bytes.storeBytes(of: failure.rank, toByteOffset: 48, as: Int.self)
    bytes.storeBytes(of: Int(failure.process), toByteOffset: 56, as: Int.self)
    bytes.storeBytes(of: failure.lastStep, toByteOffset: 64, as: Int.self)
    bytes.storeBytes(of: seconds, toByteOffset: 72, as: Double.self)
    let textPlace = Self.textStart + Self.hostLength
    Self.write(failure.host, to: bytes, Self.textStart..<textPlace)
    Self.write(text, to: bytes, textPlace..<Self.length)
  }

  /// Reads a message.
  init(_ bytes: UnsafeMutableRawBufferPointer, from rank: Int, _ identity: Identity) {
    func number(_ offset: Int) -> Int { bytes.load(fromByteOffset: offset, as: Int.self) }
    func time(_ offset: Int) -> Double { bytes.load(fromByteOffset: offset, as: Double.self) }
    status = RankStatus(
      rank: rank, host: identity.host, process: identity.process, step: number(8),
      stepSeconds: time(16), waitingSeconds: time(24), transferSeconds: time(32),
      residentBytes: number(40), silentSeconds: 0)
    let textPlace = Self.textStart + Self.hostLength
    let reason: RankFailure.Reason
    switch bytes[0] {
    case 1: reason = .silent(seconds: time(72))
    case 2: reason = .ended
    case 3: reason = .failed(Self.text(bytes, textPlace..<Self.length))
    default: return
    }
    failure = RankFailure(
      rank: number(48), host: Self.text(bytes, Self.textStart..<textPlace),
      process: Int32(truncatingIfNeeded: number(56)), lastStep: number(64), reason: reason)
  }

  init(status: RankStatus, failure: RankFailure?) {
    self.status = status
    self.failure = failure
  }

  /// Writes a text, without its end if it is too long, and a zero.
  private static func write(
    _ text: String, to bytes: UnsafeMutableRawBufferPointer, _ place: Range<Int>
  ) {
    var text = Substring(text)
    while text.utf8.count >= place.count { text.removeLast() }
    UnsafeMutableRawBufferPointer(rebasing: bytes[place]).copyBytes(from: text.utf8)
  }

  private static func text(_ bytes: UnsafeMutableRawBufferPointer, _ place: Range<Int>) -> String {
    String(decoding: bytes[place].prefix { $0 != 0 }, as: UTF8.self)
  }
}
