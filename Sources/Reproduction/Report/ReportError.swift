import Blueprint

/// The reasons why no report can be made of records.
public enum ReportError: Error, Hashable, Sendable {
  /// Two records have the name of one run.
  case sameRun(String)
  /// Two runs of an arm have the same seed, so that one of them would count twice.
  case sameSeed(run: String, other: String, seed: UInt64)
  /// An omission names no experiment.
  case unknownExperiment(String)
}

extension ReportError: Explained {
  /// The problem, without a full stop.
  public var problem: String {
    switch self {
    case .sameRun(let run): "two records belong to the run '\(run)'"
    case .sameSeed(let run, let other, let seed):
      "the runs '\(run)' and '\(other)' belong to one arm and both have the seed \(seed)"
    case .unknownExperiment(let name): "there is no experiment '\(name)' to leave out"
    }
  }

  /// The user's next action, without a full stop.
  public var remedy: String {
    switch self {
    case .sameRun, .sameSeed: "remove one of the two records from the study"
    case .unknownExperiment:
      "the experiments are \(Claim.all.flatMap(\.experiments).map(\.name).joined(separator: ", "))"
    }
  }
}
