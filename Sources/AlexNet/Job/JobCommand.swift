import ArgumentParser
import Cluster
import Glibc
import LiveSession

/// A command that can train in several processes.
protocol JobCommand: NamedCommand {
  /// The options of the job.
  var job: JobOptions { get }
}

/// The rules for processes that a launcher has started.
enum JobProcess {
  /// Connects rank 0 with the process that has started its job by `--processes`. Call it once, before there
  /// are other threads.
  static func connect() {
    guard JobControl.connect(rank: Launcher.current?.rank ?? 0) else { Glibc.exit(1) }
  }

  /// Refuses commands that a launcher has started several times, and that would do the same several times.
  static func check(_ command: any ParsableCommand) throws(NotForSeveralProcesses) {
    guard let launcher = Launcher.current else { return }
    switch command {
    case is Watch where LaunchedTrainer.isMarked, is Train, is Resume: return
    case let command as any NamedCommand:
      throw NotForSeveralProcesses(command: type(of: command).invocation, processes: launcher.ranks)
    default: return
    }
  }

  /// Ends a rank other than rank 0 after an error that rank 0 has too and prints. Returns on rank 0 and in a
  /// process alone.
  static func endSilently(_ exit: ProgramExit, after error: any Error) {
    guard let launcher = Launcher.current, launcher.rank > 0 else { return }
    // An error of this computer is not an error of rank 0, and is printed by the first rank here.
    if let error = error as? ClusterError, error.isReported(by: launcher),
      let message = exit.message
    {
      StandardError.write(message)
    }
    Glibc.exit(exit.status)
  }
}
