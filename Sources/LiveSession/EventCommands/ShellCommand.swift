import Cluster
import FoundationEssentials
import Glibc

/// A command of the user that `/bin/sh` executes in a session of the system of its own, so that neither ^C nor
/// the end of the terminal reaches it.
struct ShellCommand {
  /// The text of the command.
  var text: String
  /// The changes of the environment of this process; `nil` removes a variable.
  var environment: [String: String?]
  /// The path of the file to which output is appended.
  var log: String

  /// Starts the command. Its input is empty. It inherits no descriptor of this process, because a copy of a
  /// locked file would keep the lock.
  /// - Returns: The process ID, or the `errno` of the failure.
  func start() -> Result<pid_t, SpawnFailure> {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0)
    posix_spawn_file_actions_addopen(
      &actions, STDOUT_FILENO, writableLog, O_WRONLY | O_CREAT | O_APPEND, 0o644)
    posix_spawn_file_actions_adddup2(&actions, STDOUT_FILENO, STDERR_FILENO)
    // Closing a descriptor that is not open has no effect.
    for descriptor in (STDERR_FILENO + 1)..<Self.descriptorCount {
      posix_spawn_file_actions_addclose(&actions, descriptor)
    }
    var attributes = posix_spawnattr_t.newSession(
      defaultsFor: [SIGINT, SIGTERM, SIGQUIT, SIGPIPE, SIGHUP, SIGXFSZ])
    defer { posix_spawnattr_destroy(&attributes) }
    let words: [String] = ["/bin/sh", "-c", text]
    var arguments = words.map { strdup($0) } + [nil]
    var variables = mergedEnvironment.map { strdup("\($0)=\($1)") } + [nil]
    defer { for text in arguments + variables { free(text) } }
    var process: pid_t = 0
    let code = posix_spawn(&process, "/bin/sh", &actions, &attributes, &arguments, &variables)
    return code == 0 ? .success(process) : .failure(SpawnFailure(code: code))
  }

  /// The failure to start a process.
  struct SpawnFailure: Error {
    /// An `errno`.
    var code: Int32
  }

  /// The log, or the null device if the log cannot be written: without a log the command still runs.
  private var writableLog: String {
    let file = open(log, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o644)
    guard file >= 0 else { return "/dev/null" }
    close(file)
    return log
  }

  /// The number after the greatest descriptor that this process has.
  private static var descriptorCount: Int32 {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd")) ?? []
    return 1 + (names.compactMap { Int32($0) }.max() ?? 255)
  }

  private var mergedEnvironment: [String: String] {
    var merged = ProcessInfo.processInfo.environment
    if Launcher.current != nil {
      // The command is not a rank of the job. It can train by itself, or start another job.
      merged = merged.filter { name, _ in !Launcher.variables.contains(where: name.hasPrefix) }
    }
    // A value can contain a message, but a variable ends at its first NUL.
    for (name, value) in environment { merged[name] = value?.filter { $0 != "\0" } }
    return merged
  }
}

extension posix_spawnattr_t {
  /// Returns the attributes of a process in a new session of the system, which blocks no signal.
  /// - Parameter signals: The signals with their default action; others that this process ignores are ignored.
  static func newSession(defaultsFor signals: [Int32]) -> posix_spawnattr_t {
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    var none = sigset_t()
    sigemptyset(&none)
    posix_spawnattr_setsigmask(&attributes, &none)
    var defaults = sigset_t()
    sigemptyset(&defaults)
    for signal in signals { sigaddset(&defaults, signal) }
    posix_spawnattr_setsigdefault(&attributes, &defaults)
    // POSIX_SPAWN_SETSID of glibc. Swift does not see the macro, because it requires _GNU_SOURCE.
    let newSession: Int32 = 0x80
    posix_spawnattr_setflags(
      &attributes, Int16(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | newSession))
    return attributes
  }
}
