import Runs

/// The means of the training batches since the last line about an epoch.
///
/// Short epochs share a line, so that a listener is not interrupted more often than every ten seconds of
/// training.
struct EpochSummary: Equatable {
  /// Completed epochs, with the means over their batches.
  struct Result: Equatable {
    /// The numbers of the first and the last epoch.
    var epochs: ClosedRange<Int>
    /// The step that completed the last epoch.
    var step: Int
    /// The mean loss, in nats.
    var loss: Double
    /// The mean top-1 error, from 0 to 1.
    var top1: Double
  }

  /// The shortest training time between two lines, in seconds.
  static let interval = 10.0

  /// The last epoch of the last line, or the last that was complete before the first step; `nil` before it.
  private var reported: Int?
  /// The training time at the last line, in seconds.
  private var reportedAt = -EpochSummary.interval
  private var count = 0.0
  private var loss = 0.0
  private var top1 = 0.0

  /// Adds a step.
  /// - Returns: The epochs that are complete, if a line about them is due.
  mutating func add(_ step: TrainingEvent.Step) -> Result? {
    let complete = Int(step.epoch)
    // The first step can be in the middle of a run, for which the earlier epochs are not known.
    let last = reported ?? (step.step == 1 ? 0 : complete)
    reported = last
    count += 1
    loss += step.loss
    top1 += step.top1
    guard complete > last, step.seconds - reportedAt >= Self.interval else { return nil }
    defer { self = EpochSummary(reported: complete, reportedAt: step.seconds) }
    return Result(
      epochs: (last + 1)...complete, step: step.step, loss: loss / count, top1: top1 / count)
  }
}

extension EpochSummary {
  private init(reported: Int, reportedAt: Double) {
    self.init()
    self.reported = reported
    self.reportedAt = reportedAt
  }
}
