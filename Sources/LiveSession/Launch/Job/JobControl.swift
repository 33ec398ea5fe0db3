import Channels
import Glibc
import Synchronization

/// The connection of rank 0 to the supervisor that has started its job.
///
/// A launcher such as `mpirun` gives the ranks pipes or a terminal of its own. Through this connection rank 0
/// receives the standard output and the standard error of the supervisor, and the socket to the starter if
/// there is one, so that it prints and answers as a process does that trains alone.
public final class JobControl: Sendable {
  private static let stored = Mutex<JobControl?>(nil)
  private let socket: Int32
  /// The socket to the starter; `nil` if the job was started from a shell.
  let launchDescriptor: Int32?

  private init(socket: Int32, launchDescriptor: Int32?) {
    self.socket = socket
    self.launchDescriptor = launchDescriptor
  }

  /// The connection; `nil` in a process that is not rank 0 of a supervised job.
  public static var current: JobControl? { stored.withLock { $0 } }

  /// Connects rank 0 to the supervisor. Call it once, before there are other threads.
  /// - Parameter rank: The number of this process in the job; the other ranks have no connection.
  /// - Returns: False if the job has a supervisor that has ended. Then this process must end.
  public static func connect(rank: Int) -> Bool {
    guard let path = getenv(JobSocket.variable).map({ String(cString: $0) }) else { return true }
    unsetenv(JobSocket.variable)
    guard rank == 0 else { return true }
    guard let socket = JobSocket.connect(to: path) else { return false }
    let descriptors = DescriptorMessage.receive(from: socket)
    guard descriptors.count >= 2 else { return false }
    for (number, descriptor) in zip([STDOUT_FILENO, STDERR_FILENO], descriptors) {
      dup2(descriptor, number)
      close(descriptor)
    }
    let control = JobControl(
      socket: socket, launchDescriptor: descriptors.count > 2 ? descriptors[2] : nil)
    control.send(.process(getpid()))
    control.stopWithSupervisor()
    stored.withLock { $0 = control }
    return true
  }

  /// Reports the exit status with which this process is about to end. The supervisor ends with it, and does
  /// not print what the launcher prints about it.
  public func report(status: Int32) { send(.status(status)) }

  /// Reports the log of the run, to which the supervisor adds the output of the launcher and the other ranks.
  func report(log: String) { send(.log(log)) }

  private func send(_ message: JobMessage) { LaunchMessage.send(message.line, to: socket) }

  /// Stops the run, as a user does, when the supervisor has been killed.
  private func stopWithSupervisor() {
    // The signal is for the thread that handles signals. Threads inherit blocked signals.
    var all = sigset_t()
    var previous = sigset_t()
    sigfillset(&all)
    pthread_sigmask(SIG_SETMASK, &all, &previous)
    NamedThread.start("supervisor") { [socket] in
      while LaunchMessage.receive(from: socket) != nil {}
      kill(getpid(), SIGTERM)
    }
    pthread_sigmask(SIG_SETMASK, &previous, nil)
  }
}

/// A line that rank 0 sends to its supervisor.
enum JobMessage: Equatable {
  /// The process ID of rank 0.
  case process(pid_t)
  /// The path of the log of its run.
  case log(String)
  /// The exit status with which rank 0 is about to end.
  case status(Int32)

  /// The text of the line.
  var line: String {
    switch self {
    case .process(let process): "process \(process)"
    case .log(let path): "log \(path)"
    case .status(let status): "status \(status)"
    }
  }

  /// Reads a line; `nil` for other texts.
  init?(line: String) {
    let words = line.split(separator: " ", maxSplits: 1).map(String.init)
    guard words.count == 2 else { return nil }
    switch (words[0], Int32(words[1])) {
    case ("process", let process?): self = .process(process)
    case ("status", let status?): self = .status(status)
    case ("log", _): self = .log(words[1])
    default: return nil
    }
  }
}
