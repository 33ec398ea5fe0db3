import Blueprint
import DisplayText

extension ReproductionReport {
  /// Creates the report of a planned study, finished or not.
  /// - Parameters:
  ///   - study: The study.
  ///   - records: The records of its finished runs.
  /// - Throws: `ReportError` if the records contradict each other.
  public init(_ study: Study, records: [RunRecord]) throws(ReportError) {
    try self.init(
      claims: study.claims, records: records,
      planned: study.runs.map { run in
        PlannedRun(run: run.name, arm: run.arm, seed: run.seed, purpose: run.purpose)
      },
      omissions: study.omissions.map { Omission(experiment: $0.experiment, reason: $0.reason) },
      remarks: Self.remarks(study), command: study.command)
  }

  /// The limits that the budget set to seeds and epochs.
  private static func remarks(_ study: Study) -> [String] {
    var remarks: [String] = []
    let budget = study.budgetHours.map { "The budget of \(ReportText.hours($0))" } ?? "The study"
    if study.seeds.count < study.requestedSeeds {
      remarks.append(
        "\(budget) has room for \(ReportText.count(study.seeds.count, "seed")) of "
          + "\(study.requestedSeeds).")
    }
    let shorter = study.families.filter { $0.epochs < $0.family.epochs.full }.map {
      family, epochs in
      "\(epochs) of \(family.epochs.full) epochs (\(family.rawValue))"
    }
    if !shorter.isEmpty {
      remarks.append(
        "\(budget) has room for a part of the full schedules: \(ReportText.list(shorter)).")
    }
    return remarks
  }
}
