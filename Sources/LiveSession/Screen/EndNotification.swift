import DisplayText
import Runs

/// The sentence that notifies the user of the end of a run.
struct EndNotification: Equatable {
  /// The sentence, such as "first finished at step 4,206".
  let text: String

  /// Creates the notification of an event; `nil` for events that do not end a run, and for a stop on request,
  /// which a user has caused.
  init?(_ line: EventLine) {
    switch line.event {
    case .finished(let step, _, let reason):
      switch reason {
      case .completed, .plateau, .trainingError, .timeLimit:
        text = "\(line.run) \(Self.verb(reason)) at step \(NumberText.grouped(step))"
      case .stopped, .imported: return nil
      }
    case .failed(let step, let message):
      text = "\(line.run) failed at step \(NumberText.grouped(step)): \(message)"
    case .started, .step, .validation, .rate, .scheduled, .toggled, .paused, .checkpoint, .resumed,
      .warning, .renamed:
      return nil
    }
  }

  /// Creates the notification of a run whose trainer ended without an event.
  init(lost run: String) { text = "\(run) was interrupted: its trainer has ended" }

  private static func verb(_ reason: TrainingEvent.FinishReason) -> String {
    reason == .timeLimit ? "reached its time limit" : "finished"
  }
}
