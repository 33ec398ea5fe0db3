import CMPI

/// The messages that are under way. Only the communication thread uses them.
final class Requests {
  /// An error of MPI at a message from or to a rank.
  struct Broken: Error { var rank: Int }

  private let functions: cm_functions
  /// The slots that are free.
  private var free: [Int32]

  init(_ functions: cm_functions) {
    self.functions = functions
    free = (0..<CM_SLOTS).reversed()
  }

  /// The number of messages that can be started.
  var available: Int { free.count }

  /// Starts to send.
  /// - Returns: The message's slot.
  func send(_ bytes: UnsafeRawBufferPointer, to rank: Int, tag: Int) throws(Broken) -> Int32 {
    let slot = free.removeLast()
    guard functions.send(bytes.baseAddress, bytes.count, Int32(rank), Int32(tag), slot) == 0 else {
      throw Broken(rank: rank)
    }
    return slot
  }

  /// Starts to receive.
  /// - Returns: The message's slot.
  func receive(
    _ bytes: UnsafeMutableRawBufferPointer, from rank: Int, tag: Int
  ) throws(Broken) -> Int32 {
    let slot = free.removeLast()
    guard functions.receive(bytes.baseAddress, bytes.count, Int32(rank), Int32(tag), slot) == 0
    else { throw Broken(rank: rank) }
    return slot
  }

  /// Returns true if a message is complete, which frees its slot.
  func isComplete(_ slot: Int32, with rank: Int) throws(Broken) -> Bool {
    var done: Int32 = 0
    var count = 0
    guard functions.test(slot, &done, &count) == 0 else { throw Broken(rank: rank) }
    if done != 0 { free.append(slot) }
    return done != 0
  }

  /// Stops a receiving message.
  func cancel(_ slot: Int32) {
    functions.cancel(slot)
    free.append(slot)
  }
}
