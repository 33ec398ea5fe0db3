import Blueprint
import Observing
import Runs
import TerminalUI

/// The state of the dashboard. Only `update` changes it, and `view` draws it.
///
/// The properties of the lane in focus are members of the dashboard's state too.
@dynamicMemberLookup
public struct DashboardState: Equatable, Sendable {
  /// The time of the last tick, in seconds on a monotonic clock.
  var now = 0.0
  /// The date at the last tick; `nil` before the first.
  var clock: WallClock?
  var startedAt: Double?

  /// The runs that train side by side, at least one.
  var lanes: [LaneState]
  /// The index of the lane that the panels show and the keys act on.
  var focus = 0 {
    didSet {
      undoQuestion = nil
      kernels.leaveRun()
      layers.leaveRun()
    }
  }
  /// The messages of all lanes.
  var log = MessageLog()

  var theme = Theme.Name.dark
  /// True while the theme follows the terminal's background colour, because no theme was chosen.
  var themeIsFound = true
  /// The theme that the user chose by a key, in this session or an earlier one.
  var chosenTheme: Theme.Name?

  var surface = Surface()
  /// The last position of the mouse with its button down.
  var pointer: Point?
  var screen = Screen.live
  /// The focused panel of each screen.
  var focusedPanels: [Screen: PanelName] = [:]
  /// The panel of the live screen that fills it; `nil` for all panels side by side.
  var enlarged: PanelName?
  /// The screen on which a panel was enlarged to the shown screen, to which Esc returns; `nil` if a key
  /// has chosen the shown screen.
  var enlargedFrom: Screen?
  /// The shown charts, with the cursor, at whose step the kernels and the layers are shown too.
  var charts = ChartsState()
  var timeline = TimelineState()
  var tour = TourState()
  var layers = LayersState()
  var images = ImagesState()
  var ranks = RanksState()
  var machine = MachineState()
  var compare = CompareState()
  var runList = RunListState()
  /// The colours and dashes of the compared runs.
  var strokes = StrokeNumbers()
  var kernels = KernelsState()
  var evaluating = EvaluatingState()
  var exporting = ExportingState()
  /// The time at which a key to close the screen was answered by a question about work in progress.
  var leavingAskedAt: Double?
  var overlay: Overlay? {
    didSet {
      log.isOpen = if case .messages = overlay { true } else { false }
      if case .help = overlay { return }
      boxUnderHelp = nil
    }
  }
  /// The box over which the help page was opened, to which it returns; `nil` without one.
  var boxUnderHelp: Overlay?
  /// The resumption of interrupted runs that a key has requested; `nil` without one.
  var resumption: Resumption?
  /// True if the dashboard closes as soon as every lane has ended.
  var isLeaving = false
  var notice: Notice? {
    didSet { if notice == nil { undoQuestion = nil } }
  }
  /// The change that the notice asks about; the next `u` undoes it.
  var undoQuestion: UndoStack.Entry?
  /// A message that the status line shows for a minute.
  var announcement: Notice?
  /// True if the values of curves have a logarithmic axis.
  var isLogarithmic = false
  /// An index of `KernelGrid.Contrast.allCases`.
  var contrast = 0

  /// Creates the state for one run.
  /// - Parameters:
  ///   - plan: Shown from the first frame on; `nil` until the run has started.
  ///   - folder: The run's folder; `nil` if it is not known yet.
  ///   - theme: `nil` follows the terminal's background colour.
  public init(
    plan: RunPlan? = nil, folder: String? = nil, theme: Theme.Name? = nil,
    capabilities: TerminalCapabilities? = nil
  ) {
    lanes = [LaneState(plan: plan, folder: folder)]
    if let capabilities { surface.capabilities = capabilities }
    self.theme = theme ?? .dark
    themeIsFound = theme == nil
  }

  /// Creates the state for several runs, at least one.
  /// - Parameters:
  ///   - focus: The name of the run in focus; `nil` is the first.
  ///   - theme: `nil` follows the terminal's background colour.
  public init(
    lanes: [(run: String, plan: RunPlan, folder: String)], focus: String? = nil,
    theme: Theme.Name? = nil,
    capabilities: TerminalCapabilities? = nil
  ) {
    precondition(!lanes.isEmpty, "at least one lane is required")
    self.init(theme: theme, capabilities: capabilities)
    self.lanes = lanes.map { LaneState(plan: $0.plan, folder: $0.folder, name: $0.run) }
    self.focus = lanes.firstIndex { $0.run == focus } ?? 0
  }

  /// The parts of the network that the screen shows, to be sent with the snapshots.
  ///
  /// The statistics of the layers are always among them: the curves of gradients and updates and
  /// the heat map of activations show all of their history.
  public var interest: Interest {
    var interest = Interest(layers: true)
    interest.runs = comparedLanes ?? [focusedRun].compactMap(\.self)
    switch screen {
    case .live:
      interest.kernels = true
      interest.ranks = showsRanks && isRanksPanelVisible
    case .kernels:
      interest.kernels = true
      // The hosts of the columns.
      interest.ranks = lane.job.map { $0.columns > 1 } ?? false
      guard shownStep == nil else { break }
      interest.kernelChange = kernels.content == .gradient ? .gradient : .update
      interest.patchesOf = kernels.selected
    case .layers:
      interest.times = true
      interest.weights = selectedLayer?.name
    case .images where images.content == .confusion: interest.confusion = true
    case .images:
      interest.image = images.choice
      interest.featureMaps = layerOfMaps
      if images.content == .formula { interest.cell = images.formula.cell }
      interest.attribution = images.attributionRequest
    case .compare: interest.kernels = compare.lowerPanel == .kernels
    case .charts, .runList: break
    }
    return interest
  }

  /// True while the timeline is played, so that each tick changes the screen.
  public var isPlaying: Bool { timeline.playback != nil }

  /// The interval in seconds at which the state needs a tick.
  public var tickInterval: Double { isPlaying ? TimelineState.playInterval : 1 }

  mutating func showNotice(_ text: String) {
    notice = Notice(text: text, since: now)
    undoQuestion = nil
  }
}
