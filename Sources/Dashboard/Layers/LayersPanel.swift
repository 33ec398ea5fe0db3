import Blueprint
import DisplayText
import Observing
import Runs
import TerminalUI

/// The panel with a row per layer with parameters: its activations, gradient and update.
struct LayersPanel {
  @Shared var state: DashboardState
  var edges: Panel.Edges

  /// Returns the number of rows, with the heading.
  static func rows(_ state: DashboardState) -> Int {
    let measured = state.latestLayers?.layers.count ?? 0
    return 1 + (measured > 0 ? measured : names(state).count)
  }

  private static func names(_ state: DashboardState) -> [String] {
    (state.plan?.network.layers ?? []).filter(\.hasParameters).map(\.name)
  }

  func draw(in rect: Rect, on frame: inout Frame, appearance: Appearance) {
    let latest = state.latestLayers
    let summaries = latest?.layers ?? []
    let note = latest.map { "step \(NumberText.grouped($0.step))" } ?? state.layersAbsence.short
    let inside = Panel(
      "Layers", note: note, tint: appearance.theme.green, edges: edges,
      hasFocus: state.focusedPanel == .layers
    ).draw(in: rect, on: &frame, appearance: appearance)
    let rows =
      summaries.isEmpty ? unmeasured(appearance) : measured(summaries, appearance)
    guard !rows.isEmpty else {
      return frame.textWrapped(
        "The layers are not known before the run has started.", in: inside,
        style: appearance.theme.muted)
    }
    var table = Table(columns: Self.columns(in: inside.width), rows: rows)
    table.minimumGap = 2
    table.rowHeight = max(1, min(6, (inside.height - 1) / rows.count))
    table.draw(in: inside, on: &frame, appearance: appearance)
  }

  private static func columns(in width: Int) -> [Table.Column] {
    [
      .init("layer", width: 5, ideal: 6, alignment: .left, rank: 0),
      .init("output", width: 9, ideal: 10, alignment: .left, rank: 5),
      .init("mean", width: 7, ideal: 7, rank: 3),
      .init("dev", width: 6, ideal: 7, rank: 6),
      .init("zeros", width: 6, ideal: 16, rank: 1),
      .init("grad", width: 6, ideal: 8, rank: 7),
      .init("update", width: 7, ideal: 8, rank: 2),
      .init(
        width >= 80 ? "histogram" : "hist", width: 4, ideal: 100, alignment: .left,
        rank: 4),
    ]
  }

  private func measured(
    _ layers: [Snapshot.LayerSummary], _ appearance: Appearance
  ) -> [[Table.Item]] {
    let theme = appearance.theme
    func numbers(_ value: (Snapshot.LayerSummary) -> Double) -> [Table.Item] {
      let numbers = LayerNumbers(layers.map(value))
      return layers.map { layer in
        let value = value(layer)
        return .text(value.isFinite ? numbers.text(value) : "—", theme.text)
      }
    }
    let (means, deviations) = (numbers(\.mean), numbers(\.deviation))
    let gradients = numbers(\.gradientNorm)
    return layers.indices.map { index in
      let layer = layers[index]
      let zeros = Health.zeros(layer.zeros)
      return [
        .text(layer.name, theme.strong), .text("\(layer.output)", theme.muted), means[index],
        deviations[index],
        .meter(
          layer.zeros,
          layer.zeros.isFinite ? zeros.glyph + NumberText.share(layer.zeros) : "—",
          zeros.style(theme)),
        gradients[index], update(layer.updateRatio, theme), .histogram(layer.histogram),
      ]
    }
  }

  private func update(_ ratio: Double, _ theme: Theme) -> Table.Item {
    guard ratio.isFinite, ratio > 0 else { return .text("—", theme.muted) }
    let health = Health.update(ratio)
    return .text(health.glyph + LayerNumbers.update(ratio), health.style(theme))
  }

  /// Returns the rows of layers whose statistics are not known: their names and shapes.
  private func unmeasured(_ appearance: Appearance) -> [[Table.Item]] {
    let layout = (try? state.plan?.network.layout()) ?? []
    let dash = Table.Item.text("—", appearance.theme.faint)
    return Self.names(state).map { name in
      let shape = layout.first { $0.spec.name == name }.map { "\($0.output)" } ?? "—"
      return [.text(name, appearance.theme.strong), .text(shape, appearance.theme.muted)]
        + Array(repeating: dash, count: 6)
    }
  }
}
