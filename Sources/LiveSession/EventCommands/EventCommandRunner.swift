import Channels
import Glibc
import Runs
import Training

/// Executes commands of the user at moments of the runs of a session, on threads of its own: the trainer never
/// waits for a command. A command that fails is a warning in the journal of its run.
public final class EventCommandRunner: Sendable {
  private enum Message: Sendable {
    /// The watcher has received events.
    case events
    /// A command has ended; the text describes its failure, `nil` without one.
    case ended(CommandQueue.Job, failure: String?)
    /// No further events arrive.
    case close
  }

  /// The receiver of the session's events.
  public let watcher: Watcher
  private let commands: [EventCommand]
  private let store: RunStore
  private let initialFacts: [RunFacts]
  private let inbox: Mailbox<Message>
  private let hasEnded = Monitor(false)

  /// Creates a runner for the runs with which a session begins.
  /// - Returns: `nil` without commands.
  public init?(_ commands: [EventCommand], for setups: [TrainingSession.RunSetup]) {
    guard !commands.isEmpty, let first = setups.first else { return nil }
    let inbox = Mailbox<Message>()
    self.commands = commands
    self.inbox = inbox
    store = first.run.store
    initialFacts = setups.map {
      RunFacts(run: $0.run.name, plan: $0.plan, after: $0.resumption?.checkpoint?.state)
    }
    watcher = Watcher(.nothing) { inbox.post(.events) }
  }

  /// Starts to execute commands.
  /// - Parameter session: The session whose journals get the warnings.
  public func start(for session: TrainingSession) {
    NamedThread.start("commands", isBackground: true) { [self, weak session] in
      serve { session?.warn(kind: "command", $2, run: $0, step: $1) }
      hasEnded.update { $0 = true }
    }
  }

  /// Waits for the commands of all events so far, up to a limit. Commands that take longer continue, and the
  /// result of such a command is not reported.
  public func finish(within limit: Duration) {
    inbox.post(.close)
    _ = hasEnded.wait(timeout: limit) { $0 ? true : nil }
  }

  /// - Parameter warn: Records a warning for a run at a step.
  private func serve(_ warn: (_ run: String, _ step: Int, _ message: String) -> Void) {
    var facts = Dictionary(uniqueKeysWithValues: initialFacts.map { ($0.run, $0) })
    var queue = CommandQueue()
    var isClosing = false
    while !isClosing || !queue.isEmpty {
      inbox.waitForMessage()
      for message in inbox.drain() {
        switch message {
        case .events: break
        case .ended(let job, let failure):
          queue.end(job)
          if let failure { warn(job.run, job.step, failure) }
        case .close: isClosing = true
        }
      }
      for line in watcher.events.drain() {
        for job in jobs(at: line, &facts) { queue.add(job) }
      }
      while let job = queue.start() { execute(job) }
    }
  }

  /// Returns the commands that an event requires.
  private func jobs(
    at line: EventLine, _ facts: inout [String: RunFacts]
  ) -> [CommandQueue.Job] {
    var changed =
      facts.removeValue(forKey: line.run) ?? RunFacts(run: line.run, plan: nil, after: nil)
    let moments = changed.update(line.event)
    facts[changed.run] = changed
    return moments.flatMap { moment in
      commands.filter { $0.moment == moment }.map { command in
        CommandQueue.Job(
          command: command, run: changed.run, step: changed.step,
          environment: changed.environment(at: moment, store: store.directory))
      }
    }
  }

  /// Starts a command and waits for its end on another thread.
  private func execute(_ job: CommandQueue.Job) {
    let log = (try? store.run(named: job.run))?.logPath ?? "/dev/null"
    let command = ShellCommand(text: job.command.command, environment: job.environment, log: log)
    let size = Self.size(of: log)
    switch command.start() {
    case .failure(let failure):
      let reason = String(cString: strerror(failure.code))
      inbox.post(.ended(job, failure: "\(Self.subject(job)) cannot be started: \(reason)."))
    case .success(let process):
      NamedThread.start("command", stackSize: 256 << 10) { [inbox] in
        let exit = ProcessExit(waitingFor: process)
        let failure = exit.flatMap { $0.status == 0 ? nil : "\(Self.subject(job)) \($0.text)." }
        let output =
          Self.size(of: log) > size ? "Its output is in \(log)." : "It has printed nothing."
        inbox.post(.ended(job, failure: failure.map { "\($0) \(output)" }))
      }
    }
  }

  /// The size of a file in bytes; 0 if there is none.
  private static func size(of path: String) -> Int {
    var status = stat()
    return stat(path, &status) == 0 ? Int(status.st_size) : 0
  }

  private static func subject(_ job: CommandQueue.Job) -> String {
    "The command of --on \(job.command.moment.rawValue) (`\(job.command.command)`)"
  }
}
