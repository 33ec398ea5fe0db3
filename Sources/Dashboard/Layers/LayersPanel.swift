import Blueprint
import Glibc
import Runs
import TerminalUI

/// A line a layer that has parameters: what comes out of it and how it learns.
struct LayersPanel {
  var state: DashboardState
  var edges: Panel.Edges

  /// With the headings.
  static func rows(_ state: DashboardState) -> Int {
    1 + (state.glimpse?.layers.count ?? names(state).count)
  }

  private static func names(_ state: DashboardState) -> [String] {
    (state.plan?.network.layers ?? []).filter(\.hasParameters).map(\.name)
  }

  func draw(in rect: Rect, on frame: inout Frame, look: Look) {
    let note = state.glimpse.map { "at step \(Digits.grouped($0.step))" } ?? ""
    let inside = Panel(
      "Layers", key: "4", note: note, tint: look.theme.green, edges: edges,
      hasFocus: state.focusedPanel == .layers
    ).draw(in: rect, on: &frame, look: look)
    let rows =
      state.glimpse?.layers.map { row($0, look) }
      ?? Self.names(state).map { unmeasured($0, look) }
    guard !rows.isEmpty else {
      frame.textCentered(
        "no layer measured yet", in: inside, y: inside.y + inside.height / 2,
        style: look.theme.muted)
      return
    }
    var table = Table(columns: Self.columns(in: inside.width), rows: rows)
    table.rowHeight = max(1, min(6, (inside.height - 1) / rows.count))
    table.draw(in: inside, on: &frame, look: look)
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

  private func row(_ layer: Glimpse.Layer, _ look: Look) -> [Table.Item] {
    let theme = look.theme
    func number(_ value: Double) -> Table.Item {
      .text(value.isFinite ? Digits.fitting(value, 5) : "—", theme.text)
    }
    let ratio = layer.updateRatio
    return [
      .text(layer.name, theme.strong),
      .text("\(layer.output)", theme.muted),
      number(layer.mean),
      number(layer.deviation),
      .meter(layer.zeros, percent(layer.zeros), zeros(layer.zeros, theme)),
      number(layer.gradientNorm),
      .text(
        ratio.isFinite && ratio > 0 ? Digits.scientific(ratio) : "—", health(ratio, theme)),
      .histogram(layer.histogram),
    ]
  }

  private func unmeasured(_ name: String, _ look: Look) -> [Table.Item] {
    let dash = Table.Item.text("—", look.theme.faint)
    return [.text(name, look.theme.strong)] + Array(repeating: dash, count: 7)
  }

  private func percent(_ share: Double) -> String {
    share.isFinite ? Digits.percent(share, 0) : "—"
  }

  /// Half zeros are what rectified units have; nearly all of them are dead ones.
  private func zeros(_ share: Double, _ theme: Theme) -> Style {
    share < 0.9 ? theme.good : share < 0.98 ? theme.caution : theme.danger
  }

  /// Updates of about a thousandth of the weights are healthy; a tenth or ten times that is not.
  private func health(_ ratio: Double, _ theme: Theme) -> Style {
    guard ratio.isFinite, ratio > 0 else { return theme.muted }
    let distance = abs(log10(ratio / 1e-3))
    return distance <= 0.5 ? theme.good : distance <= 1 ? theme.caution : theme.danger
  }
}
