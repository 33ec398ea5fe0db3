import ArgumentParser
import Blueprint
import Compute
import Foundation
import Images
import Runs
import TerminalUI
import Training

/// What is trained beside the plan, on the same batches.
struct LaneOptions: ParsableArguments {
  @Option(
    name: .customLong("lane"),
    help: ArgumentHelp(
      "Train another network beside it, on the same batches, with changes: dropout=off|P, lrn=on|off, "
        + "rate=, momentum=, decay=, augment=, pooling=, activation=, initial=paper|caffe|he|DEVIATION, seed=; "
        + "'' is a copy. May be given up to \(Trainer.mostLanes - 1) times.",
      valueName: "change,…"))
  var lanes: [String] = []

  @Option(
    help: ArgumentHelp(
      "Train it with so many seeds, from --seed on: side by side as far as there is memory, then one "
        + "after the other. Each has first weights and batches of its own.", valueName: "count"))
  var seeds: Int?

  @Option(help: "\(Self.lessonHelp)")
  var lesson: Lesson.Name?

  private static var lessonHelp: String {
    let all = Lesson.Name.allCases.map { "\($0.rawValue): \(Lesson.named($0).title)" }
    return "A ready comparison in lanes, with what to look for and what the paper says. "
      + all.joined(separator: ". ") + "."
  }
}

extension Lesson.Name: ExpressibleByArgument {}

extension LaneOptions {
  /// What is trained together: the first of all is the plan itself, which is not among these changes.
  /// - Throws: what is wrong with a change, or that there is not the memory.
  func groups(beside plan: RunPlan) throws -> [[[Change]]] {
    guard let seeds else { return [try laneChanges(beside: plan)] }
    try OptionError.check("--seeds", seeds, in: 1...100)
    try checkThatOneIsGiven()
    let others = (1..<UInt64(seeds)).map { [Change.seed(plan.seed &+ $0)] }
    let together = max(1, min(Trainer.mostLanes, seeds, Trainer.room(for: plan).count))
    if together < seeds, plan.mayGoOnForEver {
      throw OptionError(
        option: "--seeds", value: "\(seeds) for a run without an end",
        wanted: "--steps or --epochs too, for \(together) at a time are trained")
    }
    let first = Array(others.prefix(together - 1))
    let rest = others.dropFirst(together - 1)
    return [first]
      + stride(from: rest.startIndex, to: rest.endIndex, by: together).map {
        Array(rest[$0..<min($0 + together, rest.endIndex)])
      }
  }

  private func checkThatOneIsGiven() throws(OptionError) {
    let all = [("--lesson", lesson != nil), ("--seeds", seeds != nil), ("--lane", !lanes.isEmpty)]
    let given = all.filter(\.1).map(\.0)
    guard given.count > 1 else { return }
    throw OptionError(
      option: given[0], value: "given together with \(given[1])", wanted: "one of the two")
  }

  private func laneChanges(beside plan: RunPlan) throws -> [[Change]] {
    try checkThatOneIsGiven()
    if let lesson { return try laneChanges(of: .named(lesson), beside: plan) }
    guard lanes.count < Trainer.mostLanes else {
      throw OptionError(
        option: "--lane", value: "given \(lanes.count) times",
        wanted: "up to \(Trainer.mostLanes - 1), beside the plan without change")
    }
    let changes = try lanes.map { try [Change](parsing: $0) }
    if !changes.isEmpty { try Trainer.check([plan] + changes.map(plan.with)) }
    return changes
  }

  private func laneChanges(of lesson: Lesson, beside plan: RunPlan) throws -> [[Change]] {
    let plans = [plan] + lesson.lanes.map(plan.with)
    for (lane, changes) in zip(plans.dropFirst(), lesson.lanes)
    where PlanFacts.differences(among: [plan, lane])[0].isEmpty {
      throw OptionError(
        option: "--lesson",
        value: "\(lesson.name.rawValue) for a plan that has \(changes.words) already",
        wanted: "the plan without that")
    }
    try Trainer.check(plans)
    return lesson.lanes
  }

  /// Says what the lesson is about.
  func tellLesson() {
    guard let lesson = lesson.map(Lesson.named) else { return }
    let paragraphs = lesson.paragraphs.map { ["", "\($0): \($1)"] }
    let lines = (["Lesson: \(lesson.title)"] + paragraphs.joined()).flatMap { $0.wrapped(to: 78) }
    StandardError.write(lines.joined(separator: "\n") + "\n\n")
  }

  /// Says what lanes take, before it is taken.
  func tellMemory(of lanes: Int, _ plan: RunPlan) {
    guard lanes > 1 else { return }
    let room = Trainer.room(for: plan)
    let words = """
      \(lanes) networks side by side take about \((lanes * room.bytes / 1_048_576).grouped) MiB of \
      memory; there is room for \(room.count.grouped)

      """
    // Where that fails, so does the first line about the training, and is reported.
    try? StandardOutput.write(words)
  }

  /// Makes the runs of lanes that begin beside a run.
  static func entries(
    _ changes: [[Change]], beside plan: RunPlan, data: any DataSource, run: Run
  ) throws -> [TrainingSession.Entry] {
    try changes.map { changes in
      var lane = plan.with(changes)
      lane.lineage = Lineage(parent: run.name, step: 0)
      let source = try source(of: lane, beside: plan, data, run)
      return .init(lane, data: source, run: try run.makeLane(lane, of: run.name, changes))
    }
  }

  /// The data of a lane: those of the plan, opened once more for another seed. That can be hours after
  /// the run has begun, so they are compared with its record.
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
  fileprivate var mayGoOnForEver: Bool {
    guard length == .endless else { return false }
    return if case .plateau = schedule { false } else { true }
  }
}
