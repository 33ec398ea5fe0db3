/// An experiment with what its runs gave.
public struct Outcome: Hashable, Sendable {
  /// The result of an experiment.
  public enum Result: Hashable, Sendable {
    /// Two arms were compared.
    case comparison(Comparison)
    /// The columns of one arm were compared.
    case columns(ColumnSpecialization)
    /// The experiment was left out, or none of its runs is finished.
    case none(Untested)
  }

  /// The experiment.
  public let experiment: Experiment
  /// The result.
  public let result: Result

  /// The verdict.
  public var verdict: Verdict {
    switch result {
    case .comparison(let comparison): comparison.verdict
    case .columns(let columns): columns.verdict
    case .none(let reason): .notTested(reason)
    }
  }

  /// Evaluates an experiment.
  /// - Parameters:
  ///   - experiment: The experiment.
  ///   - records: The records of all runs.
  ///   - reason: The reason why the study left the experiment out; `nil` if it did not.
  public init(_ experiment: Experiment, records: [RunRecord], leftOut reason: String? = nil) {
    self.experiment = experiment
    func runs(_ arm: Arm.Name) -> [RunRecord] {
      records.filter { $0.arm == arm && $0.purpose == .measurement }
    }
    let with = runs(experiment.with)
    let without = experiment.without.map(runs) ?? []
    if let reason {
      result = .none(.leftOut(reason))
    } else if with.isEmpty && without.isEmpty {
      result = .none(.noRuns(experiment.with))
    } else if let other = experiment.without {
      result = .comparison(
        Comparison(
          experiment.quantity, with: with, without: without, arms: (experiment.with, other)))
    } else {
      result = .columns(ColumnSpecialization(with, arm: experiment.with))
    }
  }
}
