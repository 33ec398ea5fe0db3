import Runs
import TerminalUI

/// Every layer in a line, and the chosen one closely: its activations over time, its weights, and how
/// large its gradients and updates have been.
struct LayersScreen {
  let state: DashboardState
  let edges: Panel.Edges

  private struct Places {
    var table: Rect
    var hasOthers: Bool
    var detail: Rect
  }

  private func places(in body: Rect) -> Places {
    var rest = body
    let table = LayerTable(state: state)
    let frameRows = edges == .box ? 2 : 1
    // Layers without parameters have a line too where that leaves the rest its room.
    let all = table.names(withOthers: true).count + 1 + frameRows
    let few = table.names(withOthers: false).count + 1 + frameRows
    let hasOthers = body.height - all >= 16
    let wanted = hasOthers ? all : few
    // Too low for both: the table.
    let isLow = body.height - min(few, 12) < Self.leastDetail
    let top = rest.takeTop(
      isLow ? rest.height : min(wanted, max(8, rest.height - Self.leastDetail)))
    return Places(table: top, hasOthers: hasOthers, detail: rest)
  }

  /// A press chooses the layer of a row, and the wheel goes from row to row.
  func command(
    for gesture: Gesture, x: Int, y: Int, in body: Rect, look: Look
  ) -> DashboardCommand? {
    switch gesture {
    case .wheel(let count): return count < 0 ? .previousLayer : .nextLayer
    case .press:
      let places = places(in: body)
      let inside = panel(look).inside(places.table)
      let layer = LayerTable(state: state).layer(
        atY: y, withOthers: places.hasOthers, in: inside)
      return inside.contains(x: x, y: y) ? layer.map { .chooseLayer($0) } : nil
    case .drag: return nil
    }
  }

  private func panel(_ look: Look) -> Panel {
    Panel("Layers", key: "4", note: note, tint: look.theme.green, edges: edges)
  }

  func draw(in body: Rect, on frame: inout Frame, look: Look) {
    let places = places(in: body)
    drawTable(withOthers: places.hasOthers, in: places.table, on: &frame, look: look)
    var rest = places.detail
    guard !rest.isEmpty, let chosen = state.chosenLayer else { return }
    let detail = LayerDetailPanels(
      state: state, edges: edges, index: chosen.index, name: chosen.name)
    if rest.width < 64 {
      return detail.drawActivations(in: rest, on: &frame, look: look)
    }
    let right = rest.takeRight(max(30, min(64, rest.width * 36 / 100)))
    if edges == .rule { _ = rest.takeRight(1) }
    detail.drawActivations(in: rest, on: &frame, look: look)
    detail.drawWeights(in: right, on: &frame, look: look)
  }

  private static let leastDetail = 8

  private func drawTable(
    withOthers: Bool, in rect: Rect, on frame: inout Frame, look: Look
  ) {
    let inside = panel(look).draw(in: rect, on: &frame, look: look)
    guard !state.layerNames.isEmpty else {
      frame.textCentered(
        "no layer measured yet", in: inside, y: inside.y + inside.height / 2,
        style: look.theme.muted)
      return
    }
    LayerTable(state: state).draw(withOthers: withOthers, in: inside, on: &frame, look: look)
  }

  private var note: String {
    guard let glimpse = state.glimpse else { return "" }
    let step = "at step \(Digits.grouped(glimpse.step))"
    guard let times = glimpse.times else { return step }
    func sum(_ part: KeyPath<Glimpse.LayerTime, Double>) -> Double {
      times.reduce(0) { $0 + $1[keyPath: part] } * 1000
    }
    let (forward, back) = (sum(\.forwardSeconds), sum(\.backwardSeconds))
    let update = sum(\.updateSeconds)
    return [
      step, "\(Digits.fitting(forward + back + update, 5)) ms a step",
      "forward \(Digits.fitting(forward, 5))", "back \(Digits.fitting(back, 5))",
      "update \(Digits.fitting(update, 5))",
    ].joined(separator: " · ")
  }
}
