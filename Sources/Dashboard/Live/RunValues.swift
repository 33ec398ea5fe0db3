import Blueprint
import DisplayText
import TerminalUI

/// The values of the run panel, the most important first.
struct RunValues {
  @Shared private var state: DashboardState

  init(_ state: Shared<DashboardState>) { _state = state }

  struct NamedValue {
    var name: String
    var value: String
    var style: Style
    /// A clause for readers to whom the name is new; empty if there is none.
    var explanation: String
    var columns: Int { name.columns + 1 + value.columns }
  }

  /// Returns the values that are known.
  /// - Parameter hasActivity: True if the panel shows the activity, which names the next validation.
  func values(_ appearance: Appearance, hasActivity: Bool) -> [NamedValue] {
    var values: [NamedValue] = []
    func add(_ name: String, _ value: String?, _ explanation: String = "", style: Style? = nil) {
      guard let value else { return }
      values.append(
        NamedValue(
          name: name, value: value, style: style ?? appearance.theme.strong,
          explanation: explanation))
    }
    add(
      "val top-1 error", state.lane.validationTop1Text ?? "—",
      "wrong guesses among the validation images")
    if !hasActivity, let next = state.lane.nextValidationStep {
      add("next validation", "step \(NumberText.grouped(next))")
    }
    add(
      "dropout", state.dropout.text, "sets other units to 0 at random at each step",
      style: state.dropout.style(appearance))
    add(
      "LRN", state.lrn.text, "divides responses by those of nearby maps",
      style: state.lrn.style(appearance))
    add("learning rate", state.rate.map(NumberText.plain) ?? "—", "the size of each update")
    guard let plan = state.plan else { return values }
    let job = state.lane.job.map { " · \($0.text)" } ?? ""
    add("batch", "\(NumberText.grouped(plan.batch)) images\(job)", "the images of one step")
    add(
      "momentum", NumberText.plain(plan.knobs.momentum),
      "the share of the last update that is repeated")
    add(
      "weight decay", NumberText.plain(plan.knobs.decay),
      "pulls every weight towards 0 at each step")
    add(
      "train top-1 error", state.lane.trainTop1Text, "wrong guesses in the latest training batches")
    add(
      "training time", NumberText.duration(state.elapsed),
      "the steps of this run, without validations")
    // With a planned end, the last row of the panel has the time left.
    if state.plannedSteps == nil {
      add(
        "time left", state.secondsLeft.map { NumberText.duration($0) },
        "to the limit for steps and validations of all lanes")
    }
    add(
      "waiting for images", state.waitingShare.map { NumberText.percent($0) },
      "steps waited for data for this share of time")
    addData(plan, add)
    return values
  }

  /// Adds the values that do not change while the run trains.
  private func addData(_ plan: RunPlan, _ add: (String, String?, String, Style?) -> Void) {
    add(
      "parameters", state.run.map { NumberText.grouped($0.parameters) },
      "the weights and biases that are trained", nil)
    add("classes", state.run.map { NumberText.grouped($0.classes.count) }, "", nil)
    add("training images", state.run.map { NumberText.grouped($0.trainImages) }, "", nil)
    add("validation images", state.run.map { NumberText.grouped($0.validationImages) }, "", nil)
    add("seed", String(plan.seed), "fixes initial weights, order and augmentation", nil)
    if case .epochs = plan.schedule {
      add(
        "schedule", Setting.schedule.value(in: plan), "rates of layers change in these epochs", nil)
    }
    add("threads", NumberText.grouped(plan.threads), "", nil)
    add("saved in", state.folder, "", nil)
  }
}
