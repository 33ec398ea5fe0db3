import DisplayText
import Observing
import Runs
import TerminalUI

/// The panels that compare two runs: the kernels of the baseline, of the selected run and their
/// difference, or the statistics of their layers.
struct RunPairPanels {
  @Shared var state: DashboardState
  let baseline: ComparedRun
  let selected: ComparedRun
  let edges: Panel.Edges

  func draw(in rect: Rect, on frame: inout Frame, appearance: Appearance) {
    switch state.compare.lowerPanel {
    case .kernels: drawKernels(in: rect, on: &frame, appearance: appearance)
    case .layers, .table: drawLayers(in: rect, on: &frame, appearance: appearance)
    }
  }

  // MARK: - Kernels

  private func drawKernels(in rect: Rect, on frame: inout Frame, appearance: Appearance) {
    var rest = rect
    let gap = edges == .rule ? 1 : 0
    let third = (rect.width - 2 * gap) / 3
    let (first, second) = (kernels(of: baseline), kernels(of: selected))
    draw(first, of: baseline, in: rest.cutLeft(third), on: &frame, appearance)
    _ = rest.cutLeft(gap)
    draw(second, of: selected, in: rest.cutLeft(third), on: &frame, appearance)
    _ = rest.cutLeft(gap)
    let isAtOneStep = first == nil || second == nil || first?.step == second?.step
    let inside = Panel(
      "Difference", note: isAtOneStep ? "run − baseline" : "at different steps",
      badge: state.shortContrastBadge, tint: CompareStyle(theme: appearance.theme).difference,
      edges: edges
    )
    .draw(in: rest, on: &frame, appearance: appearance)
    guard baseline.name != selected.name else {
      return drawMessage(
        "no other run is compared · 7: add runs", in: inside, on: &frame, appearance)
    }
    guard let first, let second else {
      return drawMessage("needs the kernels of both runs", in: inside, on: &frame, appearance)
    }
    guard let difference = second.kernels.subtracting(first.kernels) else {
      return drawMessage("the shapes of the kernels differ", in: inside, on: &frame, appearance)
    }
    grid(difference).draw(in: inside, on: &frame, appearance: appearance)
  }

  /// Returns the latest kernels of a run: of its last snapshot or checkpoint, or for the lane in focus
  /// the last record of its timeline.
  private func kernels(of run: ComparedRun) -> (step: Int, kernels: Kernels)? {
    if let snapshot = run.lane.snapshot, let kernels = snapshot.kernels {
      return (run.lane.kernelsStep ?? snapshot.step, kernels)
    }
    guard run.isLive, run.name == state.lane.compareName, state.hasOnlyRecordedKernels else {
      return nil
    }
    return state.kernels.analysis.map { ($0.step, $0.weights) }
  }

  private func draw(
    _ latest: (step: Int, kernels: Kernels)?, of run: ComparedRun, in rect: Rect,
    on frame: inout Frame, _ appearance: Appearance
  ) {
    let note = latest.map { "@\(NumberText.grouped($0.step))" } ?? ""
    let title = run.name.elidedInMiddle(to: max(8, rect.width - note.columns - 8))
    let inside = Panel(title, note: note, tint: appearance.theme.violet, edges: edges)
      .draw(in: rect, on: &frame, appearance: appearance)
    if let latest {
      grid(latest.kernels).draw(in: inside, on: &frame, appearance: appearance)
    } else {
      drawMessage(absence(of: run), in: inside, on: &frame, appearance)
    }
  }

  private func absence(of run: ComparedRun) -> String {
    guard run.isLive else { return "no kernels: the run has no checkpoint" }
    return run.lane.hasEnded
      ? "kernels of an ended lane are shown while it is in focus (< >)" : "waiting for the kernels…"
  }

  private func grid(_ kernels: Kernels) -> KernelGrid {
    KernelGrid(
      count: kernels.count, channels: kernels.channels, size: kernels.size,
      weights: kernels.weights, contrast: state.kernelContrast)
  }

  private func drawMessage(
    _ text: String, in rect: Rect, on frame: inout Frame, _ appearance: Appearance
  ) {
    frame.textWrapped(
      appearance.glyphs.spellingArrows(in: text), in: rect, style: appearance.theme.muted)
  }

  // MARK: - Layers

  private func drawLayers(in rect: Rect, on frame: inout Frame, appearance: Appearance) {
    let (first, second) = (layers(of: baseline), layers(of: selected))
    let inside = Panel(
      "Layers", note: layersNote(width: rect.width), tint: appearance.theme.green, edges: edges
    ).draw(in: rect, on: &frame, appearance: appearance)
    var names = first.map(\.name)
    names += second.map(\.name).filter { !names.contains($0) }
    guard !names.isEmpty else {
      return drawMessage(
        "these runs have no recorded statistics of layers", in: inside, on: &frame, appearance)
    }
    let pairs = names.map { name in
      (name, first.first { $0.name == name }, second.first { $0.name == name })
    }
    var table = Table(columns: Self.columns, rows: pairs.map { row($0, $1, $2, appearance) })
    table.rowHeight = max(1, min(4, (inside.height - table.headingHeight) / names.count))
    table.draw(in: inside, on: &frame, appearance: appearance)
  }

  /// Returns the latest statistics of the layers of a run: of its last snapshot or record.
  private func layers(of run: ComparedRun) -> [Snapshot.LayerSummary] {
    if let layers = run.lane.snapshot?.layers, !layers.isEmpty { return layers }
    guard run.isLive, run.name == state.lane.compareName else { return [] }
    return state.latestLayers?.layers ?? []
  }

  /// The names of the two runs, and that of a run without measured layers.
  private func layersNote(width: Int) -> String {
    let room = max(8, width / 4)
    return [("base", baseline), ("run", selected)].map { label, run in
      let isMeasured = !layers(of: run).isEmpty
      return "\(label): \(run.name.elidedInMiddle(to: room))"
        + (isMeasured ? "" : " (not recorded)")
    }.joined(separator: " · ")
  }

  /// Two columns for each quantity: the baseline and the selected run.
  private static var columns: [Table.Column] {
    func pair(_ name: String, _ width: Int, _ rank: Int) -> [Table.Column] {
      ["base", "run"].map { .init("\(name)\n\($0)", width: width, rank: rank) }
    }
    let histograms = ["base", "run"].map {
      Table.Column("values\n\($0)", width: 6, ideal: 30, alignment: .left, rank: 6)
    }
    return [.init("layer", width: 5, ideal: 6, alignment: .left)]
      + pair("mean", 6, 2) + pair("dev", 6, 4) + pair("zeros", 6, 1) + pair("grad", 6, 5)
      + pair("update", 6, 3) + histograms
  }

  private func row(
    _ name: String, _ one: Snapshot.LayerSummary?, _ other: Snapshot.LayerSummary?,
    _ appearance: Appearance
  ) -> [Table.Item] {
    let styles = [baseline, selected].map { run in
      CompareStyle(theme: appearance.theme).text(ofRun: run.strokeNumber)
    }
    func pair(_ text: (Snapshot.LayerSummary) -> String) -> [Table.Item] {
      zip([one, other], styles).map { layer, style in
        .text(layer.map(text) ?? "—", layer == nil ? appearance.theme.faint : style)
      }
    }
    func number(_ value: Double) -> String {
      value.isFinite ? NumberText.fitting(value, 6) : "—"
    }
    return [.text(name, appearance.theme.strong)]
      + pair { number($0.mean) } + pair { number($0.deviation) }
      + pair { NumberText.share($0.zeros) } + pair { number($0.gradientNorm) }
      + pair { $0.updateRatio > 0 ? LayerNumbers.update($0.updateRatio) : "—" }
      + [one, other].map { .histogram($0?.histogram ?? []) }
  }
}

extension Kernels {
  /// Returns the difference of each weight; `nil` if the shapes differ.
  fileprivate func subtracting(_ other: Kernels) -> Kernels? {
    guard count == other.count, channels == other.channels, size == other.size else { return nil }
    return Kernels(
      count: count, channels: channels, size: size,
      weights: zip(weights, other.weights).map { $0 - $1 })
  }
}
