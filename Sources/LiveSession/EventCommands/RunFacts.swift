import Blueprint
import Runs

/// The facts about a run that its events have stated so far, and the moments that follow from them.
struct RunFacts: Sendable {
  /// The name of the run.
  private(set) var run: String
  private(set) var step: Int
  private var latest: TrainingEvent.Step?
  private var validation: TrainingEvent.Validation?
  /// The lowest top-1 error of all validations, 0…1; `nil` before the first.
  private var best: Double?
  /// The reason of a normal end; `nil` before it.
  private var reason: TrainingEvent.FinishReason?
  /// The message of a failure; `nil` without one.
  private var message: String?
  private var hasPlateauSchedule: Bool

  /// Creates the facts of a run before its first event.
  /// - Parameters:
  ///   - run: The name of the run.
  ///   - plan: The plan of the run; `nil` before its event `started`.
  ///   - state: The state from which the run continues; `nil` at the start.
  init(run: String, plan: RunPlan?, after state: TrainingState?) {
    self.run = run
    step = state?.step ?? 0
    best = state?.bestError
    hasPlateauSchedule = plan.map(Self.hasPlateauSchedule) ?? false
  }

  /// Adds an event.
  /// - Returns: The moments that the event is, the first reason first.
  mutating func update(_ event: TrainingEvent) -> [RunMoment] {
    switch event {
    case .started(let started):
      hasPlateauSchedule = Self.hasPlateauSchedule(started.plan)
      return []
    case .step(let step):
      self.step = step.step
      latest = step
      return []
    case .validation(let validation):
      self.validation = validation
      guard validation.top1 < best ?? .infinity else { return [] }
      best = validation.top1
      return [.best]
    case .rate(_, let rate, let cause):
      latest?.rate = rate
      return cause == .schedule && hasPlateauSchedule ? [.plateau] : []
    case .renamed(_, let name):
      run = name
      return []
    case .finished(let step, _, let reason):
      self.step = step
      self.reason = reason
      return switch reason {
      case .completed, .trainingError, .timeLimit: [.finished]
      case .plateau: [.plateau, .finished]
      case .stopped, .imported: []
      }
    case .failed(let step, let message):
      self.step = step
      self.message = message
      // A step with such a loss is always the last one.
      let hasDiverged = latest.map { !$0.loss.isFinite } ?? false
      return hasDiverged ? [.diverged, .failed] : [.failed]
    case .scheduled, .toggled, .paused, .checkpoint, .resumed, .warning: return []
    }
  }

  private static func hasPlateauSchedule(_ plan: RunPlan) -> Bool {
    if case .plateau = plan.schedule { true } else { false }
  }

  /// Returns the environment variables that state the facts to a command; `nil` for a fact that is not known
  /// yet, whose variable must not be set.
  /// - Parameters:
  ///   - moment: The moment for which the command was given.
  ///   - store: The folder of all runs.
  func environment(at moment: RunMoment, store: String) -> [String: String?] {
    [
      "ALEXNET_EVENT": moment.rawValue,
      "ALEXNET_RUN": run,
      "ALEXNET_RUNS": store,
      "ALEXNET_FOLDER": "\(store)/\(run)",
      "ALEXNET_STEP": "\(step)",
      "ALEXNET_EPOCH": latest.map { "\($0.epoch)" },
      "ALEXNET_SECONDS": latest.map { "\($0.seconds)" },
      "ALEXNET_LOSS": latest.map { "\($0.loss)" },
      "ALEXNET_RATE": latest.map { "\($0.rate)" },
      "ALEXNET_VALIDATION_STEP": validation.map { "\($0.step)" },
      "ALEXNET_VALIDATION_LOSS": validation.map { "\($0.loss)" },
      "ALEXNET_TOP1": validation.map { "\($0.top1)" },
      "ALEXNET_TOP5": validation.map { "\($0.top5)" },
      "ALEXNET_BEST_TOP1": best.map { "\($0)" },
      "ALEXNET_REASON": reason?.rawValue,
      "ALEXNET_MESSAGE": message,
    ]
  }
}
