import Blueprint
import Compute
import Foundation
import Images
import Runs

extension Trainer {
  /// A reason why a lane cannot be forked.
  enum ForkRefusal: Error, Equatable {
    case tooManyLanes
    /// The change is possible before step 1 only.
    case tooLate(PlanChange, step: Int)
    /// The trainer cannot create runs.
    case noRunStore
  }

  /// Adds a lane that continues from the present state of another lane with changes. When that is
  /// impossible, the parent reports why and continues.
  func fork(_ parent: Lane, name: String?, _ changes: [PlanChange]) {
    do {
      add(try makeFork(of: parent, name: name, changes))
    } catch {
      parent.warn(kind: "fork", "No lane was added: \(error)")
    }
  }

  private func makeFork(of parent: Lane, name: String?, _ changes: [PlanChange]) throws -> Lane {
    guard lanes.count < Self.maximumLanes else { throw ForkRefusal.tooManyLanes }
    guard let makeRun = connections.makeRun else { throw ForkRefusal.noRunStore }
    if parent.step > 0, let change = changes.first(where: \.isFromTheStart) {
      throw ForkRefusal.tooLate(change, step: parent.step)
    }
    let plan = plan(ofForkFrom: parent, changes)
    try Self.check(plan)
    let data = try data(for: plan, ofForkFrom: parent)
    let setup = try makeRun(name, plan, data, parent, changes)
    let lane: Lane
    do {
      lane = try makeLane(setup)
      if parent.step > 0 { try lane.adopt(parent) }
    } catch {
      setup.callbacks.report(.failed(step: parent.step, message: "\(error)"))
      throw error
    }
    for change in changes { lane.knobs.apply(change) }
    if parent.step > 0 {
      lane.report(
        .resumed(
          .init(
            step: lane.step, knobs: lane.knobs, length: plan.length,
            time: Date().timeIntervalSince1970)))
      // Without this checkpoint the run could not be resumed before its first own one.
      lane.checkpointNow()
    }
    lane.begin()
    if parent.isPaused { lane.pause(true) }
    return lane
  }

  private func plan(ofForkFrom parent: Lane, _ changes: [PlanChange]) -> RunPlan {
    var plan = parent.plan
    // Before the first step, changed knobs are the knobs that the new run begins with.
    if parent.step == 0 { plan.knobs = parent.knobs }
    plan = plan.with(changes)
    plan.lineage = Lineage(parent: parent.run, step: parent.step)
    return plan
  }

  /// Returns the data of the parent, or opens the data again when the seed, and so the order, differs.
  private func data(
    for plan: RunPlan, ofForkFrom parent: Lane
  ) throws -> any DataSource {
    guard plan.seed != parent.plan.seed else { return parent.data }
    let data = try DataSources.open(plan)
    try connections.checkData?(data, parent)
    return data
  }
}

extension Trainer.ForkRefusal: CustomStringConvertible {
  var description: String {
    switch self {
    case .tooManyLanes:
      "\(Trainer.maximumLanes) lanes train already. Stop one of them first."
    case .tooLate(let change, let step):
      """
      '\(change.words)' is possible before step 1 only, and the lane is at step \(step). Start a lane \
      with --lane.
      """
    case .noRunStore: "this trainer does not keep runs."
    }
  }
}
