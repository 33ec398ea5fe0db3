import Statistics

/// The difference of the two columns of first layers in the colour of their kernels.
///
/// The paper's claim is about every run, so the verdict is "confirmed" only if each run alone shows a
/// difference. The test has no other side: the verdict for equal columns is "not told from chance".
public struct ColumnSpecialization: Hashable, Sendable {
  /// The columns of one run.
  public struct Columns: Hashable, Sendable {
    /// The name of the run.
    public let run: String
    /// The seed of the run.
    public let seed: UInt64
    /// The step of the kernels.
    public let step: Int
    /// The shares of colour of the kernels of the first column, 0…1.
    public let first: [Double]
    /// The shares of colour of the kernels of the second column.
    public let second: [Double]
    /// The probability of a difference at least this large if the kernels were divided by chance.
    public let p: Double

    /// The mean of the second column minus that of the first.
    public var difference: Double { Measurements(second).mean - Measurements(first).mean }
  }

  /// The columns of each run, in the order of the seeds.
  public let runs: [Columns]
  /// The mean over the runs of the difference, without its sign.
  public let difference: Double
  /// The same mean over divisions of the kernels by chance.
  public let differenceByChance: Double
  /// The probability of a mean at least as large if the kernels of each run were divided by chance.
  public let p: Double?
  /// The verdict.
  public let verdict: Verdict

  /// The probability below which a run shows a difference.
  static let significance = 0.05

  /// Tests the kernels of runs, each with another seed.
  init(_ records: [RunRecord], arm: Arm.Name) {
    let ordered = records.sorted { $0.plan.seed < $1.plan.seed }
    let runs = ordered.compactMap(Columns.init)
    self.runs = runs
    let test =
      runs.isEmpty ? nil : PermutationTest(runs.map { .init($0.first, $0.second) })
    difference = (test?.statistic ?? 0) / Double(max(1, runs.count))
    differenceByChance = (test?.expected ?? 0) / Double(max(1, runs.count))
    p = test?.p
    verdict = Self.verdict(ordered, runs, arm)
  }

  private static func verdict(
    _ records: [RunRecord], _ runs: [Columns], _ arm: Arm.Name
  ) -> Verdict {
    guard let first = records.first else { return .notTested(.noRuns(arm)) }
    if let other = records.first(where: { $0.data != first.data }) {
      return .notTested(.otherImages(run: first.run, other: other.run))
    }
    if let other = records.first(where: { !$0.repeats(first) }) {
      return .notTested(.otherPlan(run: first.run, other: other.run))
    }
    if let record = records.first(where: { Columns($0) == nil }) {
      return .notTested(.missing(.columns(run: record.run)))
    }
    guard runs.count > 1 else { return .notTested(.tooFewSeeds(runs.count)) }
    return runs.allSatisfy { $0.p < significance } ? .confirmed : .notToldFromChance
  }
}

extension ColumnSpecialization.Columns {
  /// The columns of a run; `nil` if it has no kernels or one column.
  fileprivate init?(_ record: RunRecord) {
    guard let kernels = record.kernels, kernels.columns == 2, kernels.count > 1,
      kernels.colour.count == kernels.count, kernels.colour.allSatisfy(\.isFinite)
    else { return nil }
    let half = kernels.count / 2
    run = record.run
    seed = record.plan.seed
    step = record.lastStep
    first = Array(kernels.colour[..<half])
    second = Array(kernels.colour[half...])
    p = PermutationTest([.init(first, second)]).p
  }
}
