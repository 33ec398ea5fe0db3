/// The processes that train one network together, as one of them sees them.
///
/// Each process is a *rank* with a number from 0. All ranks make the same calls in the same order. Sums are
/// computed in the order of the ranks in single precision, so that all ranks get the same bits, and the same
/// number of ranks always gets the same bits, with every library that carries the messages.
///
/// The methods must be called on the trainer's thread. Transfers run on another thread while the trainer
/// computes.
public protocol RankGroup: AnyObject {
  /// The number of this rank, 0 ..< ``count``.
  var rank: Int { get }
  /// The number of ranks, at least 1.
  var count: Int { get }

  /// Prepares a sum: each number becomes the sum of the numbers at its index over all ranks.
  ///
  /// - Parameter numbers: Memory of the same length on all ranks. It must outlive the transfer.
  func makeSum(of numbers: UnsafeMutableBufferPointer<Float>) -> any RankTransfer

  /// Prepares a sum of which each rank gets one part.
  ///
  /// - Parameter numbers: As many parts of equal length as there are ranks. The part with the number of this
  ///   rank becomes the sum of these parts over all ranks; the other parts are not changed. The memory must
  ///   outlive the transfer.
  func makeScatteredSum(of numbers: UnsafeMutableBufferPointer<Float>) -> any RankTransfer

  /// Prepares a copy of a part from each rank to all ranks.
  ///
  /// - Parameter numbers: As many parts of equal length as there are ranks. The part with the number of this
  ///   rank is sent; the other parts are received. The memory must outlive the transfer.
  func makeGather(of numbers: UnsafeMutableBufferPointer<Float>) -> any RankTransfer

  /// Sends a message to all ranks and waits for those of the others.
  ///
  /// - Parameter message: Any number of bytes, which can differ between the ranks.
  /// - Returns: The messages of all ranks in the order of the ranks.
  /// - Throws: ``RankFailure`` if a rank is missing or has failed.
  func exchange(_ message: [UInt8]) throws(RankFailure) -> [[UInt8]]

  /// Sends a message to the first rank of the group, and waits for the messages of all there.
  ///
  /// - Parameter message: Any number of bytes, which can differ between the ranks.
  /// - Returns: On the first rank, the messages of all ranks in their order. On another rank, the other messages are
  ///   empty.
  /// - Throws: ``RankFailure`` if a rank is missing or has failed.
  func collect(_ message: [UInt8]) throws(RankFailure) -> [[UInt8]]

  /// Returns a group of some of the ranks. All ranks of this group must call the method, each with the
  /// members of its own new group.
  ///
  /// - Parameter members: The numbers of the ranks in this group, in ascending order, with this rank.
  func makeSubgroup(of members: [Int]) -> any RankGroup
}

/// A prepared transfer between ranks, which can run any number of times, one run after the other.
public protocol RankTransfer: AnyObject {
  /// Starts the transfer. Until ``wait()`` returns, the memory belongs to the transfer.
  func start()
  /// Waits until the transfer is complete.
  ///
  /// - Throws: ``RankFailure`` if a rank is missing or has failed.
  func wait() throws(RankFailure)
}

/// A rank that is missing or has failed. All ranks of the job end.
public struct RankFailure: Error, Equatable, Sendable {
  /// The reason why the job ends.
  public enum Reason: Equatable, Sendable {
    /// The rank has sent nothing for this time, in seconds: it was stopped, or the network is cut off.
    case silent(seconds: Double)
    /// The rank's process has ended without a message.
    case ended
    /// The rank has reported an error, in one or more sentences.
    case failed(String)
  }

  /// The number of the rank in the whole job.
  public var rank: Int
  /// The name of the rank's computer.
  public var host: String
  /// The rank's process ID.
  public var process: Int32
  /// The last step that the rank has completed, as far as it is known here.
  public var lastStep: Int
  /// The reason.
  public var reason: Reason

  /// Creates a failure.
  public init(rank: Int, host: String, process: Int32, lastStep: Int, reason: Reason) {
    self.rank = rank
    self.host = host
    self.process = process
    self.lastStep = lastStep
    self.reason = reason
  }
}
