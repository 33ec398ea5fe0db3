/// The commands that wait or run, and the choice of the next to start. A command runs once at a time for each
/// run. Of the moments that arrive meanwhile the latest waits, because the facts of the others are older.
struct CommandQueue {
  /// The greatest number of commands that run at the same time. More would take the processors from training.
  static let maximumRunning = 4

  /// A command with the facts of its moment.
  struct Job: Equatable {
    var command: EventCommand
    /// The name of the run.
    var run: String
    /// The step of the run.
    var step: Int
    var environment: [String: String?]

    /// True for the same command of the same run.
    fileprivate func isAlike(_ other: Job) -> Bool { command == other.command && run == other.run }
  }

  /// The jobs that wait, the next first.
  private(set) var waiting: [Job] = []
  /// The jobs that run.
  private(set) var running: [Job] = []

  var isEmpty: Bool { waiting.isEmpty && running.isEmpty }

  /// Adds a job. It replaces a waiting job of the same command and run, at its place.
  mutating func add(_ job: Job) {
    if let index = waiting.firstIndex(where: job.isAlike) {
      waiting[index] = job
    } else {
      waiting.append(job)
    }
  }

  /// Removes the next job that can start, and counts it as running; `nil` if none can.
  mutating func start() -> Job? {
    guard running.count < Self.maximumRunning,
      let index = waiting.firstIndex(where: { job in !running.contains(where: job.isAlike) })
    else { return nil }
    let job = waiting.remove(at: index)
    running.append(job)
    return job
  }

  /// Counts a job as ended.
  mutating func end(_ job: Job) {
    if let index = running.firstIndex(of: job) { running.remove(at: index) }
  }
}
