import Blueprint
import Cluster

/// The check of MPI, which only training in several processes needs.
struct ProcessChecks {
  /// The parts of the program that use MPI libraries.
  var parts: [MPIPart]
  /// The launchers of MPI.
  var launchers: LauncherSearch

  /// All checks.
  var all: [DoctorCheck] {
    let libraries = parts.compactMap { try? $0.library.get() }
    var facts: [String: DoctorCheck.Fact] = [:]
    facts["library"] = libraries.first.map { .text($0) }
    facts["launcher"] = launchers.usable.map { .text($0.path) }
    guard let launcher = launchers.usable, !parts.isEmpty else {
      let missing = LauncherMissing(unusable: launchers.unusable)
      return [
        DoctorCheck(
          .processes, "MPI", state: .missing, missing.problem,
          advice: "Only training in several processes needs it. \(missing.remedy).", facts: facts)
      ]
    }
    for part in parts {
      guard case .failure(let error) = part.library else { continue }
      return [
        DoctorCheck(
          .processes, "MPI", state: .limited, error.problem, advice: "\(error.remedy).",
          facts: facts)
      ]
    }
    return [
      DoctorCheck(
        .processes, "MPI", "\(libraries.joined(separator: ", ")), started by \(launcher.path)",
        facts: facts)
    ]
  }
}
