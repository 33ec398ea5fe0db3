import Channels
import FoundationEssentials
import Glibc
import Machine

/// The process that starts a job with a launcher such as `mpirun`, and stands for it: signals that it receives
/// reach rank 0, and its exit status is that of rank 0.
///
/// Signals go to rank 0 alone, because a launcher that is interrupted ends all ranks after a short time,
/// before a large network is saved. The launcher therefore runs in a session of the system of its own.
public final class JobSupervisor: Sendable {
  private struct State: Sendable {
    /// The process ID of rank 0 while it is connected.
    var rankZero: pid_t?
    /// True after rank 0 has connected.
    var wasConnected = false
    /// True after the connection of rank 0 has ended.
    var isDisconnected = false
    /// The exit status that rank 0 has reported.
    var status: Int32?
    /// The end of the launcher.
    var end: ProcessExit?
    /// True after everything that the launcher printed was passed on.
    var isOutputComplete = false
  }
  private let state = Monitor(State())
  private let launcher: pid_t
  /// The time for the other ranks to end after rank 0 has. A screen waits for this process.
  private static let patience = Duration.seconds(1)
  /// The same time after an end of rank 0 without a report, which the other ranks report.
  private static let patienceAfterLoss = Duration.seconds(3)
  /// The time for the launcher to end after all ranks have.
  private static let launcherPatience = Duration.milliseconds(500)

  private init(launcher: pid_t) { self.launcher = launcher }

  /// Starts a job and waits for its end.
  /// - Parameters:
  ///   - words: The command line of the launcher.
  ///   - launched: This process as the trainer that a screen has started; `nil` in a shell.
  /// - Throws: `LaunchFailure.cannotStart`.
  public static func run(
    _ words: [String], launched: LaunchedTrainer?
  ) throws(LaunchFailure) -> JobEnd {
    let signals = blockSignals(includingHangup: launched == nil)
    let socket = try JobSocket()
    defer { socket.remove() }
    let output = SocketPair()
    let launcher: pid_t
    do {
      defer { output.closeTheirs() }
      launcher = try spawn(
        words, output: output.theirs, socket: socket, isLaunched: launched != nil)
    }
    let supervisor = JobSupervisor(launcher: launcher)
    supervisor.waitForLauncher()
    supervisor.passOnSignals(signals)
    supervisor.passOnOutput(of: output.ours)
    supervisor.serve(socket, launched)
    return supervisor.waitForEnd()
  }

  private static func blockSignals(includingHangup: Bool) -> sigset_t {
    var signals = sigset_t()
    sigemptyset(&signals)
    sigaddset(&signals, SIGINT)
    sigaddset(&signals, SIGTERM)
    // Training in the background continues when the terminal of its starter is closed.
    var action = sigaction()
    sigaction(SIGHUP, nil, &action)
    let isIgnored =
      unsafeBitCast(action.__sigaction_handler.sa_handler, to: Int.self)
      == unsafeBitCast(SIG_IGN, to: Int.self)
    if includingHangup, !isIgnored { sigaddset(&signals, SIGHUP) }
    if !includingHangup { signal(SIGHUP, SIG_IGN) }
    pthread_sigmask(SIG_BLOCK, &signals, nil)
    return signals
  }

  private static func spawn(
    _ words: [String], output: Int32, socket: JobSocket, isLaunched: Bool
  ) throws(LaunchFailure) -> pid_t {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0)
    for descriptor in [STDOUT_FILENO, STDERR_FILENO] {
      posix_spawn_file_actions_adddup2(&actions, output, descriptor)
    }
    // The launcher inherits no other descriptor. Closing one that is not open has no effect.
    for descriptor in (STDERR_FILENO + 1)..<256 {
      posix_spawn_file_actions_addclose(&actions, descriptor)
    }
    var attributes = posix_spawnattr_t.newSession(
      defaultsFor: [SIGINT, SIGTERM, SIGQUIT, SIGPIPE])
    defer { posix_spawnattr_destroy(&attributes) }
    var environment = ProcessInfo.processInfo.environment
    environment[JobSocket.variable] = socket.path
    environment[LaunchedTrainer.mark] = isLaunched ? "1" : nil
    // The files of a launcher that this process has to kill are removed with the folder of the socket.
    for variable in ["OMPI_MCA_orte_tmpdir_base", "PRTE_MCA_prte_tmpdir_base"] {
      environment[variable] = environment[variable] ?? socket.folder
    }
    var arguments = words.map { strdup($0) } + [nil]
    var settings = environment.map { strdup("\($0)=\($1)") } + [nil]
    defer { for text in arguments + settings { free(text) } }
    var process: pid_t = 0
    let code = posix_spawn(&process, words[0], &actions, &attributes, &arguments, &settings)
    guard code == 0 else { throw .cannotStart(code: code) }
    return process
  }
}

extension JobSupervisor {
  private func waitForLauncher() {
    NamedThread.start("launcher") { [state, launcher] in
      let end = ProcessExit(waitingFor: launcher)
      state.update { $0.end = end }
    }
  }

  private func passOnSignals(_ signals: sigset_t) {
    NamedThread.start("signals") { [state, launcher] in
      var signals = signals
      var number: Int32 = 0
      while sigwait(&signals, &number) == 0 {
        // Before rank 0 is connected nothing is written, so the launcher can end all ranks.
        kill(state.update { $0.rankZero } ?? launcher, number)
      }
    }
  }

  /// Passes on what the launcher and the ranks print, until rank 0 has reported its end: the launcher then
  /// prints its own message about the exit status.
  private func passOnOutput(of output: OpenFile) {
    NamedThread.start("output") { [state] in
      var bytes = [UInt8](repeating: 0, count: 1 << 14)
      while true {
        let count = read(output.descriptor, &bytes, bytes.count)
        if count < 0, errno == EINTR { continue }
        guard count > 0 else { break }
        // The report has another way than the output, and is received within this time.
        usleep(20_000)
        if state.update({ $0.status }) == nil { Self.write(bytes[..<count]) }
      }
      state.update { $0.isOutputComplete = true }
    }
  }

  private static func write(_ bytes: ArraySlice<UInt8>) {
    var rest = bytes
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { Glibc.write(STDERR_FILENO, $0.baseAddress, $0.count) }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { return }
      rest = rest.dropFirst(count)
    }
  }

  /// Gives rank 0 the output of this process and the socket to the starter, and receives its messages.
  private func serve(_ socket: JobSocket, _ launched: LaunchedTrainer?) {
    let launchDescriptor = launched?.descriptor
    NamedThread.start("rank 0") { [state] in
      let connection = socket.accept()
      guard connection >= 0 else { return }
      let descriptors = [STDOUT_FILENO, STDERR_FILENO] + (launchDescriptor.map { [$0] } ?? [])
      _ = DescriptorMessage.send(descriptors, over: connection)
      if let launchDescriptor { close(launchDescriptor) }
      while let line = LaunchMessage.receive(from: connection) {
        switch JobMessage(line: line) {
        case .process(let process):
          state.update {
            $0.rankZero = process
            $0.wasConnected = true
          }
        case .log(let path): LaunchedTrainer.openLog(path)
        case .status(let status): state.update { $0.status = status }
        case nil: continue
        }
      }
      state.update {
        $0.rankZero = nil
        $0.isDisconnected = true
      }
    }
  }

  /// Waits for the other ranks and the launcher after the end of rank 0.
  /// - Returns: The end of the launcher; `nil` if it does not end in time. Open MPI's waits for its time limits
  ///   after an error, also if all ranks have ended.
  private func waitForOthers() -> ProcessExit? {
    let clock = ContinuousClock()
    let isReported = state.update { $0.status != nil }
    let limit = clock.now + (isReported ? Self.patience : Self.patienceAfterLoss)
    var lastRank = clock.now
    while clock.now < min(limit, lastRank + Self.launcherPatience) {
      if let end = state.wait(timeout: .milliseconds(50), until: { $0.end }) { return end }
      if others.contains(where: \.isOfThisProgram) {
        lastRank = clock.now
      }
    }
    return nil
  }

  /// The processes of the job except the launcher: those of its session, which it has started.
  private var others: [SystemProcess] {
    SystemProcess.all().filter {
      $0.session == launcher && $0.number != launcher && !$0.hasEnded
    }
  }

  /// Kills the ranks, which have nothing to save without rank 0, and then the launcher.
  private func killOthers() {
    for process in others { kill(process.number, SIGKILL) }
    if state.wait(timeout: .milliseconds(50), until: { $0.end }) != nil { return }
    kill(launcher, SIGKILL)
    _ = state.wait(timeout: .seconds(1)) { $0.end }
  }

  /// Waits until rank 0 and the launcher have ended.
  private func waitForEnd() -> JobEnd {
    _ = state.wait { $0.end != nil || $0.isDisconnected ? true : nil }
    let end = waitForOthers()
    if end == nil { killOthers() }
    _ = state.wait(timeout: .seconds(1)) { $0.isOutputComplete ? true : nil }
    return state.update { state in
      if let status = state.status { return .reported(status: status) }
      // A launcher can end with 0 although rank 0 was killed.
      let status = end.map { $0.status == 0 ? 1 : $0.status } ?? 1
      return state.wasConnected ? .lost(status: status) : .notStarted(status: status)
    }
  }
}

/// The end of a job. Each case has the exit status of the process that has started it.
public enum JobEnd: Equatable, Sendable {
  /// Rank 0 has reported this status, and printed its errors.
  case reported(status: Int32)
  /// Rank 0 has ended without a report.
  case lost(status: Int32)
  /// The launcher has ended before rank 0 was connected, and printed the reason.
  case notStarted(status: Int32)
}
