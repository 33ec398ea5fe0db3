import DisplayText
import Observing
import Runs
import TerminalUI

/// The panel of the selected kernel: magnified in colour and by channel, its features and, if there
/// is room, the patches with its strongest responses.
struct KernelDetail {
  var state: DashboardState
  var edges: Panel.Edges

  func draw(in rect: Rect, on frame: inout Frame, appearance: Appearance) {
    let selected = state.kernels.selected
    var rest = Panel(
      "Kernel \(selected + 1)", note: note, tint: appearance.theme.blue, edges: edges
    )
    .draw(in: rect, on: &frame, appearance: appearance)
    guard let analysis = state.kernels.analysis, let shown = state.kernels.shown,
      analysis.features.indices.contains(selected), selected < shown.count
    else { return }
    let values = values(analysis, selected)
    let isWide = rest.width >= 40
    // On a low panel, the last features are left out to make room for the pictures.
    let valueRows =
      isWide
      ? min((values.count + 1) / 2, rest.height) : min(values.count, max(4, rest.height - 15))
    // Rows are reserved for the patches before they arrive, so that the pictures do not move then.
    let patchRows = isWide && rest.height >= 30 && expectsPatches ? 8 : 0
    let pictures = Pictures(
      kernels: shown, selected: selected, contrast: state.kernelContrast,
      isSideBySide: isWide && (patchRows > 0 || rest.height < 30), patchRows: patchRows)
    let used = pictures.draw(
      in: Rect(x: rest.x, y: rest.y, width: rest.width, height: rest.height - valueRows - 1),
      on: &frame, appearance: appearance)
    _ = rest.cutTop(used)
    let room = rest.cutTop(rest.height > valueRows ? valueRows + 1 : valueRows)
    draw(
      values, in: Rect(x: room.x, y: room.bottom - valueRows, width: room.width, height: valueRows),
      columns: isWide ? 2 : 1, on: &frame, appearance: appearance)
    if expectsPatches, rest.height >= 5 {
      drawPatches(of: selected, in: rest, on: &frame, appearance: appearance)
    }
  }

  private var note: String {
    guard let analysis = state.kernels.analysis else { return "" }
    let half = state.kernels.selected < analysis.weights.count / 2
    return state.hasTwoColumns ? "column \(half ? 1 : 2)" : ""
  }

  // MARK: - Features

  private typealias NamedValue = (name: String, value: String)

  /// Returns the features of the kernel, the most important first.
  private func values(_ analysis: KernelAnalysis, _ selected: Int) -> [NamedValue] {
    let features = analysis.features[selected]
    let wave = features.wave
    let size = Double(analysis.weights.size)
    var values: [NamedValue] = [
      ("edge", features.hasOrientation ? Self.direction(wave.orientation) : "none"),
      (
        "waves",
        features.hasWave
          ? "\(NumberText.fixed(wave.frequency * size, 1)) · \(NumberText.fixed(1 / wave.frequency, 1)) px"
          : "none"
      ),
      ("colour", NumberText.percent(features.color, 0)),
      ("structure", NumberText.fixed(features.structure, 2)),
      ("norm", NumberText.brief(features.norm)),
    ]
    if let change = analysis.change, selected < change.kernels.count {
      let size = change.kernels.norm(of: selected)
      values.append((change.kind.rawValue, NumberText.brief(size)))
    }
    return values
  }

  private static func direction(_ degrees: Double) -> String {
    let strokes = ["─", "╱", "│", "╲"]
    let turned = (degrees + 22.5).truncatingRemainder(dividingBy: 180)
    let stroke = strokes[min(3, Int(turned / 45))]
    return "\(stroke) \(NumberText.fixed(degrees, 0))°"
  }

  private func draw(
    _ values: [NamedValue], in rect: Rect, columns: Int, on frame: inout Frame,
    appearance: Appearance
  ) {
    let width = rect.width / columns
    for (index, value) in values.enumerated() {
      let row = index / columns
      guard row < rect.height else { return }
      let x = rect.x + index % columns * width
      frame.text(value.name, x: x, y: rect.y + row, style: appearance.theme.muted, width: width)
      frame.text(
        value.value, x: x + 10, y: rect.y + row, style: appearance.theme.strong, width: width - 10)
    }
  }

  // MARK: - Responses

  /// True if patches are shown or can still arrive. The trainer sends them only for the kernels of the
  /// latest snapshot, not for a record.
  private var expectsPatches: Bool {
    state.kernels.past == nil
      && (!state.lane.hasEnded || patches(of: state.kernels.selected) != nil)
  }

  private func patches(of selected: Int) -> KernelPatches? {
    state.lane.snapshot?.patches.flatMap { $0.kernel == selected && !$0.patches.isEmpty ? $0 : nil }
  }

  private func drawPatches(
    of selected: Int, in rect: Rect, on frame: inout Frame, appearance: Appearance
  ) {
    var rest = rect
    let heading = rest.cutTop(1)
    let patches = patches(of: selected)
    frame.text(
      patches == nil ? "no response yet" : "strongest responses", x: heading.x,
      y: heading.y, style: appearance.theme.muted, width: rect.width)
    guard let patches else { return }
    let area = patches.size * patches.size
    var weights: [Float] = []
    for patch in patches.patches where patch.pixels.count == 3 * area {
      for channel in 0..<3 {
        for pixel in 0..<area {
          weights.append(Float(patch.pixels[pixel * 3 + channel]) / 127.5 - 1)
        }
      }
    }
    var grid = KernelGrid(
      count: weights.count / (3 * area), channels: 3, size: patches.size, weights: weights)
    grid.isNormalized = true
    grid.draw(in: rest, on: &frame, appearance: appearance)
  }
}

/// The magnified kernel with its channels beside it, or below on a narrow panel.
private struct Pictures {
  var kernels: Kernels
  var selected: Int
  var contrast: KernelGrid.Contrast
  var isSideBySide: Bool
  /// The rows below that are kept free for patches.
  var patchRows: Int

  /// Draws the pictures.
  /// - Returns: The number of rows that they occupy.
  func draw(in rect: Rect, on frame: inout Frame, appearance: Appearance) -> Int {
    let height = rect.height - patchRows
    guard height >= 3, rect.width >= 6 else { return 0 }
    return isSideBySide
      ? drawBeside(in: rect, height, on: &frame, appearance)
      : drawBelow(in: rect, height, on: &frame, appearance)
  }

  /// Draws the three channels at the right of the kernel; together they are as high as the kernel.
  private func drawBeside(
    in rect: Rect, _ height: Int, on frame: inout Frame, _ appearance: Appearance
  ) -> Int {
    var side = wholeMultiple(min((rect.width - 2) * 3 / 4, height * 2))
    // A channel occupies whole rows, with a free row before the next channel.
    var rows: Int { (side + 1) / 2 }
    var small: Int { 2 * ((rows - 2) / 3) }
    while side + 2 + small > rect.width, side > 4 { side -= 1 }
    let left = rect.x + (rect.width - side - 2 - small) / 2
    picture(nil).draw(x: left, y: rect.y, width: side, on: &frame, appearance: appearance)
    guard small >= 4 else { return rows }
    for channel in 0..<3 {
      let y = rect.y + channel * (rows - small / 2) / 2
      picture(channel).draw(
        x: left + side + 2, y: y, width: small, on: &frame, appearance: appearance)
      label(channel, x: left + side + 1, y: y, on: &frame, appearance)
    }
    return rows
  }

  private func drawBelow(
    in rect: Rect, _ height: Int, on frame: inout Frame, _ appearance: Appearance
  ) -> Int {
    let smallRows = min(max(2, height - rect.width / 2 + 1), (rect.width - 2) / 6, height / 3)
    let small = 2 * smallRows
    let side = wholeMultiple(min(rect.width, (height - smallRows) * 2))
    let left = rect.x + (rect.width - side) / 2
    picture(nil).draw(x: left, y: rect.y, width: side, on: &frame, appearance: appearance)
    let rows = (side + 1) / 2
    guard small >= 4, rows + smallRows <= height else { return rows }
    let first = rect.x + (rect.width - 3 * small - 2) / 2
    for channel in 0..<3 {
      picture(channel).draw(
        x: first + channel * (small + 1), y: rect.y + rows, width: small, on: &frame,
        appearance: appearance)
    }
    return rows + smallRows
  }

  /// Draws the letter of a channel, which identifies it on terminals without colours.
  private func label(
    _ channel: Int, x: Int, y: Int, on frame: inout Frame, _ appearance: Appearance
  ) {
    frame.text(["R", "G", "B"][channel], x: x, y: y, style: appearance.theme.muted)
  }

  private func picture(_ channel: Int?) -> KernelPicture {
    KernelPicture(
      kernels[selected], channels: kernels.channels, size: kernels.size, contrast: contrast,
      channel: channel)
  }

  /// Returns the largest multiple of the kernel's size, at which all weights have the same size; or
  /// `side` if the multiple would be less than 80% of it.
  private func wholeMultiple(_ side: Int) -> Int {
    let whole = side / kernels.size * kernels.size
    return whole * 5 >= side * 4 ? whole : side
  }
}
