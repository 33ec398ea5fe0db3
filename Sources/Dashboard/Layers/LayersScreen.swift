import DisplayText
import Observing
import Runs
import TerminalUI

/// The layers' screen: a table of all layers, and the details of the selected one.
struct LayersScreen {
  let state: DashboardState
  let edges: Panel.Edges

  private struct Layout {
    var table: Rect
    var hasOthers: Bool
    var detail: Rect
  }

  private func layout(in body: Rect) -> Layout {
    var rest = body
    let table = LayerTable(state: state)
    let frameRows = edges == .box ? 2 : 1
    // Layers without parameters get rows only if the details keep enough room.
    let heightOfAll = table.names(withOthers: true).count + 1 + frameRows
    let heightWithoutOthers = table.names(withOthers: false).count + 1 + frameRows
    let hasOthers = body.height - heightOfAll >= 16
    let idealHeight = hasOthers ? heightOfAll : heightWithoutOthers
    // On a low terminal there is only the table.
    let isLow = body.height - min(heightWithoutOthers, 12) < Self.minimumDetailHeight
    let top = rest.cutTop(
      isLow ? rest.height : min(idealHeight, max(8, rest.height - Self.minimumDetailHeight)))
    return Layout(table: top, hasOthers: hasOthers, detail: rest)
  }

  /// Returns the command of a gesture: a press selects the layer of a row, and the wheel moves the
  /// choice.
  func command(
    for gesture: Gesture, x: Int, y: Int, in body: Rect, appearance: Appearance
  ) -> DashboardCommand? {
    switch gesture {
    case .wheel(let count): return .layers(count < 0 ? .previous : .next)
    case .press:
      let layout = layout(in: body)
      let inside = panel(appearance).inside(layout.table)
      let layer = LayerTable(state: state).layer(
        atY: y, withOthers: layout.hasOthers, in: inside)
      return inside.contains(x: x, y: y) ? layer.map { .layers(.select($0)) } : nil
    case .drag: return nil
    }
  }

  private func panel(_ appearance: Appearance) -> Panel {
    Panel(
      "Layers", key: Screen.layers.key.name, note: note, tint: appearance.theme.green, edges: edges)
  }

  func draw(in body: Rect, on frame: inout Frame, appearance: Appearance) {
    let layout = layout(in: body)
    drawTable(withOthers: layout.hasOthers, in: layout.table, on: &frame, appearance: appearance)
    var rest = layout.detail
    guard !rest.isEmpty, let selected = state.selectedLayer else { return }
    let detail = LayerDetailPanels(
      state: state, edges: edges, index: selected.index, name: selected.name)
    if rest.width < 64 {
      return detail.drawActivations(in: rest, on: &frame, appearance: appearance)
    }
    let right = rest.cutRight(max(30, min(64, rest.width * 36 / 100)))
    if edges == .rule { _ = rest.cutRight(1) }
    detail.drawActivations(in: rest, on: &frame, appearance: appearance)
    detail.drawWeights(in: right, on: &frame, appearance: appearance)
  }

  private static let minimumDetailHeight = 8

  private func drawTable(
    withOthers: Bool, in rect: Rect, on frame: inout Frame, appearance: Appearance
  ) {
    let inside = panel(appearance).draw(in: rect, on: &frame, appearance: appearance)
    guard !state.layerNames.isEmpty else {
      frame.textCentered(
        "no layer measured yet", in: inside, y: inside.y + inside.height / 2,
        style: appearance.theme.muted)
      return
    }
    LayerTable(state: state).draw(
      withOthers: withOthers, in: inside, on: &frame, appearance: appearance)
  }

  private var note: String {
    guard let snapshot = state.snapshot else { return "" }
    let step = "at step \(NumberText.grouped(snapshot.step))"
    guard let times = snapshot.times else { return step }
    func sum(_ part: KeyPath<Snapshot.LayerTime, Double>) -> Double {
      times.reduce(0) { $0 + $1[keyPath: part] } * 1000
    }
    let (forward, back) = (sum(\.forwardSeconds), sum(\.backwardSeconds))
    let update = sum(\.updateSeconds)
    return [
      step, "\(NumberText.fitting(forward + back + update, 5)) ms a step",
      "forward \(NumberText.fitting(forward, 5))", "back \(NumberText.fitting(back, 5))",
      "update \(NumberText.fitting(update, 5))",
    ].joined(separator: " · ")
  }
}
