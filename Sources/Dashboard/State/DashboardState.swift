import Blueprint
import Runs
import TerminalUI

/// All that the screen knows. It changes by `update` alone, and `view` draws it.
public struct DashboardState: Equatable, Sendable {
  enum Phase: Equatable, Sendable {
    case preparing
    case training
    case paused
    case finished(seconds: Double, reason: TrainingEvent.FinishReason)
    case failed(message: String)
  }

  enum Overlay: Equatable, Sendable {
    /// Scrolled by so many rows.
    case help(Int)
    case quit
    /// How the run failed; it can be put aside to look at the curves.
    case failure
    /// The path of somebody's own image is being written.
    case path(TextLine)
  }

  /// Something changed at a step: a mark on the curves.
  struct Change: Equatable, Sendable {
    enum Kind: Equatable, Sendable { case dropout, lrn, rate, resumed }
    var step: Int
    var kind: Kind
    var label: String
  }

  struct Warning: Equatable, Sendable {
    var step: Int
    var message: String
  }

  /// A short answer to a key, shown for a while.
  struct Notice: Equatable, Sendable {
    var text: String
    var since: Double
  }

  /// Seconds on a clock that only goes forward, from the last tick.
  var now = 0.0
  var startedAt: Double?

  var phase = Phase.preparing
  var plan: RunPlan?
  /// Where the run is kept, as its owner would type it.
  var folder: String?
  var run: TrainingEvent.Started?
  var history = History()
  var latest: TrainingEvent.Step?
  /// Smoothed, for one batch's time says little.
  var speed = MovingAverage(memory: 0.9)
  var rate: Double?
  var changes: [Change] = []
  var dropout = KnobState()
  var lrn = KnobState()
  /// Asked for and not yet told: true is pause.
  var askedPause: Bool?
  var isStopping = false
  var warning: Warning?

  var glimpse: Glimpse?
  /// The share of kernels that are no longer noise.
  var structuredShare: Double?

  var theme = Theme.Name.dark
  /// Nobody has chosen the theme: it follows the terminal's ground.
  var themeIsFound = true

  var screen = Screen.overview
  var charts = ChartsView()
  /// The layer that is looked at closely; nil is the first.
  var chosenLayerName: String?
  var images = ImagesView()
  var overlay: Overlay?
  var notice: Notice?
  var isLogarithmic = false
  var contrast = 0

  /// `plan` and `folder` are shown from the first frame on where they are known. A theme of nil
  /// follows the terminal's ground.
  public init(plan: RunPlan? = nil, folder: String? = nil, theme: Theme.Name? = nil) {
    self.folder = folder
    self.theme = theme ?? .dark
    themeIsFound = theme == nil
    if let plan { adopt(plan) }
  }

  mutating func adopt(_ plan: RunPlan) {
    self.plan = plan
    rate = plan.knobs.rate
    let kinds = plan.network.layers.map(\.kind)
    dropout.exists = kinds.contains(.dropout)
    dropout.isOn = plan.knobs.dropout > 0
    lrn.exists = kinds.contains { if case .normalization = $0 { true } else { false } }
    lrn.isOn = plan.knobs.lrn
  }

  var hasEnded: Bool {
    switch phase {
    case .finished, .failed: true
    case .preparing, .training, .paused: false
    }
  }

  /// The trainer validates between the step that is due for it and the next.
  var isValidating: Bool {
    guard phase == .training, let every = plan?.validateEvery, every > 0, let step = latest?.step
    else { return false }
    return step % every == 0 && history.validationSteps.last ?? -1 < Double(step)
  }

  /// The share of its time that the trainer has waited for images; nil before there is any.
  var waitingShare: Double? {
    guard let latest, latest.seconds > 0 else { return nil }
    return latest.waited / latest.seconds
  }

  /// Steps that the plan will have made at its end; nil when it has none.
  var plannedSteps: Int? {
    guard let plan else { return nil }
    switch plan.length {
    case .steps(let steps): return steps
    case .epochs(let epochs):
      guard let images = run?.trainImages, plan.batch > 0 else { return nil }
      return max(1, images / plan.batch) * epochs
    case .endless: return nil
    }
  }

  /// What the screen shows of the network. The curves of gradients and updates are made of glimpses,
  /// whatever is in front.
  public var interest: Interest {
    var interest = Interest.overview
    add(to: &interest)
    return interest
  }

  mutating func say(_ text: String) { notice = Notice(text: text, since: now) }
}
