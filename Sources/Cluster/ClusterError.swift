import Blueprint

/// An error of the connection between the ranks of a job, before the first step.
public enum ClusterError: Error, Equatable, Sendable {
  /// The part of the program that uses MPI was not found in any of these places.
  case shimMissing(places: [String])
  /// The part of the program that uses MPI cannot be opened; `message` is the system's.
  case shimRefused(path: String, message: String)
  /// The part of the program that uses MPI belongs to another version of the program.
  case otherVersion(path: String)
  /// MPI reported an error at a function.
  case refused(function: String, status: Int)
  /// The launcher started `expected` processes, and the MPI library found `found`.
  case otherSize(library: String, found: Int, expected: Int)
  /// MPI reported an error at the first message from or to a rank.
  case notReached(rank: Int)
  /// MPI has not started in time, because it waits for all ranks.
  case notStarted(Delay)
  /// Not all ranks have introduced themselves in time.
  case notConnected(missing: [Int], Delay)
  /// The environment variable with the time to start has an invalid value.
  case invalidLimit(String)

  /// The state of the ranks of this computer when the time to start has passed.
  public struct Delay: Equatable, Sendable {
    /// The time, in seconds.
    public var seconds: Int
    /// The ranks of this computer because of which the others wait.
    public var ranks: [DelayedRank]
    /// The number of the rank of this computer that prints the error.
    public var reporter: Int
  }

  /// Returns true if a rank prints the error: the first rank of this computer that can.
  public func isReported(by launcher: Launcher) -> Bool {
    switch self {
    case .notStarted(let delay), .notConnected(_, let delay): delay.reporter == launcher.rank
    case .shimMissing, .shimRefused, .otherVersion, .refused, .otherSize, .notReached,
      .invalidLimit:
      launcher.rank == 0 || launcher.localRank ?? 0 == 0
    }
  }
}

extension ClusterError: Explained {
  /// The problem: a clause that starts in lower case, without a full stop.
  public var problem: String {
    switch self {
    case .shimMissing(let places):
      return """
        this process is one of several, but the part of the program that uses MPI was not found in \
        \(places.map { "\"\($0)\"" }.joined(separator: ", "))
        """
    case .shimRefused(let path, let message):
      return "\"\(path)\" cannot be opened: \(message)"
    case .otherVersion(let path):
      return "\"\(path)\" belongs to another version of the program"
    case .refused(let function, let status):
      return "MPI reported an error at \(function): status \(status)"
    case .otherSize(let library, let found, let expected):
      return """
        the launcher started \(expected) processes, but \(library) found \(found): it is not the \
        library of this launcher
        """
    case .notReached(let rank):
      return "MPI reported an error at the first message between this process and rank \(rank)"
    case .notStarted(let delay):
      return "MPI has not started within \(delay.seconds) seconds: \(delay.text)"
    case .notConnected(let missing, let delay):
      return """
        rank \(missing.map(String.init).joined(separator: ", ")) has sent nothing within \
        \(delay.seconds) seconds: \(delay.text)
        """
    case .invalidLimit(let value):
      return """
        \(StartLimit.variable) is '\(value)', and must be a number of seconds from 1 to \
        \(StartLimit.largest)
        """
    }
  }

  /// The remedy: a sentence without a full stop.
  public var remedy: String {
    switch self {
    case .shimMissing, .otherVersion, .shimRefused:
      """
      Run `make cluster` in the folder of the project, or set ALEXNET_MPI_LIBRARY to the path of \
      the file
      """
    case .refused: "Check that other programs of MPI start with the same launcher"
    case .otherSize:
      """
      Use the launcher of the library, such as `mpirun.openmpi` or `mpirun.mpich`, or install the \
      library of the launcher and run `make cluster`
      """
    case .notReached: "Check the network between the computers"
    case .notStarted(let delay), .notConnected(_, let delay): delay.remedy
    case .invalidLimit: "Correct the variable, or remove it"
    }
  }
}

extension ClusterError.Delay {
  /// A clause about the ranks that are late.
  fileprivate var text: String {
    guard !ranks.isEmpty else { return "the ranks of this computer wait for those of others" }
    return ranks.map { delayed in
      switch delayed.condition {
      case .stopped(let process): "rank \(delayed.rank) (process \(process)) is stopped"
      case .starting(let process):
        "rank \(delayed.rank) (process \(process)) runs but has not called MPI"
      case .ended: "rank \(delayed.rank) has ended"
      }
    }.joined(separator: ", ")
  }

  fileprivate var remedy: String {
    let longer = "If the ranks need more time, set \(StartLimit.variable) to a number of seconds"
    if ranks.isEmpty { return "Check the other computers and the network between them. \(longer)" }
    let isStopped = ranks.contains { delayed in
      if case .stopped = delayed.condition { true } else { false }
    }
    return isStopped
      ? "Check what has stopped the process, and start again"
      : "Check the messages of the launcher, and start again. \(longer)"
  }
}
