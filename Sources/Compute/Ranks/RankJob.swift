/// A job: all ranks that a launcher such as `mpirun` has started, as one of them sees them.
public protocol RankJob: AnyObject {
  /// All ranks of the job.
  var ranks: any RankGroup { get }

  /// Reports a completed step of this rank, which the other ranks receive with the next sign of life.
  ///
  /// - Parameters:
  ///   - step: The number of the step.
  ///   - seconds: The duration of the step; 0 for the step at which a resumed training begins.
  func report(step: Int, seconds: Double)

  /// The latest known states of all ranks in their order. Only rank 0 receives those of the others; on other
  /// ranks the only element is that of the rank itself.
  var statuses: [RankStatus] { get }

  /// Ends the job because of an error of this rank: the present and all later calls of all ranks throw
  /// ``RankFailure`` with the message. It returns when the other ranks have the message, or after two seconds.
  func fail(_ message: String)
}

/// The state of one rank.
public struct RankStatus: Equatable, Sendable {
  /// The number of the rank.
  public var rank: Int
  /// The name of the rank's computer.
  public var host: String
  /// The rank's process ID.
  public var process: Int32
  /// The last step that the rank has completed.
  public var step: Int
  /// The mean duration of the steps since the last report, in seconds.
  public var stepSeconds: Double
  /// The part of it in which the trainer waited for other ranks, in seconds.
  public var waitingSeconds: Double
  /// The time in which transfers of a step were under way, in seconds. The trainer computes during most of it.
  public var transferSeconds: Double
  /// The memory of the process in bytes.
  public var residentBytes: Int
  /// The time since the last sign of life, in seconds.
  public var silentSeconds: Double

  /// Creates a state.
  public init(
    rank: Int, host: String, process: Int32, step: Int, stepSeconds: Double, waitingSeconds: Double,
    transferSeconds: Double, residentBytes: Int, silentSeconds: Double
  ) {
    self.rank = rank
    self.host = host
    self.process = process
    self.step = step
    self.stepSeconds = stepSeconds
    self.waitingSeconds = waitingSeconds
    self.transferSeconds = transferSeconds
    self.residentBytes = residentBytes
    self.silentSeconds = silentSeconds
  }
}
