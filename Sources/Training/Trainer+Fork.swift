import Blueprint
import Compute
import Foundation
import Images
import Runs

extension Trainer {
  /// Why a lane cannot be forked so.
  enum Refusal: Error, Equatable {
    case tooMany
    case onlyFromTheStart(Change, step: Int)
    case noRuns
  }

  /// Adds a lane that stands where another stands, with changes. What cannot be is said on the lane
  /// that was to be forked, which goes on.
  func fork(_ parent: Lane, name: String?, _ changes: [Change]) {
    do {
      add(try makeFork(of: parent, name: name, changes))
    } catch {
      parent.lines.report(
        .warning(step: parent.step, kind: "fork", message: "No lane was added: \(error)"))
    }
  }

  private func makeFork(of parent: Lane, name: String?, _ changes: [Change]) throws -> Lane {
    guard lanes.count < Self.mostLanes else { throw Refusal.tooMany }
    guard let makeRun = lines.makeRun else { throw Refusal.noRuns }
    if parent.step > 0, let change = changes.first(where: \.isFromTheStart) {
      throw Refusal.onlyFromTheStart(change, step: parent.step)
    }
    var plan = parent.plan
    // What was changed before the first step is how it begins.
    if parent.step == 0 { plan.knobs = parent.knobs }
    plan = plan.with(changes)
    plan.lineage = Lineage(parent: parent.lines.run, step: parent.step)
    try Self.check(plan)
    let data =
      plan.seed == parent.plan.seed
      ? parent.data
      : try DataSources.open(
        plan.data, seed: plan.seed,
        validationShare: plan.validationShare ?? ImageFolder.standardValidationShare,
        for: plan.network.input)
    let lines = try makeRun(name, plan, parent, changes)
    let lane: Lane
    do {
      lane = try makeLane(.init(plan, data: data, lines: lines))
      if parent.step > 0 { try lane.adopt(parent) }
    } catch {
      lines.report(.failed(step: parent.step, message: "\(error)"))
      throw error
    }
    for change in changes { lane.knobs.make(change) }
    if parent.step > 0 {
      lines.report(
        .resumed(
          .init(
            step: lane.step, knobs: lane.knobs, length: plan.length,
            time: Date().timeIntervalSince1970)))
      // Before it there is nothing that it could go on from.
      lane.checkpointNow()
    }
    lane.begin()
    if parent.isPaused { lane.obey(.pause) }
    return lane
  }
}

extension Trainer.Refusal: CustomStringConvertible {
  var description: String {
    switch self {
    case .tooMany: "\(Trainer.mostLanes) are trained already. Stop one first."
    case .onlyFromTheStart(let change, let step):
      """
      \(change.words) can be changed at the beginning only, and this is step \(step). Start with \
      --lane.
      """
    case .noRuns: "there is no place for its run."
    }
  }
}
