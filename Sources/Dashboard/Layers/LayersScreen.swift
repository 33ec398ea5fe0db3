import DisplayText
import Observing
import Runs
import TerminalUI

/// The layers' screen: a table of all layers, and the details of the selected one.
struct LayersScreen {
  @Shared var state: DashboardState
  let edges: Panel.Edges

  private struct Layout {
    var table: Rect
    var hasOthers: Bool
    /// True if the panel of the table has a row of explanations at its bottom.
    var hasLegend: Bool
    var detail: Rect
    /// The bar of the records; empty on a very low terminal.
    var timeline: Rect
  }

  private func layout(in body: Rect) -> Layout {
    var rest = body
    let timeline = rest.cutBottom(
      TimelinePanel.rows(inBodyOf: body.height, isBoxed: edges == .box))
    let body = rest
    let table = LayerTable(state: $state)
    let frameRows = edges == .box ? 2 : 1
    // Layers without parameters get rows only if the details keep enough room.
    let hasLegend = body.height >= 34
    let fixedRows = frameRows + (hasLegend ? 1 : 0)
    let heightOfAll = table.height(withOthers: true) + fixedRows
    let heightWithoutOthers = table.height(withOthers: false) + fixedRows
    let hasOthers = body.height - heightOfAll >= 16
    let idealHeight = hasOthers ? heightOfAll : heightWithoutOthers
    // On a low terminal there is only the table.
    let isLow = body.height - min(heightWithoutOthers, 13) < Self.minimumDetailHeight
    let top = rest.cutTop(
      isLow ? rest.height : min(idealHeight, max(8, rest.height - Self.minimumDetailHeight)))
    return Layout(
      table: top, hasOthers: hasOthers, hasLegend: hasLegend, detail: rest, timeline: timeline)
  }

  /// Returns the command of a gesture: a press selects the layer of a row, or on the timeline the nearest
  /// record, which a drag moves. The wheel moves the choice, or on the timeline the record.
  func command(
    for gesture: Gesture, x: Int, y: Int, in body: Rect, appearance: Appearance
  ) -> DashboardCommand? {
    let layout = layout(in: body)
    switch gesture {
    case .wheel(let count):
      guard layout.timeline.contains(x: x, y: y) else {
        return .layers(count < 0 ? .previous : .next)
      }
      return .timeline(count < 0 ? .recordBack : .recordForward)
    case .press:
      if let command = timelinePanel.command(atX: x, y: y, in: layout.timeline) { return command }
      var inside = panel(appearance).inside(layout.table)
      if layout.hasLegend { _ = inside.cutBottom(1) }
      let layer = LayerTable(state: $state).layer(
        atY: y, withOthers: layout.hasOthers, in: inside)
      return inside.contains(x: x, y: y) ? layer.map { .layers(.select($0)) } : nil
    case .drag(let columns, let rows):
      return timelinePanel.command(atX: x + columns, y: y + rows, in: layout.timeline)
    }
  }

  private var timelinePanel: TimelinePanel {
    TimelinePanel(state: $state, track: state.layersTrack, edges: edges)
  }

  private func panel(_ appearance: Appearance) -> Panel {
    Panel(
      "Layers", key: Screen.layers.key.name, note: note, badge: badge,
      tint: appearance.theme.green, edges: edges)
  }

  func draw(in body: Rect, on frame: inout Frame, appearance: Appearance) {
    let layout = layout(in: body)
    drawTable(layout, on: &frame, appearance: appearance)
    if !layout.timeline.isEmpty {
      timelinePanel.draw(in: layout.timeline, on: &frame, appearance: appearance)
    }
    var rest = layout.detail
    guard !rest.isEmpty, let selected = state.selectedLayer else { return }
    var detail = LayerDetailPanels(
      state: $state, edges: edges, index: selected.index, name: selected.name)
    if rest.width < 64 {
      detail.showsDeadUnits = true
      return detail.drawActivations(in: rest, on: &frame, appearance: appearance)
    }
    let right = rest.cutRight(max(30, min(64, rest.width * 36 / 100)))
    if edges == .rule { _ = rest.cutRight(1) }
    detail.drawActivations(in: rest, on: &frame, appearance: appearance)
    detail.drawWeights(in: right, on: &frame, appearance: appearance)
  }

  private static let minimumDetailHeight = 8

  private func drawTable(_ layout: Layout, on frame: inout Frame, appearance: Appearance) {
    var inside = panel(appearance).draw(in: layout.table, on: &frame, appearance: appearance)
    guard !state.layerNames.isEmpty else {
      return frame.textWrapped(
        "The layers are not known before the run has started.", in: inside,
        style: appearance.theme.muted)
    }
    if layout.hasLegend {
      Self.legend(width: inside.width).draw(
        in: inside.cutBottom(1), on: &frame, appearance: appearance)
    }
    LayerTable(state: $state).draw(
      withOthers: layout.hasOthers, in: inside, on: &frame, appearance: appearance)
  }

  private static func legend(width: Int) -> Legend {
    Legend(
      [
        "dead: no response to any image of ten snapshots",
        "update: share of the weights, mostly 0.1% to 3%",
        "↑ ↑↑ too high", "↓ ↓↓ too low", "dev: standard deviation", "grad: norm of the gradient",
      ], width: width)
  }

  private var note: String {
    guard let shown = state.shownLayers else { return state.layersAbsence.short }
    // In the past the step is in the badge.
    let step = isPast ? "" : "statistics of step \(NumberText.grouped(shown.step))"
    guard let times = shown.times.map(LayerTimes.init), let forward = times.text(.forward),
      let back = times.text(.back), let update = times.text(.update)
    else { return state.hasEnded || isPast ? step : "\(step) · no times yet" }
    return [
      step, "\(times.total) ms a step", "forward \(forward)", "back \(back)", "update \(update)",
    ].filter { !$0.isEmpty }.joined(separator: " · ")
  }

  private var isPast: Bool { !badge.isEmpty }

  private var badge: String { state.pastBadge(step: state.shownLayers?.step) }
}
