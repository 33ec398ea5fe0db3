import ArgumentParser
import Blueprint
import Cluster
import Compute
import FoundationEssentials
import Glibc
import LiveSession
import Training

/// This process as one rank of a job.
///
/// Rank 0 executes the command. The other ranks follow it: they print nothing, write nothing, and end with it.
final class JobMember: Sendable {
  /// The messages between the ranks.
  let mpi: MPIJob
  /// The ranks as the trainer uses them.
  let training: TrainingJob
  /// The processors of the job.
  let processors: JobProcessors
  /// The signals to rank 0, which stop the run.
  let signals: StopSignals?
  /// The reason why the ranks cannot train together. It is the same on all ranks.
  private let refusal: (any ProgramError)?

  /// Connects with the other ranks.
  /// - Parameters:
  ///   - launcher: The launcher that has started this process.
  ///   - options: The options of the job.
  /// - Throws: `ClusterError` or `RankFailure`.
  init(_ launcher: Launcher, _ options: JobOptions) throws {
    signals = launcher.rank == 0 ? Self.endingSignals() : nil
    // Some MPI libraries need no interface. The others end the process with a message of their own.
    if launcher.rank == 0, !launcher.offersInterface {
      StandardError.write(
        ErrorMessage.line(
          "The launcher offers no interface to MPI. If MPI cannot start, give `srun` the option `--mpi=pmix` "
            + "or `--mpi=pmi2`; `srun --mpi=list` prints those of this cluster."))
    }
    mpi = try MPIJob(launcher)
    let own = Introduction.current(launcher, words: Array(CommandLine.arguments.dropFirst()))
    let introductions = try mpi.ranks.exchange(Array(JSONEncoder().encode(own))).map {
      try JSONDecoder().decode(Introduction.self, from: Data($0))
    }
    refusal =
      Introduction.difference(between: introductions) ?? options.refusal(ofRanks: mpi.ranks.count)
    processors = JobProcessors(introductions)
    training = TrainingJob(
      mpi, columns: refusal == nil ? options.columns : 1,
      isHybrid: refusal == nil && options.hybrid)
  }

  /// The path of the running program. If its file was replaced, the link of the process still opens it.
  static var program: String {
    let path = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
    guard let path, FileManager.default.isExecutableFile(atPath: path) else {
      return "/proc/\(getpid())/exe"
    }
    return path
  }

  /// Signals that end this process at once. They have another response when the run is training.
  private static func endingSignals() -> StopSignals {
    let signals = StopSignals()
    signals.onFirst { [weak signals] in _exit(128 + (signals?.received ?? SIGTERM)) }
    return signals
  }

  /// Executes the command on rank 0, and follows it on the other ranks.
  /// - Throws: An exit status. The error was printed before, so that all ranks end after its message.
  func run(_ command: (JobMember) throws -> Void) throws {
    if let refusal {
      if training.rank == 0 { StandardError.write(refusal.errorLine) }
      JobControl.current?.report(status: 2)
      try? mpi.end()
      throw ExitCode(2)
    }
    if training.rank > 0 { return try follow() }
    do {
      try command(self)
    } catch {
      throw end(because: error)
    }
    training.end()
    try mpi.end()
  }

  /// Prints an error and ends the job.
  /// - Returns: The exit status.
  private func end(because error: any Error) -> ExitCode {
    let exit = ProgramExit(after: error)
    if let message = exit.message { StandardError.write(message) }
    JobControl.current?.report(status: exit.status)
    // After a failure all ranks end by themselves, and the launcher ends one that was stopped.
    if mpi.failure == nil {
      training.end(because: error)
      try? mpi.end()
    }
    return ExitCode(exit.status)
  }

  private func follow() throws {
    // Rank 0 decides when the job ends, so that the run is saved.
    for number in [SIGINT, SIGTERM, SIGHUP] { signal(number, SIG_IGN) }
    do {
      try RankFollower(training).run()
      try mpi.end()
    } catch {
      if let failure = mpi.failure {
        // Rank 0 prints the reason, unless it is the missing rank.
        if failure.rank == 0, training.rank == 1, let message = ProgramExit(after: failure).message
        {
          StandardError.write(message)
        }
        throw ExitCode(1)
      }
      // Rank 0 has ended the job and has the exit status.
      try? mpi.end()
    }
  }
}

extension JobMember {
  /// Checks that the job can train a plan: if the ranks divide its network, that this is possible.
  /// - Throws: `BlueprintError`, `ColumnError` or `HybridError`.
  func check(_ plan: RunPlan) throws {
    _ = try training.division(of: plan.network.layout())
  }

  /// Responds to the first signal: a launcher sends one when the user ends the job, but also when a rank has
  /// ended. The run is then not stopped, but has failed.
  /// - Parameter stop: Stops the run and saves it.
  func respondToSignal(_ stop: () -> Void) {
    if let failure = mpi.missingRank() { mpi.declare(failure) } else { stop() }
  }
}
