import Blueprint

/// The planned end of a run. Each resumption can change it; the plan has the length of the start.
public struct RunLength: Equatable, Sendable {
  /// The length after the latest resumption.
  public private(set) var current: RunPlan.Length
  /// The number of steps at the planned end; `nil` for a run without an end, and for a length in epochs
  /// before the run has started.
  public private(set) var plannedSteps: Int?
  /// The steps after which the run was resumed, in the order of the resumptions.
  public private(set) var resumedAfter: [Int] = []

  /// Reads the length from the events of a run.
  /// - Parameters:
  ///   - plan: The plan of the run.
  ///   - events: All events of the run, in the order of its journal.
  public init(_ plan: RunPlan, _ events: [TrainingEvent]) {
    current = plan.length
    var images: Int?
    for event in events {
      switch event {
      case .started(let started): images = started.trainImages
      case .resumed(let resumed):
        current = resumed.length
        images = resumed.trainImages ?? images
        resumedAfter.append(resumed.step)
      case .step, .validation, .rate, .scheduled, .toggled, .paused, .checkpoint, .warning,
        .renamed, .finished, .failed:
        break
      }
    }
    plannedSteps = Self.steps(of: current, plan, images)
  }

  private static func steps(of length: RunPlan.Length, _ plan: RunPlan, _ images: Int?) -> Int? {
    if case .steps(let steps) = length { return steps }
    var plan = plan
    plan.length = length
    return images.flatMap { plan.stepCount(imagesPerEpoch: plan.imagesPerEpoch(of: $0)) }
  }
}
