import Blueprint

/// The sessions of a study: the sweeps of rates first, and then all arms with the first seed, with the second
/// one, and so on. A study that is stopped then has a first result for every claim.
struct StudySessions {
  private let experiments: [Experiment]
  private let request: StudyRequest
  private let seeds: [UInt64]
  private let share: Double
  private let cost: RunCost

  /// The seed of the runs that choose a rate, which is none of the measurements'.
  private static let sweepSeed: UInt64 = 1000
  /// The largest number of runs that a trainer trains side by side.
  static let maximumLanes = 4
  /// The longest time between two checkpoints, in seconds.
  private static let checkpointSeconds = 240.0

  init(
    of experiments: [Experiment], request: StudyRequest, seeds: Int, share: Double, cost: RunCost
  ) {
    self.experiments = experiments
    self.request = request
    self.seeds = (1...UInt64(seeds)).map { $0 }
    self.share = share
    self.cost = cost
  }

  private var arms: [Arm.Name] {
    let needed = Set(experiments.flatMap(\.arms))
    return Arm.Name.allCases.filter(needed.contains)
  }

  func all() throws(BlueprintError) -> [Study.Session] {
    var sessions: [Study.Session] = []
    for arm in arms where arm.sweepsRates {
      sessions += divided(try Arm.Family.sweptRates.map(sweep(of: arm)))
    }
    for seed in seeds {
      for family in Arm.Family.allCases {
        let members = arms.filter { $0.family == family }
        sessions += divided(
          try members.map { (arm) throws(BlueprintError) in try measurement(of: arm, seed: seed) })
      }
    }
    return sessions
  }

  /// Divides runs into sessions of nearly equal size, each with checkpoints at the same steps.
  private func divided(_ runs: [Study.PlannedRun]) -> [Study.Session] {
    guard !runs.isEmpty else { return [] }
    let count = (runs.count + Self.maximumLanes - 1) / Self.maximumLanes
    let size = (runs.count + count - 1) / count
    return stride(from: 0, to: runs.count, by: size).map { first in
      var members = Array(runs[first..<min(first + size, runs.count)])
      let turn = members.reduce(0) { $0 + cost.stepSeconds(of: $1.arm) }
      let interval = max(20, Int(Self.checkpointSeconds / max(turn, 0.001)))
      for index in members.indices { members[index].plan.checkpointEvery = interval }
      return Study.Session(runs: members)
    }
  }

  private func sweep(of arm: Arm.Name) -> (Double) throws(BlueprintError) -> Study.PlannedRun {
    { (rate) throws(BlueprintError) in
      var plan = try arm.plan(
        on: request.data, seed: Self.sweepSeed, epochs: Arm.Family.sweepEpochs(share: share),
        threads: request.threads, limit: request.limit)
      plan.knobs.rate = rate
      return run(
        "\(arm.rawValue)-rate-\(Setting.text(of: rate))", arm, .rateSweep, plan, views: [1],
        evaluatesTraining: false)
    }
  }

  private func measurement(
    of arm: Arm.Name, seed: UInt64
  ) throws(BlueprintError) -> Study.PlannedRun {
    let plan = try arm.plan(
      on: request.data, seed: seed, epochs: request.epochs(of: arm, share: share),
      threads: request.threads, limit: request.limit)
    let own = experiments.filter { $0.arms.contains(arm) }
    let views = own.reduce(into: Set([1])) { views, experiment in
      if case .error(let count) = experiment.quantity { views.insert(count) }
    }
    return run(
      "\(arm.rawValue)-\(seed)", arm, .measurement, plan, views: views.sorted(),
      evaluatesTraining: own.contains { $0.quantity == .overfitting })
  }

  private func run(
    _ suffix: String, _ arm: Arm.Name, _ purpose: RunRecord.Purpose, _ plan: RunPlan, views: [Int],
    evaluatesTraining: Bool
  ) -> Study.PlannedRun {
    var run = Study.PlannedRun(
      name: "\(request.name)-\(suffix)", arm: arm, purpose: purpose, plan: plan,
      takesSweptRate: arm.sweepsRates && purpose == .measurement, views: views,
      evaluatesTraining: evaluatesTraining, seconds: 0)
    run.seconds = cost.seconds(of: run)
    return run
  }
}
