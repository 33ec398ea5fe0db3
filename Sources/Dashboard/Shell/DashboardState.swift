import Blueprint
import Runs
import TerminalUI

/// All that the screen knows. It changes by `update` alone, and `view` draws it. What it knows of the
/// lane in focus can be read and changed as if it were its own.
@dynamicMemberLookup
public struct DashboardState: Equatable, Sendable {
  enum Overlay: Equatable, Sendable {
    case help(HelpPage.Place)
    /// Scrolled by so many lines.
    case messages(Int)
    case quit
    /// How the run failed; it can be put aside to look at the curves.
    case failure
    /// What a new lane is to have otherwise.
    case fork(ForkMenu)
    /// Whether the lane in focus is to end.
    case stopLane
    /// The path of somebody's own image is being written.
    case path(TextField)
    /// Another name for the lane in focus is being written.
    case laneName(TextField)
    /// What the lesson is about, scrolled by so many lines.
    case lesson(Int)
  }

  /// A short answer to a key, shown for a while.
  struct Notice: Equatable, Sendable {
    var text: String
    var since: Double
  }

  /// Seconds on a clock that only goes forward, from the last tick.
  var now = 0.0
  var startedAt: Double?

  /// The runs that are trained side by side, at least one.
  var lanes: [LaneState]
  /// The lane that the panels show and the keys act on.
  var focus = 0 { didSet { kernels.leaveRun() } }
  /// What has happened to all of them.
  var log = MessageLog()

  var theme = Theme.Name.dark
  /// Nobody has chosen the theme: it follows the terminal's ground.
  var themeIsFound = true
  /// By a person at a key, now or before.
  var chosenTheme: Theme.Name?

  var surface = Surface()
  /// Where the mouse was last, with its button down.
  var pointer: Point?
  var screen = Screen.overview
  /// The panel that each screen has chosen.
  var focusedPanels: [Screen: PanelName] = [:]
  /// A panel without a screen of its own, as large as this one.
  var enlarged: PanelName?
  var charts = ChartsView()
  /// The layer that is looked at closely; nil is the first.
  var chosenLayerName: String?
  var images = ImagesView()
  var compare = CompareView()
  var runs = RunsView()
  /// Of the runs that are compared.
  var strokes = StrokeNumbers()
  var kernels = KernelsView()
  var overlay: Overlay?
  /// Whether the screen is left as soon as every lane has ended.
  var isLeaving = false
  var notice: Notice?
  var isLogarithmic = false
  var contrast = 0

  /// `plan` and `folder` are shown from the first frame on where they are known. A theme of nil
  /// follows the terminal's ground.
  public init(
    plan: RunPlan? = nil, folder: String? = nil, theme: Theme.Name? = nil,
    abilities: TerminalAbilities? = nil
  ) {
    lanes = [LaneState(plan: plan, folder: folder)]
    if let abilities { surface.abilities = abilities }
    self.theme = theme ?? .dark
    themeIsFound = theme == nil
  }

  /// Several runs, each with its name, its plan and where it is kept, of which one is in focus.
  public init(
    lanes: [(run: String, plan: RunPlan, folder: String)], focus: String? = nil,
    theme: Theme.Name? = nil,
    abilities: TerminalAbilities? = nil
  ) {
    precondition(!lanes.isEmpty, "there is a run to show")
    self.init(theme: theme, abilities: abilities)
    self.lanes = lanes.map { LaneState(plan: $0.plan, folder: $0.folder, name: $0.run) }
    self.focus = lanes.firstIndex { $0.run == focus } ?? 0
  }

  /// What the screen shows of the network. The curves of gradients and updates, and the heat map of
  /// activations, are made of the layers' statistics over time, whatever is in front.
  public var interest: Interest {
    var interest = Interest(layers: true)
    interest.runs = comparedLanes ?? [focusedRun].compactMap(\.self)
    switch screen {
    case .overview: interest.kernels = true
    case .kernels:
      interest.kernels = true
      guard kernels.past == nil else { break }
      interest.kernelChange = kernels.part == .gradient ? .gradient : .update
      interest.patchesOf = kernels.chosen
    case .layers:
      interest.times = true
      interest.weights = chosenLayer?.name
    case .images where images.side == .confusion: interest.confusion = true
    case .images:
      interest.image = images.choice
      interest.featureMaps = layerOfMaps
    case .compare: interest.kernels = compare.lower == .kernels
    case .charts, .runs: break
    }
    return interest
  }

  /// Seconds after which the state wants to hear of the time again.
  public var tickInterval: Double { kernels.playedAt == nil ? 1 : KernelsView.playInterval }

  mutating func say(_ text: String) { notice = Notice(text: text, since: now) }
}

extension DashboardState {
  /// The lane in focus. It is changed in place, for curves are long.
  var lane: LaneState {
    get { lanes[focus] }
    _modify { yield &lanes[focus] }
  }

  public subscript<Value>(dynamicMember path: KeyPath<LaneState, Value>) -> Value {
    lanes[focus][keyPath: path]
  }

  public subscript<Value>(dynamicMember path: WritableKeyPath<LaneState, Value>) -> Value {
    get { lanes[focus][keyPath: path] }
    _modify { yield &lanes[focus][keyPath: path] }
  }

  /// Whom a command goes to, or a glimpse is asked of: nil when there is only one.
  var focusedRun: String? { lanes.count > 1 ? lane.name : nil }

  var everyLaneHasEnded: Bool { lanes.allSatisfy(\.hasEnded) }

  var everyLaneIsStopping: Bool { lanes.allSatisfy { $0.isStopping || $0.hasEnded } }

  /// Until the lane in focus is done. A lane's time is that of its own steps, and lanes step by turns.
  var secondsLeft: Double? {
    lane.secondsLeft.map { $0 * Double(max(1, lanes.count { !$0.hasEnded })) }
  }

  /// Where the lane of a run is; nil when there is none. Without a name it is the first, and so it is
  /// while the only lane has not been told its own.
  func index(ofRun run: String?) -> Int? {
    guard let run else { return 0 }
    return lanes.firstIndex { $0.name == run }
      ?? (lanes.count == 1 && lanes[0].name == nil ? 0 : nil)
  }
}
