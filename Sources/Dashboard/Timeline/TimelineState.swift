import DisplayText

/// The state of the timeline that the kernels, the layers and the charts share. The step that they show
/// is the cursor of the charts.
struct TimelineState: Equatable, Sendable {
  /// The playback in progress; `nil` while it is stopped.
  var playback: Playback?

  /// A playback. It ends at a fixed step, because a fast run can record more steps than it shows.
  struct Playback: Equatable, Sendable {
    /// The time at which it last advanced.
    var advancedAt: Double
    /// The step of the last record when it began.
    let end: Int
  }

  /// The seconds between two records of the playback.
  static let playInterval = 0.1
  /// The number of records from which a playback leaves some out. It lasts 30 seconds at most, since records whose
  /// time passes while an earlier one is read are left out too.
  static let playedRecords = 150
  /// The seconds after which a growing timeline is read again.
  static let readInterval = 5.0
}

/// The records of one kind, and the positions of the present and of the shown record among them.
struct TimelineTrack: Equatable {
  /// The steps of the records, in order.
  var records: [Int]
  /// The step of the present state; `nil` if only records can be shown.
  var present: Int?
  /// The step whose record is shown; `nil` for the present.
  var cursor: Int?

  /// The index of the shown record: the last one at or before the cursor, or the first of all; without a
  /// present state the last. `nil` while the present state is shown, and without records.
  var index: Int? {
    guard !records.isEmpty else { return nil }
    guard let cursor else { return present == nil ? records.count - 1 : nil }
    return records.lastIndex { $0 <= cursor } ?? 0
  }

  /// The step of the shown record; `nil` while the present state is shown, and without records.
  var shown: Int? { index.map { records[$0] } }
}

extension DashboardState {
  /// The step that the kernels, the layers and the charts show; `nil` for the present.
  var shownStep: Int? {
    get { charts.cursor.map { Int($0 + charts.origin(of: lane.history)) } }
    set { charts.cursor = newValue.map { Double($0) - charts.origin(of: lane.history) } }
  }

  /// Returns the badge of a screen that shows an earlier step than the latest one because of the cursor, with the
  /// key that returns; empty for the present.
  /// - Parameter step: The step that is shown; `nil` without one.
  func pastBadge(step: Int?) -> String {
    guard shownStep != nil else { return "" }
    let earlier = step.map { "earlier: step \(NumberText.grouped($0))" } ?? "an earlier step"
    return "\(earlier) · End: \(lane.hasEnded ? "last" : "now")"
  }

  /// Shows a notice on a screen whose values are old because of the cursor that was set on another screen.
  mutating func noticeCursor() {
    guard let shownStep, timeline.playback == nil else { return }
    switch screen {
    case .kernels, .layers, .charts:
      showNotice(NoticeText.cursor(at: shownStep, hasEnded: lane.hasEnded))
    case .live, .images, .compare, .runList: break
    }
  }

  /// The kernels' track on the kernels' screen. Other screens show the latest kernels.
  var kernelsTrack: TimelineTrack {
    TimelineTrack(
      records: kernels.steps, present: currentKernelsStep,
      cursor: screen == .kernels ? shownStep : nil)
  }

  /// The layers' track on the layers' screen.
  var layersTrack: TimelineTrack {
    let snapshot = lane.snapshot.flatMap { $0.layers.isEmpty ? nil : $0.step }
    return TimelineTrack(
      records: layers.records.map(\.step), present: snapshot, cursor: shownStep)
  }

  /// The track that the keys of the timeline move through. That of the charts has the records of both.
  var track: TimelineTrack {
    switch screen {
    case .kernels: return kernelsTrack
    case .layers: return layersTrack
    case .live, .charts, .images, .compare, .runList:
      let records = Set(kernels.steps).union(layers.records.map(\.step)).sorted()
      return TimelineTrack(records: records, present: lane.step, cursor: shownStep)
    }
  }

  /// True if the latest kernels are older than the other values of the latest snapshot, because no screen with
  /// kernels was open in the meantime. The next snapshot has the current ones.
  var awaitsKernels: Bool {
    !lane.hasEnded && lane.snapshot?.kernels != nil && currentKernelsStep != lane.snapshot?.step
  }

  /// The step of the kernels of the latest snapshot; `nil` without them.
  var currentKernelsStep: Int? {
    lane.snapshot?.kernels == nil ? nil : lane.kernelsStep ?? lane.snapshot?.step
  }
}
