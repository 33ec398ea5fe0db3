import Blueprint
import DisplayText
import Observing
import Runs
import TerminalUI

/// The panel with a row per layer with parameters: its activations, gradient and update.
struct LayersPanel {
  var state: DashboardState
  var edges: Panel.Edges

  /// Returns the number of rows, with the heading.
  static func rows(_ state: DashboardState) -> Int {
    1 + (state.snapshot?.layers.count ?? names(state).count)
  }

  private static func names(_ state: DashboardState) -> [String] {
    (state.plan?.network.layers ?? []).filter(\.hasParameters).map(\.name)
  }

  func draw(in rect: Rect, on frame: inout Frame, appearance: Appearance) {
    let note = state.snapshot.map { "at step \(NumberText.grouped($0.step))" } ?? ""
    let inside = Panel(
      "Layers", key: Screen.layers.key.name, note: note, tint: appearance.theme.green, edges: edges,
      hasFocus: state.focusedPanel == .layers
    ).draw(in: rect, on: &frame, appearance: appearance)
    let rows =
      state.snapshot?.layers.map { row($0, appearance) }
      ?? Self.names(state).map { unmeasured($0, appearance) }
    guard !rows.isEmpty else {
      frame.textCentered(
        "no layer measured yet", in: inside, y: inside.y + inside.height / 2,
        style: appearance.theme.muted)
      return
    }
    var table = Table(columns: Self.columns(in: inside.width), rows: rows)
    table.rowHeight = max(1, min(6, (inside.height - 1) / rows.count))
    table.draw(in: inside, on: &frame, appearance: appearance)
  }

  private static func columns(in width: Int) -> [Table.Column] {
    [
      .init("layer", width: 5, ideal: 6, alignment: .left, rank: 0),
      .init("shape", width: 9, ideal: 10, alignment: .left, rank: 5),
      .init("mean", width: 5, ideal: 7, rank: 3),
      .init("dev", width: 5, ideal: 7, rank: 6),
      .init("zeros", width: 5, ideal: 16, rank: 1),
      .init("grad", width: 6, ideal: 8, rank: 7),
      .init("update", width: 6, ideal: 8, rank: 2),
      .init(
        width >= 80 ? "histogram" : "hist", width: 5, ideal: 100, alignment: .left,
        rank: 4),
    ]
  }

  private func row(_ layer: Snapshot.LayerSummary, _ appearance: Appearance) -> [Table.Item] {
    let theme = appearance.theme
    func number(_ value: Double) -> Table.Item {
      .text(value.isFinite ? NumberText.fitting(value, 5) : "—", theme.text)
    }
    let ratio = layer.updateRatio
    return [
      .text(layer.name, theme.strong),
      .text("\(layer.output)", theme.muted),
      number(layer.mean),
      number(layer.deviation),
      .meter(layer.zeros, percent(layer.zeros), Health.zeros(layer.zeros).style(theme)),
      number(layer.gradientNorm),
      .text(
        ratio.isFinite && ratio > 0 ? NumberText.scientific(ratio) : "—",
        style(ofUpdate: ratio, theme)),
      .histogram(layer.histogram),
    ]
  }

  private func unmeasured(_ name: String, _ appearance: Appearance) -> [Table.Item] {
    let dash = Table.Item.text("—", appearance.theme.faint)
    return [.text(name, appearance.theme.strong)] + Array(repeating: dash, count: 7)
  }

  private func percent(_ share: Double) -> String {
    share.isFinite ? NumberText.percent(share, 0) : "—"
  }

  private func style(ofUpdate ratio: Double, _ theme: Theme) -> Style {
    guard ratio.isFinite, ratio > 0 else { return theme.muted }
    return Health.update(ratio).style(theme)
  }
}
