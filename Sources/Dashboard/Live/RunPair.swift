import Runs
import TerminalUI

/// Two runs side by side: the kernels of the baseline, those of the chosen run and their difference, or
/// the statistics of their layers.
struct RunPair {
  let state: DashboardState
  let baseline: Entrant
  let chosen: Entrant
  let edges: Panel.Edges

  func draw(in rect: Rect, on frame: inout Frame, look: Look) {
    switch state.compare.lower {
    case .kernels: drawKernels(in: rect, on: &frame, look: look)
    case .layers, .table: drawLayers(in: rect, on: &frame, look: look)
    }
  }

  // MARK: - Kernels

  private func drawKernels(in rect: Rect, on frame: inout Frame, look: Look) {
    var rest = rect
    let gap = edges == .rule ? 1 : 0
    let third = (rect.width - 2 * gap) / 3
    let (first, second) = (baseline.lane.glimpse, chosen.lane.glimpse)
    draw(
      first?.kernels, baseline.name, at: first?.step, in: rest.takeLeft(third), on: &frame, look)
    _ = rest.takeLeft(gap)
    draw(second?.kernels, chosen.name, at: second?.step, in: rest.takeLeft(third), on: &frame, look)
    _ = rest.takeLeft(gap)
    let inside = Panel("their difference", tint: look.theme.amber, edges: edges)
      .draw(in: rest, on: &frame, look: look)
    guard baseline.name != chosen.name else {
      return say("↑ ↓ choose another run", in: inside, on: &frame, look)
    }
    guard let one = first?.kernels, let other = second?.kernels else {
      return say("—", in: inside, on: &frame, look)
    }
    guard let difference = other.less(one) else {
      return say("kernels of other shapes", in: inside, on: &frame, look)
    }
    grid(difference).draw(in: inside, on: &frame, look: look)
  }

  private func draw(
    _ kernels: Kernels?, _ name: String, at step: Int?, in rect: Rect, on frame: inout Frame,
    _ look: Look
  ) {
    let note = step.map { "at step \(Digits.grouped($0))" } ?? ""
    let inside = Panel(name, note: note, tint: look.theme.violet, edges: edges)
      .draw(in: rect, on: &frame, look: look)
    if let kernels {
      grid(kernels).draw(in: inside, on: &frame, look: look)
    } else {
      say("no kernels: no checkpoint", in: inside, on: &frame, look)
    }
  }

  private func grid(_ kernels: Kernels) -> KernelGrid {
    KernelGrid(
      count: kernels.count, channels: kernels.channels, size: kernels.size,
      weights: kernels.weights, contrast: state.kernelContrast)
  }

  private func say(_ text: String, in rect: Rect, on frame: inout Frame, _ look: Look) {
    frame.textCentered(text, in: rect, y: rect.y + rect.height / 2, style: look.theme.muted)
  }

  // MARK: - Layers

  private func drawLayers(in rect: Rect, on frame: inout Frame, look: Look) {
    let inside = Panel(
      "Layers", note: "\(baseline.name) | \(chosen.name)", tint: look.theme.green, edges: edges
    ).draw(in: rect, on: &frame, look: look)
    let (first, second) = (baseline.lane.glimpse?.layers ?? [], chosen.lane.glimpse?.layers ?? [])
    var names = first.map(\.name)
    names += second.map(\.name).filter { !names.contains($0) }
    guard !names.isEmpty else {
      return say(
        "layers are measured of live runs alone", in: inside, on: &frame, look)
    }
    let pairs = names.map { name in
      (name, first.first { $0.name == name }, second.first { $0.name == name })
    }
    var table = Table(columns: Self.columns, rows: pairs.map { row($0, $1, $2, look) })
    table.rowHeight = max(1, min(4, (inside.height - 1) / names.count))
    table.draw(in: inside, on: &frame, look: look)
  }

  private static var columns: [Table.Column] {
    func pair(_ name: String, _ width: Int, _ rank: Int) -> [Table.Column] {
      [.init(name, width: width, rank: rank), .init("|", width: width, rank: rank)]
    }
    return [.init("layer", width: 5, ideal: 6, alignment: .left)]
      + pair("mean", 6, 2) + pair("dev", 6, 4) + pair("zeros", 5, 1) + pair("grad", 6, 5)
      + pair("update", 6, 3) + [
        .init("histogram", width: 6, ideal: 30, alignment: .left, rank: 6),
        .init("|", width: 6, ideal: 30, alignment: .left, rank: 6),
      ]
  }

  private func row(
    _ name: String, _ one: Glimpse.Layer?, _ other: Glimpse.Layer?, _ look: Look
  ) -> [Table.Item] {
    let styles = [baseline, chosen].map { entrant in
      LineChart.Stroke(entrant.number, theme: look.theme).style(look.theme)
    }
    func pair(_ text: (Glimpse.Layer) -> String) -> [Table.Item] {
      zip([one, other], styles).map { layer, style in
        .text(layer.map(text) ?? "—", layer == nil ? look.theme.faint : style)
      }
    }
    func number(_ value: Double) -> String {
      value.isFinite ? Digits.fitting(value, 6) : "—"
    }
    return [.text(name, look.theme.strong)]
      + pair { number($0.mean) } + pair { number($0.deviation) }
      + pair { Digits.percent($0.zeros, 0) } + pair { number($0.gradientNorm) }
      + pair { $0.updateRatio > 0 ? Digits.scientific($0.updateRatio) : "—" }
      + [one, other].map { .histogram($0?.histogram ?? []) }
  }
}

extension Kernels {
  /// Weight by weight; nil where they are not of one shape.
  fileprivate func less(_ other: Kernels) -> Kernels? {
    guard count == other.count, channels == other.channels, size == other.size else { return nil }
    return Kernels(
      count: count, channels: channels, size: size,
      weights: zip(weights, other.weights).map { $0 - $1 })
  }
}
