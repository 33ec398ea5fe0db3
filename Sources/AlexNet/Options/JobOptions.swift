import ArgumentParser
import Cluster
import FoundationEssentials
import Glibc
import LiveSession

/// The processes in which a run is trained.
struct JobOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Train in this number of processes, which share the images of each step. The program starts them "
        + "on this machine with mpirun (default: 1).", valueName: "count"),
    transform: AllowedValues.processes.parse)
  var processes: Int?

  @Option(
    help: ArgumentHelp(
      "Divide the kernels into the paper's two columns, each in a process of its own: 1 or 2 (default: "
        + "1). With 2 the number of processes is even, by default 2.", valueName: "count"),
    transform: AllowedValues.columns.parse)
  var columns = 1

  @Flag(
    help: ArgumentHelp(
      "Each process has its part of the units of the fully-connected layers for the images of all, and its "
        + "part of the images in the layers before (Krizhevsky 2014). It needs 2 or more processes."
    ))
  var hybrid = false

  /// The number of processes that the options request.
  var count: Int { processes ?? columns }

  /// The words that give these options to another process.
  var words: [String] {
    (processes.map { ["--processes", "\($0)"] } ?? [])
      + (columns > 1 ? ["--columns", "\(columns)"] : []) + (hybrid ? ["--hybrid"] : [])
  }

  func validate() throws {
    if let processes, !processes.isMultiple(of: columns) {
      throw ValidationError("--processes must be a multiple of 2 with --columns 2.")
    }
    guard hybrid else { return }
    if columns > 1 {
      throw ValidationError(
        "--hybrid and --columns cannot be used together: both divide the fully-connected layers. "
          + "Leave out one of them.")
    }
    if processes ?? 1 < 2, Launcher.current == nil {
      throw ValidationError(
        "--hybrid divides layers between processes, and there is one. Give --processes 2 or more, "
          + "or start the program with mpirun.")
    }
  }

  /// Returns the error of a number of ranks that does not fit the options; `nil` if it does.
  func refusal(ofRanks ranks: Int) -> OptionError? {
    if let processes, processes != ranks {
      return OptionError(
        option: "--processes", value: "\(processes) in a job of \(ranks) processes",
        allowed: "\(ranks), or leave it out")
    }
    guard ranks.isMultiple(of: columns) else {
      return OptionError(
        option: "--columns", value: "\(columns) in a job of \(ranks) processes",
        allowed: "--columns 1, or start an even number of processes")
    }
    if hybrid, ranks < 2 {
      return OptionError(
        option: "--hybrid", value: "used in a job of 1 process",
        allowed: "2 or more processes, or leave it out")
    }
    return nil
  }
}

extension JobOptions {
  /// Trains in this process, as one rank of the job that has started this process, or in a job that this
  /// process starts.
  /// - Parameters:
  ///   - launched: This process as the trainer that a screen has started; `nil` without a screen.
  ///   - train: Trains in a process alone, or as rank 0 of a job. It creates the runs.
  /// - Throws: The error of the training, or an exit status.
  func run(_ launched: LaunchedTrainer?, _ train: (JobMember?) throws -> Void) throws {
    if let launcher = Launcher.current {
      try JobMember(launcher, self).run(train)
    } else if count > 1 {
      switch try supervise(launched) {
      case .reported(let status), .notStarted(let status): throw ExitCode(status)
      case .lost(let status):
        StandardError.write(RankZeroLost().errorLine)
        throw ExitCode(status)
      }
    } else {
      try train(nil)
    }
  }

  /// Starts the processes with the arguments of this process, and waits for their end.
  private func supervise(_ launched: LaunchedTrainer?) throws -> JobEnd {
    let environment = ProcessInfo.processInfo.environment
    let program = JobMember.program
    let search = LauncherSearch(for: program, environment)
    guard let launcher = search.usable else { throw LauncherMissing(unusable: search.unusable) }
    let words = launcher.words(
      processes: count, isRoot: geteuid() == 0,
      program: [program] + CommandLine.arguments.dropFirst())
    return try JobSupervisor.run(words, launched: launched)
  }
}
