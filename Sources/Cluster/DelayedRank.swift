import Machine

/// A rank of this computer that keeps the others from starting, as the system sees its processes.
public struct DelayedRank: Hashable, Sendable {
  /// The state of a rank.
  public enum Condition: Hashable, Sendable {
    /// A signal or a debugger has stopped the process with this ID.
    case stopped(process: Int32)
    /// The process with this ID has not called MPI.
    case starting(process: Int32)
    /// Its process has ended.
    case ended
  }

  /// The number of the rank.
  public var rank: Int
  /// The state.
  public var condition: Condition
}
