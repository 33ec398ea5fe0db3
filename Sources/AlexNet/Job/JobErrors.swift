import Cluster
import LiveSession

/// The error of a command that cannot be one of several processes.
struct NotForSeveralProcesses: ProgramError, Equatable {
  /// The words that call the command: "alexnet runs list".
  var command: String
  /// The number of processes; `nil` if it is unknown.
  var processes: Int?

  var problem: String {
    let count = processes.map { "one of \($0) processes" } ?? "one of several processes"
    return "`\(command)` cannot be \(count) of a launcher such as mpirun"
  }
  var remedy: String {
    command == Watch.invocation
      ? "Use `\(command) --processes N`, or show a run that `mpirun -n N \(Train.invocation)` trains with "
        + "`\(Attach.invocation)`"
      : "Give the command alone. Only `\(Train.invocation)` and `\(Resume.invocation)` train in several "
        + "processes"
  }
  var hasNotStarted: Bool { true }
}

/// The error of an option that cannot be used by one of several processes.
struct NotUnderALauncher: ProgramError, Equatable {
  /// The option with its dashes.
  var option: String

  var problem: String { "\(option) cannot be used under a launcher such as mpirun" }
  var remedy: String { "Leave it out, or give --processes without a launcher" }
  var hasNotStarted: Bool { true }
}

/// The error of `--processes` without a program that can start processes.
struct LauncherMissing: ProgramError, Equatable {
  /// The launchers that were found, but for whose libraries `make cluster` has not built a part of the program.
  var unusable: [String]

  var problem: String {
    guard let first = unusable.first else {
      return "mpirun was not found, which starts the processes of a job"
    }
    return "\(first) cannot be used: the part of the program that uses its library is missing"
  }
  var remedy: String {
    unusable.isEmpty
      ? "Install Open MPI or MPICH (Debian's openmpi-bin and libopenmpi-dev, or mpich and libmpich-dev), and "
        + "run `make cluster` in the folder of the project"
      : "Run `make cluster` in the folder of the project"
  }
  var hasNotStarted: Bool { true }
}

/// The error of a job whose first process has ended without a message.
struct RankZeroLost: ProgramError, Equatable {
  var problem: String { "the first process of the job ended unexpectedly" }
  var remedy: String { "`\(Resume.invocation)` continues from the last checkpoint" }
  var hasNotStarted: Bool { false }
}
