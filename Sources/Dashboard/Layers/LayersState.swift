import Blueprint
import Observing

/// The state of the layers' screen.
struct LayersState: Equatable, Sendable {
  /// The name of the layer that is shown in detail; `nil` is the first.
  var chosen: String?
}

extension DashboardState {
  mutating func perform(_ command: LayersCommand) {
    switch command {
    case .previous: moveLayer(by: -1)
    case .next: moveLayer(by: 1)
    case .choose(let name): layers.chosen = name
    }
  }

  private mutating func moveLayer(by count: Int) {
    let names = layerNames
    guard let chosen = chosenLayer else { return showNotice(NoticeText.noLayerIsKnown) }
    layers.chosen = names[min(names.count - 1, max(0, chosen.index + count))]
  }

  /// The chosen layer and its index among the layers with parameters; `nil` before they are known.
  var chosenLayer: (index: Int, name: String)? {
    let names = layerNames
    guard !names.isEmpty else { return nil }
    let index = layers.chosen.flatMap(names.firstIndex) ?? 0
    return (index, names[index])
  }

  /// The names of the layers with parameters.
  var layerNames: [String] {
    let measured = lane.snapshot?.layers.map(\.name) ?? []
    return measured.isEmpty
      ? (lane.plan?.network.layers ?? []).filter(\.hasParameters).map(\.name) : measured
  }
}
