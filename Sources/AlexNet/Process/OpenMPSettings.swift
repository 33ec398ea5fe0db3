import Compute
import FoundationEssentials
import Glibc

/// The settings of OpenMP that training needs. libgomp reads them when it is loaded, before the program
/// runs, so the process starts itself again if one of them has to change.
///
/// Threads that wait for each other at the end of an operation spin for a while before they sleep.
/// libgomp's threads spin for milliseconds by default, and on a busy machine occupy the core that the
/// last thread needs. With one other busy process on two cores, training ran at less than a third of its
/// speed with short waits; without the other process, short waits cost nothing.
enum OpenMPSettings {
  /// The iterations of the waiting loop, which take a few tenths of a millisecond. Threads wait for each
  /// other for a shorter time on an idle machine, and the time slice of another process is much longer.
  private static let spins = "8000"

  /// Applies the settings. Settings of the user are kept, unless no thread can start with them.
  static func apply() {
    let isBound = Engine.releaseFirstThread()
    if !isBound { unsetPlaces() }
    let waits = getenv("GOMP_SPINCOUNT") != nil || getenv("OMP_WAIT_POLICY") != nil
    if !waits { setenv("GOMP_SPINCOUNT", spins, 1) }
    if !isBound || !waits { startAgain() }
  }

  /// Removes the environment variables that bind threads to processors, and prints a warning.
  private static func unsetPlaces() {
    let set = ["GOMP_CPU_AFFINITY", "OMP_PLACES"].filter { (name: String) in getenv(name) != nil }
    for name in set { unsetenv(name) }
    StandardError.write(
      ErrorMessage.line(
        "\(set.joined(separator: " and ")) \(set.count > 1 ? "name" : "names") processors that cannot "
          + "be used here, and \(set.count > 1 ? "are" : "is") ignored."))
  }

  /// Replaces the process by a new one. Returns only after a failure; then training is slower on a busy
  /// machine.
  private static func startAgain() {
    var arguments: [UnsafeMutablePointer<CChar>?] = CommandLine.arguments.map { strdup($0) }
    arguments.append(nil)
    let program = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
    if let program { execv(program, arguments) }
  }
}
