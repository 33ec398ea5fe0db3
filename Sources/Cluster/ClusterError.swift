/// An error of the connection between the ranks of a job, before the first step.
public enum ClusterError: Error, Equatable, Sendable {
  /// The shared library that uses MPI was not found in any of these places.
  case shimMissing(places: [String])
}
