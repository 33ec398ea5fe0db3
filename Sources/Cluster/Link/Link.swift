import Channels
import Compute
import Glibc

/// The state that the trainer and the communication thread share.
final class Link: Sendable {
  /// A request to the communication thread.
  enum Request: Sendable {
    case addGroup(number: Int, members: [Int])
    case addTransfer(Transfer.Plan)
    case start(transfer: Int)
    case exchange([UInt8], to: Exchange.Receivers, group: Int, number: Int)
    case fail(String)
    case declare(RankFailure)
    /// The next exchange is the last: ranks end in any order afterwards.
    case prepareEnd
    case end
    case abort(status: Int32)
  }

  /// The requests, and the progress of the trainer.
  struct Inbox: Sendable {
    var requests: [Request] = []
    /// The number of threads that wait for a transfer or an exchange.
    var waiters = 0
    var progress = StepProgress()
  }

  /// The results of the communication thread.
  struct Board: Sendable {
    /// True after MPI has started, or refused to.
    var hasStarted = false
    var connection: Result<Connection, ClusterError>?
    var failure: RankFailure?
    /// The number of times that each transfer has been complete.
    var runs: [Int] = []
    /// The received messages by the number of the exchange.
    var messages: [Int: [[UInt8]]] = [:]
    var statuses: [RankStatus] = []
    /// The times of the last signs of life by the rank.
    var heard: [Int: Double] = [:]
    /// The time of this rank's last sign of life; `nil` before the first.
    var lastSign: Double?
    var hasEnded = false
    var groups = 1
    var exchanges = 0
  }

  let inbox: Monitor<Inbox>
  let board = Monitor(Board())

  init() {
    var inbox = Inbox()
    inbox.requests.reserveCapacity(1024)
    self.inbox = Monitor(inbox)
  }

  /// Sends a request.
  func send(_ request: Request) { inbox.update { $0.requests.append(request) } }

  /// Waits for a result, for which the communication thread tests messages without long pauses.
  func wait<Result>(
    until attempt: (inout Board) -> Result?
  ) throws(RankFailure) -> Result {
    typealias Outcome = Swift.Result<Result, RankFailure>
    func outcome(_ board: inout Board) -> Outcome? {
      if let result = attempt(&board) { return .success(result) }
      return board.failure.map { .failure($0) }
    }
    if let outcome = board.update(outcome) { return try outcome.get() }
    let start = seconds()
    inbox.update { $0.waiters += 1 }
    let outcome = board.wait(until: outcome)!
    inbox.update {
      $0.waiters -= 1
      $0.progress.waitingSeconds += seconds() - start
    }
    return try outcome.get()
  }
}

/// The steps that the trainer has reported.
struct StepProgress: Sendable {
  /// The last step.
  var step = 0
  /// The number of steps since the last sign of life.
  var steps = 0
  /// The durations of these steps in seconds, and the part of it in which the trainer waited.
  var stepSeconds = 0.0
  var waitedSeconds = 0.0
  /// The time for which the trainer has waited since the last step.
  var waitingSeconds = 0.0

  /// Adds a step, or sets the step at which the training begins if the duration is 0.
  mutating func report(step: Int, seconds: Double) {
    self.step = step
    guard seconds > 0 else { return }
    steps += 1
    stepSeconds += seconds
    waitedSeconds += waitingSeconds
    waitingSeconds = 0
  }

  /// Begins to count again, after a sign of life.
  mutating func takeSteps() {
    steps = 0
    stepSeconds = 0
    waitedSeconds = 0
  }
}

/// Returns the time of a clock that no one sets, in seconds.
func seconds() -> Double {
  var time = timespec()
  clock_gettime(CLOCK_MONOTONIC, &time)
  return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
}
