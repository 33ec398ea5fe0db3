import Blueprint
import Observing
import Runs

/// The state of the layers' screen: the selected layer, and the records of the run in focus.
struct LayersState: Equatable, Sendable {
  /// The name of the layer that is shown in detail; `nil` is the first.
  var selected: String?
  /// The time at which the records were last requested; `nil` requests them as soon as a screen shows
  /// them.
  var requestedAt: Double?
  /// The records that have been read, in the order of their steps.
  var records: [LayerTimeline.Record] = []
  /// True if the records have been read at least once.
  var isRead = false

  /// Adds records, and removes those that the file does not have any more.
  mutating func add(_ recorded: RecordedLayers) {
    isRead = true
    let kept = Set(recorded.steps)
    let first = recorded.records.first?.step ?? .max
    records.removeAll { $0.step >= first || !kept.contains($0.step) }
    records += recorded.records
  }

  /// Discards the records, because another run has the focus.
  mutating func leaveRun() {
    requestedAt = nil
    records = []
    isRead = false
  }
}

extension DashboardState {
  mutating func perform(_ command: LayersCommand) {
    switch command {
    case .previous: moveLayer(by: -1)
    case .next: moveLayer(by: 1)
    case .select(let name): layers.selected = name
    }
  }

  /// True if a layer can be selected for its details: statistics were measured, or will be.
  var canSelectLayers: Bool {
    !lane.hasEnded || latestLayers != nil
  }

  private mutating func moveLayer(by count: Int) {
    let names = layerNames
    guard let selected = selectedLayer else { return showNotice(NoticeText.noLayerIsKnown) }
    layers.selected = names[min(names.count - 1, max(0, selected.index + count))]
  }

  /// The selected layer and its index among the layers with parameters; `nil` before they are known.
  var selectedLayer: (index: Int, name: String)? {
    let names = layerNames
    guard !names.isEmpty else { return nil }
    let index = layers.selected.flatMap(names.firstIndex) ?? 0
    return (index, names[index])
  }

  /// The names of the layers with parameters.
  var layerNames: [String] {
    let measured = latestLayers?.layers.map(\.name) ?? []
    return measured.isEmpty
      ? (lane.plan?.network.layers ?? []).filter(\.hasParameters).map(\.name) : measured
  }
}
