import Foundation

/// Starts this very command once more, as a trainer: a process in a session of its own that has nothing
/// of this terminal. They agree on two moments. When the trainer is *prepared*, it has found no fault in
/// what it is to do and has made nothing yet; told to go on, it is *training*, and can be attached to. A
/// trainer that hears nothing more before that goes away.
final class Launch {
  let process: pid_t
  private let control: FileHandle
  /// What it says on standard error until it trains; then that is its log's.
  private let complaints: FileHandle

  static func start() throws(LaunchFailure) -> Launch {
    let control = SocketPair()
    let complaints = SocketPair()
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    for descriptor in [STDIN_FILENO, STDOUT_FILENO] {
      posix_spawn_file_actions_addopen(&actions, descriptor, "/dev/null", O_RDWR, 0)
    }
    posix_spawn_file_actions_adddup2(&actions, complaints.theirs, STDERR_FILENO)
    posix_spawn_file_actions_adddup2(&actions, control.theirs, Launched.descriptor)
    // Nothing else is for it; closing what is not open does no harm.
    for descriptor in (Launched.descriptor + 1)..<256 {
      posix_spawn_file_actions_addclose(&actions, descriptor)
    }
    let process = try spawn(&actions)
    control.closeTheirs()
    complaints.closeTheirs()
    return Launch(process, control: control.ours, complaints: complaints.ours)
  }

  private init(_ process: pid_t, control: FileHandle, complaints: FileHandle) {
    self.process = process
    self.control = control
    self.complaints = complaints
  }

  private static func spawn(
    _ actions: inout posix_spawn_file_actions_t
  ) throws(LaunchFailure) -> pid_t {
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    var none = sigset_t()
    sigemptyset(&none)
    posix_spawnattr_setsigmask(&attributes, &none)
    // Also when whoever started us wants to hear nothing of them.
    var stops = sigset_t()
    sigemptyset(&stops)
    for signal in [SIGINT, SIGTERM, SIGQUIT, SIGPIPE] { sigaddset(&stops, signal) }
    posix_spawnattr_setsigdefault(&attributes, &stops)
    // glibc's POSIX_SPAWN_SETSID, which is a macro behind _GNU_SOURCE.
    let newSession: Int32 = 0x80
    posix_spawnattr_setflags(
      &attributes, Int16(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | newSession))
    var environment = ProcessInfo.processInfo.environment
    environment[Launched.mark] = "1"
    var words = CommandLine.arguments.map { strdup($0) } + [nil]
    var settings = environment.map { strdup("\($0)=\($1)") } + [nil]
    defer { for word in words + settings { free(word) } }
    var process: pid_t = 0
    // By what it links to, for a newer program may lie in its place by now.
    let code = posix_spawn(&process, "/proc/self/exe", &actions, &attributes, &words, &settings)
    guard code == 0 else {
      throw LaunchFailure(
        status: 1,
        complaint: "alexnet: cannot start a process: \(String(cString: strerror(code))).\n")
    }
    return process
  }

  /// Waits until the trainer is prepared.
  func waitUntilPrepared() throws(LaunchFailure) { _ = try hear(Launched.prepared) }

  /// Lets it begin, and gives its run's name as soon as one can attach to it.
  func begin() throws(LaunchFailure) -> String {
    Launched.say(Launched.goOn, to: control.fileDescriptor)
    return try hear(Launched.training)
  }

  /// What follows a word in the trainer's next line.
  private func hear(_ word: String) throws(LaunchFailure) -> String {
    guard let line = Launched.line(from: control.fileDescriptor), line.hasPrefix(word) else {
      throw failure()
    }
    return String(line.dropFirst(word.count).drop { $0 == " " })
  }

  /// It has ended: why, in its own words and with its own status.
  private func failure() -> LaunchFailure {
    let words = String(decoding: complaints.readDataToEndOfFile(), as: UTF8.self)
    guard let end = ProcessEnd(waitingFor: process) else {
      return LaunchFailure(status: 1, complaint: words)
    }
    return LaunchFailure(
      status: end.status, complaint: words.isEmpty ? "alexnet: the trainer \(end.words).\n" : words)
  }
}

/// A trainer that did not begin. Its complaint has been put into words already.
struct LaunchFailure: Error, Equatable {
  var status: Int32
  var complaint: String
}

/// Two ends of a line, of which one is for another process.
private struct SocketPair {
  let ours: FileHandle
  let theirs: Int32

  init() {
    var ends: [Int32] = [-1, -1]
    let type = SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue
    // Without descriptors nothing will be heard, which is a failure of its own.
    _ = socketpair(AF_UNIX, Int32(type), 0, &ends)
    ours = FileHandle(fileDescriptor: ends[0], closeOnDealloc: true)
    theirs = ends[1]
  }

  func closeTheirs() { close(theirs) }
}

/// How a process has ended.
struct ProcessEnd: Equatable {
  /// As a shell gives it.
  var status: Int32
  var signal: Int32?

  /// Waits for a child; nil when it is none, or nobody knows any more.
  init?(waitingFor process: pid_t) {
    var status: Int32 = 0
    while true {
      let found = waitpid(process, &status, 0)
      if found == process { break }
      guard found < 0, errno == EINTR else { return nil }
    }
    let signal = status & 0x7F
    self.signal = signal == 0 ? nil : signal
    self.status = signal == 0 ? (status >> 8) & 0xFF : 128 + signal
  }

  /// To follow "the trainer".
  var words: String {
    signal.map { "was ended by signal \($0) (\(String(cString: strsignal($0))))" }
      ?? "ended with status \(status)"
  }
}
