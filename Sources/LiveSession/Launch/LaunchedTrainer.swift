import FoundationEssentials
import Glibc
import Runs

/// The trainer's side of a launch, in the process that `TrainerLaunch` has started.
public struct LaunchedTrainer {
  /// The descriptor of the socket to the starter, in the process that was started.
  static let firstDescriptor: Int32 = 3
  /// The environment variable that marks a process with a starter.
  static let mark = "ALEXNET_LAUNCHED"

  /// Returns the trainer's side; `nil` in a process that no `TrainerLaunch` started. Call it once, before
  /// there are other threads.
  public static func current() -> LaunchedTrainer? {
    guard isMarked else { return nil }
    unsetenv(mark)
    let descriptor = JobControl.current?.launchDescriptor ?? firstDescriptor
    _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
    setProcessName()
    return LaunchedTrainer(descriptor: descriptor)
  }

  /// True in a process with a starter, before `current()` is called, and in all ranks of its job.
  public static var isMarked: Bool { getenv(mark) != nil }

  /// Sets the name that lists of processes without arguments show. Without this it would be that of the link or of
  /// the file that started the program.
  private static func setProcessName() {
    try? Data(TrainerLaunch.processName.utf8).write(to: URL(filePath: "/proc/self/comm"))
  }

  /// The socket to the starter.
  let descriptor: Int32

  private init(descriptor: Int32) { self.descriptor = descriptor }

  /// Reports that the plan and the data are valid, and waits for the starter.
  /// - Returns: False if the starter has ended; then this process must exit.
  public func waitForBegin() -> Bool {
    LaunchMessage.send(LaunchMessage.prepared, to: descriptor)
    return LaunchMessage.receive(from: descriptor) == LaunchMessage.begin
  }

  /// Reports that clients can connect, redirects standard output and standard error to the run's log
  /// and releases the starter.
  public func announceTraining(of run: Run) {
    Self.openLog(run.logPath)
    JobControl.current?.report(log: run.logPath)
    LaunchMessage.send("\(LaunchMessage.training) \(run.name)", to: descriptor)
    close(descriptor)
  }

  /// Redirects standard output and standard error to a log.
  static func openLog(_ path: String) {
    let log = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o644)
    // Without a log the run still trains.
    guard log >= 0 else { return }
    dup2(log, STDOUT_FILENO)
    dup2(log, STDERR_FILENO)
    close(log)
  }
}
