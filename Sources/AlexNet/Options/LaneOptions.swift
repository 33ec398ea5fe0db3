import ArgumentParser
import Blueprint
import Compute
import Images
import Runs
import TerminalUI
import Training

/// The options for lanes: networks that are trained beside the plan, on the same batches.
struct LaneOptions: ParsableArguments {
  @Option(
    name: .customLong("lane"),
    help: ArgumentHelp(
      "Train another network on the same batches, with changes: dropout=off|P, lrn=on|off, rate=, "
        + "momentum=, decay=, augment=, pooling=, activation=, initial=paper|caffe|he|DEVIATION, "
        + "seed=; '' is an exact copy. Can be given up to \(Trainer.maximumLanes - 1) times.",
      valueName: "change,…"), transform: AllowedValues.laneChanges)
  var lanes: [[PlanChange]] = []

  @Option(
    help: ArgumentHelp(
      "Train the plan with this number of seeds, counted up from --seed. As many as memory allows "
        + "are trained side by side, the others after them. Each seed has its own initial weights and "
        + "batches.",
      valueName: "count"), transform: AllowedValues.seeds.parse)
  var seeds: Int?

  @Option(help: "\(Self.lessonHelp)")
  var lesson: Lesson.Name?

  @Flag(
    help: ArgumentHelp(
      "Train the lesson \(Lesson.longFactor) times as long, on a machine that trains many images per "
        + "second."))
  var long = false

  private static var lessonHelp: String {
    let all = Lesson.Name.allCases.map { "\($0.rawValue): \(Lesson.named($0).title)" }
    return "A prepared comparison in lanes, with what to look for and the paper's claim. "
      + all.joined(separator: ". ") + "."
  }
}

extension Lesson.Name: ExpressibleByArgument {}

extension LaneOptions {
  /// Returns the changes of the lanes, in groups that are trained together, one group after another.
  /// The first group is trained with the plan itself, which is not among the changes.
  /// - Parameters:
  ///   - plan: The plan.
  ///   - hasTimeLimit: True if the training of a group ends after a limit in time.
  ///   - member: This process as a rank of a job; `nil` in a process alone.
  /// - Throws: `OptionError`, or `ComputeError` if there is not enough memory.
  func groups(
    beside plan: RunPlan, hasTimeLimit: Bool = false, as member: JobMember? = nil
  ) throws -> [[[PlanChange]]] {
    guard let seeds else { return [try laneChanges(beside: plan, member)] }
    try checkOnlyOneIsGiven()
    let others = (1..<UInt64(seeds)).map { [PlanChange.seed(plan.seed &+ $0)] }
    let together = max(1, min(Trainer.maximumLanes, seeds, Trainer.room(for: plan).count))
    if together < seeds, plan.canBeEndless, !hasTimeLimit {
      throw OptionError(
        option: "--seeds", value: "\(seeds) for a run without an end",
        allowed: "--steps, --epochs or --for too, since only \(together) can train at a time")
    }
    let first = Array(others.prefix(together - 1))
    let rest = others.dropFirst(together - 1)
    return [first]
      + stride(from: rest.startIndex, to: rest.endIndex, by: together).map {
        Array(rest[$0..<min($0 + together, rest.endIndex)])
      }
  }

  private func checkOnlyOneIsGiven() throws(OptionError) {
    let all = [("--lesson", lesson != nil), ("--seeds", seeds != nil), ("--lane", !lanes.isEmpty)]
    let given = all.filter(\.1).map(\.0)
    guard given.count > 1 else { return }
    throw OptionError(
      option: given[0], value: "given together with \(given[1])", allowed: "one of the two")
  }

  private func laneChanges(beside plan: RunPlan, _ member: JobMember?) throws -> [[PlanChange]] {
    try checkOnlyOneIsGiven()
    if let lesson { return try laneChanges(of: .named(lesson), beside: plan, member) }
    guard lanes.count < Trainer.maximumLanes else {
      throw OptionError(
        option: "--lane", value: "given \(lanes.count) times",
        allowed: "up to \(Trainer.maximumLanes - 1) of them")
    }
    if !lanes.isEmpty {
      try Trainer.check([plan] + lanes.map(plan.with), in: member?.training)
    }
    return lanes
  }

  private func laneChanges(
    of lesson: Lesson, beside plan: RunPlan, _ member: JobMember?
  ) throws -> [[PlanChange]] {
    let plans = [plan] + lesson.lanes.map(plan.with)
    for (lane, changes) in zip(plans.dropFirst(), lesson.lanes)
    where [plan, lane].differingSettings()[0].isEmpty {
      throw OptionError(
        option: "--lesson",
        value: "\(lesson.name.rawValue) for a plan that has \(changes.text) already",
        allowed: "a plan without it")
    }
    try Trainer.check(plans, in: member?.training)
    return lesson.lanes
  }

  /// Prints the memory that lanes need, before it is allocated.
  /// - Parameter lanes: The number of networks, the plan's own included.
  func printMemory(of lanes: Int, _ plan: RunPlan) {
    guard lanes > 1 else { return }
    let room = Trainer.room(for: plan)
    let text = """
      \(lanes) networks side by side need about \((lanes * room.bytes).memoryText) of \
      memory; \(room.count.grouped) would fit

      """
    // The first line about the training reports the failure, since it fails too.
    try? StandardOutput.write(text)
  }

  /// Creates the runs of lanes that start beside a run.
  static func laneSetups(
    _ changes: [[PlanChange]], beside plan: RunPlan, data: any DataSource, run: Run
  ) throws -> [TrainingSession.RunSetup] {
    try changes.map { changes in
      var lane = plan.with(changes)
      lane.lineage = Lineage(parent: run.name, step: 0)
      let source = try source(of: lane, beside: plan, data, run)
      return .init(lane, data: source, run: try run.makeLane(lane, of: run.name, changes))
    }
  }

  /// Returns the data of a lane: those of the plan, or for another seed the same data opened again. A
  /// later group of seeds can start hours after the run, so these are compared with the run's record.
  private static func source(
    of lane: RunPlan, beside plan: RunPlan, _ data: any DataSource, _ run: Run
  ) throws -> any DataSource {
    guard lane.seed != plan.seed else { return data }
    let source = try DataSources.open(lane)
    try DataCheck.checkUnchanged(source, at: lane.data, since: run)
    return source
  }
}

extension RunPlan {
  /// True if nothing ends a run of this plan.
  fileprivate var canBeEndless: Bool {
    guard length == .endless else { return false }
    return if case .plateau = schedule { false } else { true }
  }
}
