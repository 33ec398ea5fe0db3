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
  /// Not all ranks have introduced themselves in time.
  case notConnected(missing: [Int], seconds: Int)
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
    case .notConnected(let missing, let seconds):
      return """
        rank \(missing.map(String.init).joined(separator: ", ")) has sent nothing in the first \
        \(seconds) seconds
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
    case .notReached, .notConnected: "Check the network between the computers"
    }
  }
}
