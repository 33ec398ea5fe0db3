import Blueprint
import Compute
import DisplayText
import FoundationEssentials
import Images
import Runs

extension Trainer {
  /// A reason why a lane cannot be forked.
  enum ForkRefusal: Error, Equatable {
    case tooManyLanes
    /// The change is possible only before step 1, and not with imported weights.
    case tooLate(PlanChange, step: Int)
    /// The trainer cannot create runs.
    case noRunStore
  }

  /// Adds a lane that begins with the present state of `parent` and a changed plan. If that is impossible,
  /// the parent reports a warning with the reason.
  func fork(_ parent: Lane, name: String?, _ changes: [PlanChange]) {
    do {
      add(try makeFork(of: parent, name: name, changes))
    } catch {
      parent.warn(kind: "fork", "No lane was added: \(error)")
    }
  }

  private func makeFork(of parent: Lane, name: String?, _ changes: [PlanChange]) throws -> Lane {
    let (plan, data) = try agree { try preparation(ofForkFrom: parent, changes) }
    if plan.seed != parent.plan.seed { try job?.checkSameData([(data, plan.data.location)]) }
    let lane = try makeLane(plan, data, forkedFrom: parent, name: name, changes)
    shareName(of: lane)
    for change in changes { lane.knobs.apply(change) }
    if parent.hasTrainedWeights {
      lane.report(
        .resumed(
          .init(
            step: lane.step, knobs: lane.knobs, length: plan.length,
            time: Date().timeIntervalSince1970
          ).trained(by: job)))
      // The new run has no step 0 to start again from. Until its first checkpoint by the plan, it can be
      // resumed only from this one.
      lane.checkpointNow()
    }
    lane.begin()
    if parent.isPaused { lane.setPaused(true) }
    validate(lane, beside: parent)
    return lane
  }

  /// Returns the plan and the data of a fork, or throws the reason why it is not possible.
  private func preparation(
    ofForkFrom parent: Lane, _ changes: [PlanChange]
  ) throws -> (RunPlan, any DataSource) {
    guard lanes.count < Self.maximumLanes else { throw ForkRefusal.tooManyLanes }
    guard connections.makeRun != nil else { throw ForkRefusal.noRunStore }
    if parent.hasTrainedWeights, let change = changes.first(where: \.isOnlyBeforeFirstStep) {
      throw ForkRefusal.tooLate(change, step: parent.step)
    }
    let plan = plan(ofForkFrom: parent, changes)
    try Self.check(plan, in: job)
    return (plan, try data(for: plan, ofForkFrom: parent))
  }

  /// Creates the run and the lane of a fork. If a rank cannot create the lane, no rank has it.
  private func makeLane(
    _ plan: RunPlan, _ data: any DataSource, forkedFrom parent: Lane, name: String?,
    _ changes: [PlanChange]
  ) throws -> Lane {
    var setup: Lane.Setup?
    var lane: Lane?
    do {
      return try agree {
        guard let made = try connections.makeRun?(name, plan, data, parent, changes) else {
          throw ForkRefusal.noRunStore
        }
        setup = made
        let new = try makeLane(made)
        lane = new
        if parent.hasTrainedWeights { try new.copyState(of: parent) }
        return new
      }
    } catch {
      lane?.checkpointer?.close()
      setup?.callbacks.report(.failed(step: parent.step, message: "\(error)"))
      throw error
    }
  }

  /// Begins a validation of a fork and of its parent, so that a comparison of both has a beginning. Lanes
  /// before step 1 are compared from their first validations by the plan on.
  private func validate(_ fork: Lane, beside parent: Lane) {
    guard parent.hasTrainedWeights else { return }
    fork.beginAdditionalValidation()
    if parent.lastValidation?.step != parent.step { parent.beginAdditionalValidation() }
  }

  private func plan(ofForkFrom parent: Lane, _ changes: [PlanChange]) -> RunPlan {
    var plan = parent.plan
    // Knobs that were changed by hand before step 1 are initial knobs of the new run.
    if parent.step == 0 { plan.knobs = parent.knobs }
    plan = plan.with(changes)
    plan.lineage = Lineage(parent: parent.run, step: parent.step)
    return plan
  }

  /// Returns the parent's data source. If the seeds differ, opens the source again, because scenes and
  /// held-out images follow from the seed.
  private func data(for plan: RunPlan, ofForkFrom parent: Lane) throws -> any DataSource {
    guard plan.seed != parent.plan.seed else { return parent.data }
    let data = try connections.openData(plan)
    try connections.checkData?(data, parent)
    return data
  }
}

extension Lane {
  /// True if the weights are not those that the plan's seed gives: after the first step, and after an import.
  fileprivate var hasTrainedWeights: Bool { step > 0 || plan.imported != nil }
}

extension Trainer.ForkRefusal: CustomStringConvertible {
  var description: String {
    switch self {
    case .tooManyLanes:
      "\(Trainer.maximumLanes) lanes train already. Stop one of them first."
    case .tooLate(let change, 0):
      "'\(change.text)' is not possible in a lane of an imported run, whose weights are trained."
    case .tooLate(let change, let step):
      """
      '\(change.text)' is possible only before step 1, and the lane is at step \(NumberText.grouped(step)). Start a lane \
      with --lane.
      """
    case .noRunStore: "this trainer does not keep runs."
    }
  }
}
