import Foundation

/// Threads that wait for each other at the end of an operation spin for a while before they sleep. By
/// default libgomp's spin for milliseconds, which on a machine that does anything else keeps the very
/// core busy that the late thread needs: with one other busy process on two cores, training ran at
/// under a third of the speed that it has with short waits, and alone no faster.
enum ShortWaits {
  /// Turns of the waiting loop, some tenths of a millisecond: longer than threads wait for each other
  /// on an idle machine, far shorter than the time slice of a busy neighbour.
  private static let spins = "8000"

  /// libgomp reads its settings when it is loaded, before anything of ours runs; so the process
  /// starts itself once more with the setting made. What the user has set stays.
  static func establish() {
    guard getenv("GOMP_SPINCOUNT") == nil, getenv("OMP_WAIT_POLICY") == nil else { return }
    setenv("GOMP_SPINCOUNT", spins, 1)
    var arguments: [UnsafeMutablePointer<CChar>?] = CommandLine.arguments.map { strdup($0) }
    arguments.append(nil)
    let program = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
    // Comes back only when it fails, and then training is merely slower on a busy machine.
    if let program { execv(program, arguments) }
  }
}
