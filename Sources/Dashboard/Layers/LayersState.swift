import Blueprint
import Observing

/// The state of the layers' screen.
struct LayersState: Equatable, Sendable {
  /// The name of the layer that is shown in detail; `nil` is the first.
  var selected: String?
}

extension DashboardState {
  mutating func perform(_ command: LayersCommand) {
    switch command {
    case .previous: moveLayer(by: -1)
    case .next: moveLayer(by: 1)
    case .first: moveLayer(by: -layerNames.count)
    case .last: moveLayer(by: layerNames.count)
    case .select(let name): layers.selected = name
    }
  }

  /// True if a layer can be selected for its details: statistics were measured, or will be.
  var canSelectLayers: Bool {
    !lane.hasEnded || lane.snapshot?.layers.isEmpty == false
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
    let measured = lane.snapshot?.layers.map(\.name) ?? []
    return measured.isEmpty
      ? (lane.plan?.network.layers ?? []).filter(\.hasParameters).map(\.name) : measured
  }
}
