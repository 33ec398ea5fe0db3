import Cluster
import FoundationEssentials
import LiveSession

/// The search for a launcher of MPI that can start the program.
struct LauncherSearch: Equatable {
  /// The first launcher whose library the program can use; `nil` without one.
  var usable: JobLauncher?
  /// The paths of the launchers that were found before it, for whose libraries `make cluster` has not built
  /// a part of the program.
  var unusable: [String] = []

  init(usable: JobLauncher? = nil, unusable: [String] = []) {
    self.usable = usable
    self.unusable = unusable
  }

  /// Searches the folders of `PATH`.
  /// - Parameters:
  ///   - program: The path of the program.
  ///   - environment: The environment variables.
  init(for program: String, _ environment: [String: String]) {
    var unusable: [String] = []
    usable = JobLauncher.find(in: environment["PATH"] ?? "/usr/local/bin:/usr/bin:/bin") {
      if $0.isUsable(by: program, environment) { return true }
      unusable.append($0.path)
      return false
    }
    self.unusable = unusable
  }
}

extension JobLauncher {
  /// Returns true if the part of the program that uses the launcher's library exists.
  fileprivate func isUsable(by program: String, _ environment: [String: String]) -> Bool {
    if environment[MPIJob.fileVariable] != nil { return true }
    let libraries: [MPILibrary] =
      switch library {
      case .openMPI: [.openMPI, .other]
      case .mpich: [.mpich, .other]
      }
    return MPIJob.folders(of: program).contains { folder in
      libraries.contains { FileManager.default.fileExists(atPath: "\(folder)/\($0.fileName)") }
    }
  }
}
