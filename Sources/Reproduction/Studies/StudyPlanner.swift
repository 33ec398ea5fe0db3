import Blueprint
import DisplayText

/// Decides which runs fit into the time of a study.
///
/// All runs train their full schedules if these fit. Otherwise all train the same share of them, but never less
/// than the least of their family (``Arm/Family/epochs``). If even the least does not fit, there are fewer
/// seeds, at least two; then experiments are left out in the order of ``leftOutFirst``.
public struct StudyPlanner {
  private let request: StudyRequest
  private let cost: RunCost

  /// Creates a planner.
  /// - Parameters:
  ///   - request: The study as the user asks for it.
  ///   - stepSeconds: The seconds of a training step of each arm in ``arms(of:)``.
  public init(_ request: StudyRequest, stepSeconds: [Arm.Name: Double]) {
    self.request = request
    cost = RunCost(stepSeconds: stepSeconds, data: request.data)
  }

  /// The arms that a study can need, in the order of their declaration.
  public static func arms(of request: StudyRequest) -> [Arm.Name] {
    let needed = Set(request.experiments.flatMap(\.arms))
    return Arm.Name.allCases.filter(needed.contains)
  }

  /// The experiments in the order in which they are left out. The first ones have the smallest effects in the
  /// paper, or repeat another experiment at a higher cost.
  public static let leftOutFirst = [
    "columns-compact", "lrn-cifar-11", "depth-compact", "overlap-cifar-18",
    "augmentation-overfitting", "augmentation-error", "kernels-compact", "dropout-overfitting",
    "dropout-error", "lrn-cifar-18", "relu-four-layer",
    "columns-imagenet", "overlap-imagenet", "kernels-imagenet", "lrn-imagenet",
  ]

  /// Plans the study.
  /// - Throws: `StudyError.budgetTooSmall` if no experiment fits, `.noExperiment` or `.network`.
  public func study() throws(StudyError) -> Study {
    try request.check()
    let wanted = request.experiments
    let leastSeeds = StudyRequest.leastSeeds(request.scale)
    var order = Self.leftOutFirst[...]
    var kept = wanted
    while !kept.isEmpty {
      for seeds in (leastSeeds...max(leastSeeds, request.seeds)).reversed() {
        if let study = try study(of: kept, seeds: seeds) { return study }
      }
      guard let next = order.popFirst() else { break }
      kept.removeAll { $0.name == next }
    }
    let last = Self.leftOutFirst.last { name in wanted.contains { $0.name == name } }
    let least = try sessions(
      of: wanted.filter { $0.name == last }, seeds: leastSeeds, share: 0)
    throw .budgetTooSmall(
      hours: request.budgetHours ?? 0,
      leastHours: least.reduce(0) { $0 + $1.seconds } / 3600)
  }

  /// Returns the study with the largest share that fits; `nil` if the least does not.
  private func study(of experiments: [Experiment], seeds: Int) throws(StudyError) -> Study? {
    func sessions(_ share: Double) throws(StudyError) -> [Study.Session] {
      try self.sessions(of: experiments, seeds: seeds, share: share)
    }
    func fits(_ sessions: [Study.Session]) -> Bool {
      guard let hours = request.budgetHours else { return true }
      return sessions.reduce(0) { $0 + $1.seconds } <= hours * 3600
    }
    guard fits(try sessions(0)) else { return nil }
    // The largest share in steps of a thousandth, found by bisection: the time increases with the share.
    var (low, high) = (0, 1000)
    while low < high {
      let middle = (low + high + 1) / 2
      if fits(try sessions(Double(middle) / 1000)) { low = middle } else { high = middle - 1 }
    }
    let share = Double(low) / 1000
    return Study(
      name: request.name, claims: request.orderedClaims, experiments: experiments.map(\.name),
      omissions: omissions(without: experiments), seeds: (1...UInt64(seeds)).map { $0 },
      requestedSeeds: request.seeds, data: request.data, scale: request.scale,
      limit: request.limit, epochs: request.epochs, threads: request.threads,
      budgetHours: request.budgetHours, share: share,
      stepSeconds: cost.stepSecondsByName, sessions: try sessions(share))
  }

  private func omissions(without kept: [Experiment]) -> [Study.Omission] {
    let hours = Setting.text(of: request.budgetHours ?? 0)
    return request.experiments.filter { !kept.contains($0) }.map {
      Study.Omission(
        experiment: $0.name,
        reason: "It did not fit into the budget of \(hours) hours, even with the shortest runs.")
    }
  }

  private func sessions(
    of experiments: [Experiment], seeds: Int, share: Double
  ) throws(StudyError) -> [Study.Session] {
    do {
      return try StudySessions(
        of: experiments, request: request, seeds: seeds, share: share, cost: cost
      ).all()
    } catch {
      throw .network(error)
    }
  }
}
