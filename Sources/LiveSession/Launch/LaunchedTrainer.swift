import Foundation
import Runs

/// The trainer's side of a launch, in the process that `TrainerLaunch` has started.
public struct LaunchedTrainer {
  /// The descriptor of the socket to the starter.
  static let descriptor: Int32 = 3
  /// The environment variable that marks a process with a starter.
  static let mark = "ALEXNET_LAUNCHED"

  /// Returns the trainer's side; `nil` in a process that no `TrainerLaunch` started. Call it once, before
  /// there are other threads.
  public static func current() -> LaunchedTrainer? {
    guard getenv(mark) != nil else { return nil }
    unsetenv(mark)
    _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
    setProcessName()
    return LaunchedTrainer()
  }

  /// Sets the name that lists of processes without arguments show. Without this it would be that of the link or of
  /// the file that started the program.
  private static func setProcessName() {
    try? Data(TrainerLaunch.processName.utf8).write(to: URL(filePath: "/proc/self/comm"))
  }

  private init() {}

  /// Reports that the plan and the data are valid, and waits for the starter.
  /// - Returns: False if the starter has ended; then this process must exit.
  public func waitForBegin() -> Bool {
    LaunchMessage.send(LaunchMessage.prepared, to: Self.descriptor)
    return LaunchMessage.receive(from: Self.descriptor) == LaunchMessage.begin
  }

  /// Reports that clients can connect, redirects standard output and standard error to the run's log
  /// and releases the starter.
  public func announceTraining(of run: Run) {
    openLog(of: run)
    LaunchMessage.send("\(LaunchMessage.training) \(run.name)", to: Self.descriptor)
    close(Self.descriptor)
  }

  private func openLog(of run: Run) {
    let log = open(run.logPath, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o644)
    // Without a log the run still trains.
    guard log >= 0 else { return }
    dup2(log, STDOUT_FILENO)
    dup2(log, STDERR_FILENO)
    close(log)
  }
}
