/// The images of a study, which decide its experiments.
public enum StudyScale: String, Hashable, Codable, Sendable {
  /// Small images such as those of CIFAR-10, with small networks.
  case small
  /// ImageNet, with the released configurations.
  case imageNet

  /// A Boolean value that indicates whether an arm belongs to the scale.
  func contains(_ arm: Arm.Name) -> Bool { (arm.family == .released) == (self == .imageNet) }
}

/// A study as a user asks for it.
public struct StudyRequest: Hashable, Sendable {
  /// The name of the study.
  public var name: String
  /// The claims; all if it is empty.
  public var claims: [Claim.Name]
  /// The images.
  public var data: RunRecord.Data
  /// The images that the study is for.
  public var scale: StudyScale
  /// The number of training images that are used, in a rehearsal; `nil` uses all.
  public var limit: Int?
  /// The epochs of every measured run, in a rehearsal; `nil` for those that fit.
  public var epochs: Int?
  /// The number of seeds, at least ``leastSeeds(_:)``.
  public var seeds: Int
  /// The time in hours; `nil` without a limit.
  public var budgetHours: Double?
  /// The number of compute threads.
  public var threads: Int

  /// Creates a request.
  public init(
    name: String = Study.standardName, claims: [Claim.Name] = [], data: RunRecord.Data,
    scale: StudyScale = .small, limit: Int? = nil, epochs: Int? = nil, seeds: Int? = nil,
    budgetHours: Double?, threads: Int
  ) {
    self.name = name
    self.claims = claims
    self.data = data
    self.scale = scale
    self.limit = limit
    self.epochs = epochs
    self.seeds = seeds ?? Self.standardSeeds(scale)
    self.budgetHours = budgetHours
    self.threads = threads
  }

  /// The number of seeds without another number. A run on ImageNet takes weeks, and its figures are compared
  /// with published ones.
  public static func standardSeeds(_ scale: StudyScale) -> Int { scale == .small ? 3 : 1 }
  /// The fewest seeds. With one seed for each arm a difference cannot be told from chance.
  public static func leastSeeds(_ scale: StudyScale) -> Int { scale == .small ? 2 : 1 }
  /// The hours of a study without a budget: a night.
  public static let standardHours = 8.0

  /// The claims with an experiment on the images, in the order of the paper.
  var orderedClaims: [Claim.Name] {
    Claim.all.map(\.name).filter { (claims.isEmpty || claims.contains($0)) && hasExperiment($0) }
  }

  private func hasExperiment(_ claim: Claim.Name) -> Bool {
    Claim.named(claim).experiments.contains { scale.contains($0.with) }
  }

  /// Checks that each claim that was named has an experiment on the images.
  /// - Throws: `StudyError.noExperiment`.
  func check() throws(StudyError) {
    guard let claim = claims.first(where: { !hasExperiment($0) }) else { return }
    throw .noExperiment(
      claim: claim.rawValue,
      others: Claim.all.map(\.name).filter(hasExperiment).map(\.rawValue))
  }

  /// The experiments of the claims that these images can try.
  var experiments: [Experiment] {
    orderedClaims.flatMap { Claim.named($0).experiments }.filter { scale.contains($0.with) }
  }

  /// The number of training images of an epoch.
  var imagesPerEpoch: Int { min(limit ?? .max, data.trainImages) }

  /// Returns the epochs of a measured run.
  /// - Parameter share: The part of the full schedule, 0…1.
  func epochs(of arm: Arm.Name, share: Double) -> Int { epochs ?? arm.epochs(share: share) }
}

extension Experiment {
  /// The arms of the experiment.
  var arms: [Arm.Name] { [with] + [without].compactMap(\.self) }
}
