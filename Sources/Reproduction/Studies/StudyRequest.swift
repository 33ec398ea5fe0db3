/// A study as a user asks for it.
public struct StudyRequest: Hashable, Sendable {
  /// The name of the study.
  public var name: String
  /// The claims; all if it is empty.
  public var claims: [Claim.Name]
  /// The images.
  public var data: RunRecord.Data
  /// The number of seeds, at least 2.
  public var seeds: Int
  /// The time in hours; `nil` without a limit.
  public var budgetHours: Double?
  /// The number of compute threads.
  public var threads: Int

  /// Creates a request.
  public init(
    name: String = Study.standardName, claims: [Claim.Name] = [], data: RunRecord.Data,
    seeds: Int = StudyRequest.standardSeeds, budgetHours: Double?, threads: Int
  ) {
    self.name = name
    self.claims = claims
    self.data = data
    self.seeds = seeds
    self.budgetHours = budgetHours
    self.threads = threads
  }

  /// The number of seeds without another number: the fewest that show how much a seed changes.
  public static let standardSeeds = 3
  /// The fewest seeds: two arms with one seed each cannot be told from chance.
  public static let leastSeeds = 2
  /// The hours of a study without a budget: a night.
  public static let standardHours = 8.0

  /// The claims in the order of the paper.
  var orderedClaims: [Claim.Name] {
    Claim.all.map(\.name).filter { claims.isEmpty || claims.contains($0) }
  }

  /// The experiments of the claims that these images can try.
  var experiments: [Experiment] {
    orderedClaims.flatMap { Claim.named($0).experiments }.filter { $0.with.family != .released }
  }
}

extension Experiment {
  /// The arms of the experiment.
  var arms: [Arm.Name] { [with] + [without].compactMap(\.self) }
}
