import Compute
import Foundation

/// The settings of OpenMP that training needs. libgomp reads them when it is loaded, before anything of
/// this program runs, so the process starts itself once more where one of them has to change.
///
/// Threads that wait for each other at the end of an operation spin for a while before they sleep. By
/// default libgomp's spin for milliseconds, which on a machine that does anything else keeps the very
/// core busy that the late thread needs: with one other busy process on two cores, training ran at
/// under a third of the speed that it has with short waits, and alone no faster.
enum OpenMPSettings {
  /// Turns of the waiting loop, some tenths of a millisecond: longer than threads wait for each other
  /// on an idle machine, far shorter than the time slice of a busy neighbour.
  private static let spins = "8000"

  /// What the user has set stays, unless no thread can be started with it.
  static func establish() {
    let isBound = Engine.releaseFirstThread()
    if !isBound { ignorePlaces() }
    let waits = getenv("GOMP_SPINCOUNT") != nil || getenv("OMP_WAIT_POLICY") != nil
    if !waits { setenv("GOMP_SPINCOUNT", spins, 1) }
    if !isBound || !waits { startAgain() }
  }

  private static func ignorePlaces() {
    let set = ["GOMP_CPU_AFFINITY", "OMP_PLACES"].filter { (name: String) in getenv(name) != nil }
    for name in set { unsetenv(name) }
    StandardError.write(
      "alexnet: \(set.joined(separator: " and ")) names processors that cannot be used here, and is "
        + "ignored.\n")
  }

  /// Returns only when that fails; then training is merely slower on a busy machine.
  private static func startAgain() {
    var arguments: [UnsafeMutablePointer<CChar>?] = CommandLine.arguments.map { strdup($0) }
    arguments.append(nil)
    let program = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
    if let program { execv(program, arguments) }
  }
}
