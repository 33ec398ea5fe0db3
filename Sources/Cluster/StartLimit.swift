/// The time in which all ranks of a job must have started.
enum StartLimit {
  /// The environment variable with the time in seconds.
  static let variable = "ALEXNET_MPI_START_LIMIT"
  /// The largest value of the variable: a day.
  static let largest = 86_400

  /// Returns the time in seconds: that of the environment variable, or 20 if all ranks are on this computer and
  /// 60 otherwise, because clusters can read the program from slow disks.
  /// - Throws: `ClusterError.invalidLimit`.
  static func seconds(
    _ launcher: Launcher, _ environment: [String: String]
  ) throws(ClusterError) -> Int {
    guard let text = environment[variable] else { return launcher.isOnOneComputer ? 20 : 60 }
    guard let seconds = Int(text), 1...largest ~= seconds else { throw .invalidLimit(text) }
    return seconds
  }
}
