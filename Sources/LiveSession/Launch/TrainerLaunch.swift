import FoundationEssentials
import Glibc
import Machine

/// The starter's side of a launch. The starter is this process; it starts the same program as the trainer, by
/// default with the same arguments, in a new session of the system (`setsid`), which has no terminal.
///
/// A launch has two steps. First the trainer checks its plan and its data. If they are valid it is
/// *prepared*, and has written nothing yet. After `begin()` it is *training*, and clients can connect. If
/// the starter ends before `begin()`, the trainer exits.
final class TrainerLaunch {
  /// The first argument of the trainer, by which lists of processes show it. It differs from the program's name,
  /// because the screen and the trainer have the same other arguments.
  static let processName = "alexnet-trainer"

  /// The trainer's process ID.
  let process: pid_t
  private let control: OpenFile
  /// The trainer's standard error until it trains; from then on that is the run's log.
  private let standardError: OpenFile

  /// Starts the trainer's process.
  /// - Parameter arguments: The arguments of the trainer, first the program's name, which `processName` replaces.
  static func start(
    _ arguments: [String] = CommandLine.arguments
  ) throws(LaunchFailure) -> TrainerLaunch {
    let control = SocketPair()
    let standardError = SocketPair()
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    for descriptor in [STDIN_FILENO, STDOUT_FILENO] {
      posix_spawn_file_actions_addopen(&actions, descriptor, "/dev/null", O_RDWR, 0)
    }
    posix_spawn_file_actions_adddup2(&actions, standardError.theirs, STDERR_FILENO)
    posix_spawn_file_actions_adddup2(&actions, control.theirs, LaunchedTrainer.firstDescriptor)
    // The trainer inherits no other descriptor. Closing one that is not open has no effect.
    for descriptor in (LaunchedTrainer.firstDescriptor + 1)..<256 {
      posix_spawn_file_actions_addclose(&actions, descriptor)
    }
    let process = try spawn(arguments, &actions)
    control.closeTheirs()
    standardError.closeTheirs()
    return TrainerLaunch(process, control: control.ours, standardError: standardError.ours)
  }

  private init(_ process: pid_t, control: OpenFile, standardError: OpenFile) {
    self.process = process
    self.control = control
    self.standardError = standardError
  }

  private static func spawn(
    _ arguments: [String], _ actions: inout posix_spawn_file_actions_t
  ) throws(LaunchFailure) -> pid_t {
    // A process inherits ignored signals. The trainer must react to these.
    var attributes = posix_spawnattr_t.newSession(
      defaultsFor: [SIGINT, SIGTERM, SIGQUIT, SIGPIPE])
    defer { posix_spawnattr_destroy(&attributes) }
    var environment = ProcessInfo.processInfo.environment
    environment[LaunchedTrainer.mark] = "1"
    let words = [processName] + arguments.dropFirst()
    var arguments = words.map { strdup($0) } + [nil]
    var settings = environment.map { strdup("\($0)=\($1)") } + [nil]
    defer { for text in arguments + settings { free(text) } }
    var process: pid_t = 0
    // The link names the running program, even if a newer one has replaced its file.
    let code = posix_spawn(&process, "/proc/self/exe", &actions, &attributes, &arguments, &settings)
    guard code == 0 else {
      throw .cannotStart(code: code)
    }
    return process
  }

  /// Waits until the trainer is prepared.
  func waitUntilPrepared() throws(LaunchFailure) { _ = try receive(LaunchMessage.prepared) }

  /// Lets the trainer begin, and waits until clients can connect.
  /// - Returns: The run's name.
  func begin() throws(LaunchFailure) -> String {
    LaunchMessage.send(LaunchMessage.begin, to: control.descriptor)
    return try receive(LaunchMessage.training)
  }

  /// Waits for the trainer's next line.
  /// - Returns: The text after `word`.
  /// - Throws: The failure of the launch if the line does not begin with `word`.
  private func receive(_ word: String) throws(LaunchFailure) -> String {
    guard let line = LaunchMessage.receive(from: control.descriptor), line.hasPrefix(word)
    else { throw failure() }
    return String(line.dropFirst(word.count).drop { $0 == " " })
  }

  /// Waits for the trainer's end and returns a failure with the trainer's message and exit status.
  private func failure() -> LaunchFailure {
    let text = String(decoding: OpenFile.rest(of: standardError.descriptor) ?? [], as: UTF8.self)
    let exit = ProcessExit(waitingFor: process)
    if text.isEmpty, let exit { return .endedSilently(exit) }
    return .reported(text, status: exit?.status ?? 1)
  }
}

/// A trainer that ended before it trained.
public enum LaunchFailure: Error, Equatable {
  /// The process cannot be started. `code` is an `errno`.
  case cannotStart(code: Int32)
  /// The trainer ended without a message.
  case endedSilently(ProcessExit)
  /// The trainer wrote this complete text to standard error and ended with this exit status.
  case reported(String, status: Int32)
}
