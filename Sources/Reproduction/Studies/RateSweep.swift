import Blueprint

/// The choice of a learning rate: the best of a few short runs of an arm.
///
/// The best run needs the fewest epochs to the training error at which its plan ends. If none reaches it, the
/// best has the lowest training error. A run that diverged is worse than all others. Of equal runs, the one
/// with the lower rate is the best.
public struct RateSweep {
  /// The records of the runs, one for each rate.
  private let records: [RunRecord]

  /// Creates the choice among the finished runs of an arm's sweep.
  public init(of arm: Arm.Name, among records: [RunRecord]) {
    self.records = records.filter { $0.arm == arm && $0.purpose == .rateSweep }
  }

  /// The learning rate of the best run; `nil` without a run that did not diverge.
  public var rate: Double? {
    records.filter { $0.end != .diverged }
      .min { Self.order(of: $0) < Self.order(of: $1) }?.plan.knobs.rate
  }

  /// The key by which runs are ordered, the best first.
  private static func order(of record: RunRecord) -> (Double, Double, Double) {
    let epochs = record.end == .trainingError ? record.curve.last?.epoch : nil
    let error = record.curve.compactMap(\.trainingTop1).filter(\.isFinite).min()
    return (epochs ?? .infinity, error ?? .infinity, record.plan.knobs.rate)
  }
}

extension Study {
  /// Returns the plan of a run, with the learning rate that the sweep of its arm chose.
  /// - Parameters:
  ///   - run: The run.
  ///   - records: The records of the finished runs, which contain those of the sweep.
  /// - Throws: `StudyError.noRate`.
  public func plan(of run: PlannedRun, after records: [RunRecord]) throws(StudyError) -> RunPlan {
    guard run.takesSweptRate else { return run.plan }
    guard let rate = RateSweep(of: run.arm, among: records).rate else {
      throw .noRate(arm: run.arm.rawValue)
    }
    var plan = run.plan
    plan.knobs.rate = rate
    return plan
  }
}
