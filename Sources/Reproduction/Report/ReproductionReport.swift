/// A report of the paper's claims: their sentences, what the runs of a study gave, and the verdicts.
///
/// It depends on its input alone, and has no time and no date. The same records in any order give the same bytes.
///
/// ```swift
/// let report = try ReproductionReport(records: records)
/// try report.html.write(toFile: "report.html", atomically: true, encoding: .utf8)
/// ```
public struct ReproductionReport: Sendable {
  /// A run that a study consists of, finished or not.
  public struct PlannedRun: Hashable, Sendable {
    /// The name of the run.
    public var run: String
    /// The arm.
    public var arm: Arm.Name
    /// The seed.
    public var seed: UInt64
    /// The purpose.
    public var purpose: RunRecord.Purpose

    /// Creates a planned run.
    public init(run: String, arm: Arm.Name, seed: UInt64, purpose: RunRecord.Purpose) {
      self.run = run
      self.arm = arm
      self.seed = seed
      self.purpose = purpose
    }
  }

  /// An experiment that a study leaves out.
  public struct Omission: Hashable, Sendable {
    /// The name of the experiment.
    public var experiment: String
    /// The reason, as a sentence.
    public var reason: String

    /// Creates an omission.
    public init(experiment: String, reason: String) {
      self.experiment = experiment
      self.reason = reason
    }
  }

  /// The claims of the study, in the order of the paper.
  public let claims: [Claim]
  /// The records of the finished runs, by arm, purpose and seed.
  public let records: [RunRecord]
  /// All runs of the study.
  public let planned: [PlannedRun]
  /// The experiments that were left out.
  public let omissions: [Omission]
  /// Remarks about the extent of the study, such as the length of its runs, each as a sentence.
  public let remarks: [String]
  /// A command that repeats the study; `nil` if the commands of the runs are the only ones.
  public let command: String?
  /// The outcomes of each claim.
  private var outcomes: [Claim.Name: [Outcome]] = [:]
  /// The parts of the report, which both files have.
  private(set) var document: [Block] = []

  /// Creates the report of a study.
  /// - Parameters:
  ///   - claims: The names of the claims that were tried.
  ///   - records: The records of the finished runs.
  ///   - planned: All runs of the study. Those without a record mark the report as one of a part of the study.
  ///   - omissions: The experiments that were left out.
  ///   - remarks: Remarks about the extent of the study, as sentences.
  ///   - command: A command that repeats the study.
  /// - Throws: `ReportError` if the records contradict each other.
  public init(
    claims: [Claim.Name] = Claim.Name.allCases, records: [RunRecord], planned: [PlannedRun] = [],
    omissions: [Omission] = [], remarks: [String] = [], command: String? = nil
  ) throws(ReportError) {
    self.claims = Claim.all.filter { claims.contains($0.name) }
    self.records = records.sorted { Self.order($0) < Self.order($1) }
    self.planned = planned.sorted { Self.order($0) < Self.order($1) }
    self.omissions = omissions.sorted { $0.experiment < $1.experiment }
    self.remarks = remarks
    self.command = command
    try checkRecords()
    let known = Set(Claim.all.flatMap(\.experiments).map(\.name))
    if let unknown = self.omissions.first(where: { !known.contains($0.experiment) }) {
      throw .unknownExperiment(unknown.experiment)
    }
    for claim in self.claims { outcomes[claim.name] = makeOutcomes(of: claim) }
    document = makeDocument()
  }

  private func checkRecords() throws(ReportError) {
    var names: Set<String> = []
    for record in records {
      guard names.insert(record.run).inserted else { throw .sameRun(record.run) }
    }
    let measured = records.filter { $0.purpose == .measurement }
    for (record, next) in zip(measured, measured.dropFirst())
    where record.arm == next.arm && record.plan.seed == next.plan.seed {
      throw .sameSeed(run: record.run, other: next.run, seed: record.plan.seed)
    }
  }

  /// The outcomes of a claim's experiments that belong to the study.
  public func outcomes(of claim: Claim) -> [Outcome] { outcomes[claim.name] ?? [] }

  private func makeOutcomes(of claim: Claim) -> [Outcome] {
    claim.experiments.filter(isInStudy).map { experiment in
      Outcome(
        experiment, records: records,
        leftOut: omissions.first { $0.experiment == experiment.name }?.reason)
    }
  }

  /// True if the study has runs of an experiment, or gives a reason why it has none.
  func isInStudy(_ experiment: Experiment) -> Bool {
    let arms = [experiment.with, experiment.without]
    return omissions.contains { $0.experiment == experiment.name }
      // One arm can belong to another experiment: both make this one a part of the study.
      || arms.compactMap(\.self).allSatisfy { arm in
        records.contains { $0.arm == arm && $0.purpose == .measurement }
          || planned.contains { $0.arm == arm && $0.purpose == .measurement }
      }
  }

  /// The runs that are not finished.
  public var unfinished: [PlannedRun] {
    let finished = Set(records.map(\.run))
    return planned.filter { !finished.contains($0.run) }
  }

  /// The report as one HTML file.
  public var html: String { HTMLWriter.document(title: Self.title, document) }

  /// The report as Markdown.
  public var markdown: String { MarkdownWriter.document(document) }

  static let title = "The claims of the AlexNet paper, tried again"

  // MARK: - Order

  private struct Order: Comparable {
    var arm: Int
    var purpose: Int
    var seed: UInt64
    var run: String

    static func < (first: Order, second: Order) -> Bool {
      (first.arm, first.purpose, first.seed, first.run)
        < (second.arm, second.purpose, second.seed, second.run)
    }
  }

  private static func order(
    _ arm: Arm.Name, _ purpose: RunRecord.Purpose, _ seed: UInt64, _ run: String
  ) -> Order {
    Order(
      arm: Arm.Name.allCases.firstIndex(of: arm) ?? 0, purpose: purpose == .measurement ? 0 : 1,
      seed: seed, run: run)
  }

  private static func order(_ record: RunRecord) -> Order {
    order(record.arm, record.purpose, record.plan.seed, record.run)
  }

  private static func order(_ run: PlannedRun) -> Order {
    order(run.arm, run.purpose, run.seed, run.run)
  }
}
