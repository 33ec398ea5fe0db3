import CMPI
import Glibc

/// A process between the launcher and a rank, which gives the other ranks time when the rank ends.
///
/// Launchers end all ranks when the process of one has ended; Hydra kills them at once. They would have no time
/// to report the rank that is missing. The guard is the process that the launcher has started. Its child is the
/// rank. When the child is killed, the guard ends some seconds later.
public enum RankGuard {
  /// The environment variable that the child has.
  private static let variable = "ALEXNET_RANK_PROCESS"
  /// The time that the other ranks have to find a rank that was killed, in seconds.
  private static let timeAfterKill: UInt32 = 10
  /// The time that the other ranks have to end after an error of this rank, in seconds.
  private static let timeAfterError: UInt32 = 1

  /// Returns true for the variables of a rank that a guard has started.
  static func isChild(_ environment: [String: String]) -> Bool { environment[variable] != nil }

  /// Starts the program again as a child, and ends this process after it. It returns in the child, and in a
  /// process without a launcher. The program must call it before it starts threads or opens files.
  public static func begin(_ launcher: Launcher? = .current) {
    guard let launcher, getenv(variable) == nil else { return }
    setenv(variable, "1", 1)
    // MPICH's UCX otherwise takes the handlers of signals with which the program reports crashes.
    setenv("UCX_ERROR_SIGNALS", "", 0)
    // When UCX reads the memory of a rank that was killed meanwhile, it aborts this process too, before the
    // journal has the reason. On one computer, shared memory is enough; with TCP the end of MPI can take longer than
    // ten seconds on busy processors.
    setenv("UCX_TLS", launcher.isOnOneComputer ? "posix,sysv,self" : "^cma", 0)
    let child = cm_start_again(CommandLine.unsafeArgv)
    // Without a guard the job works as well, apart from the names of ranks that are killed.
    guard child > 0 else { return }
    // The launcher sends its signals to all processes of the rank's group, of which the child is one. Hydra
    // sends SIGUSR1 when a rank has ended.
    for number in [SIGTERM, SIGINT, SIGHUP, SIGQUIT, SIGUSR1, SIGUSR2, SIGPIPE] {
      signal(number, SIG_IGN)
    }
    var status: Int32 = 0
    while waitpid(child, &status, 0) == -1, errno == EINTR {}
    let signalNumber = status & 0x7f
    guard signalNumber == 0 else {
      sleep(timeAfterKill)
      _exit(128 + signalNumber)
    }
    let code = status >> 8 & 0xff
    if code != 0 { sleep(timeAfterError) }
    _exit(code)
  }
}
