import Runs
import TerminalUI

/// Every layer in a line, and the chosen one closely: its activations over time, its weights, and how
/// large its gradients and updates have been.
struct LayersScreen {
  let state: DashboardState
  let edges: Panel.Edges

  func draw(in body: Rect, on frame: inout Frame, look: Look) {
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
    var top = rest.takeTop(
      isLow ? rest.height : min(wanted, max(8, rest.height - Self.leastDetail)))
    drawTable(table, withOthers: hasOthers, in: &top, on: &frame, look: look)
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
    _ table: LayerTable, withOthers: Bool, in rect: inout Rect, on frame: inout Frame, look: Look
  ) {
    let inside = Panel(
      "Layers", key: "4", note: note, tint: look.theme.green, edges: edges
    ).draw(in: rect, on: &frame, look: look)
    guard !state.layerNames.isEmpty else {
      frame.textCentered(
        "no layer measured yet", in: inside, y: inside.y + inside.height / 2,
        style: look.theme.muted)
      return
    }
    table.draw(withOthers: withOthers, in: inside, on: &frame, look: look)
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
