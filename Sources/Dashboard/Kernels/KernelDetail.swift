import Runs
import TerminalUI

/// The chosen kernel magnified, in colour and red, green and blue apart, with its numbers and, where
/// there is room, what it answers to most.
struct KernelDetail {
  var state: DashboardState
  var edges: Panel.Edges

  func draw(in rect: Rect, on frame: inout Frame, look: Look) {
    let chosen = state.kernels.chosen
    var rest = Panel("Kernel \(chosen + 1)", note: note, tint: look.theme.blue, edges: edges)
      .draw(in: rect, on: &frame, look: look)
    guard let study = state.kernels.study, let shown = state.kernels.shown,
      study.features.indices.contains(chosen), chosen < shown.count
    else { return }
    let facts = facts(study, chosen)
    let isWide = rest.width >= 40
    // The last fact gives way to the pictures.
    let factRows =
      isWide ? min((facts.count + 1) / 2, rest.height) : min(facts.count, max(4, rest.height - 15))
    // Room for patches is kept before they come, so that nothing jumps.
    let patchRows = isWide && rest.height >= 30 && expectsPatches ? 8 : 0
    let pictures = Pictures(
      kernels: shown, chosen: chosen, contrast: state.kernelContrast,
      isSideBySide: isWide && (patchRows > 0 || rest.height < 30), patchRows: patchRows)
    let used = pictures.draw(
      in: Rect(x: rest.x, y: rest.y, width: rest.width, height: rest.height - factRows - 1),
      on: &frame, look: look)
    _ = rest.takeTop(used)
    let room = rest.takeTop(rest.height > factRows ? factRows + 1 : factRows)
    draw(
      facts, in: Rect(x: room.x, y: room.bottom - factRows, width: room.width, height: factRows),
      columns: isWide ? 2 : 1, on: &frame, look: look)
    if expectsPatches, rest.height >= 5 {
      drawPatches(of: chosen, in: rest, on: &frame, look: look)
    }
  }

  private var note: String {
    guard let study = state.kernels.study else { return "" }
    let half = state.kernels.chosen < study.weights.count / 2
    return state.hasTwoColumns ? "column \(half ? 1 : 2)" : ""
  }

  // MARK: - Numbers

  private typealias Fact = (name: String, value: String)

  /// The most telling first: where rows are few, the others are left out.
  private func facts(_ study: KernelsView.Study, _ chosen: Int) -> [Fact] {
    let features = study.features[chosen]
    let wave = features.wave
    let size = Double(study.weights.size)
    var facts: [Fact] = [
      ("edge", features.hasOrientation ? Self.direction(wave.orientation) : "none"),
      (
        "waves",
        features.hasWave
          ? "\(Digits.fixed(wave.frequency * size, 1)) · \(Digits.fixed(1 / wave.frequency, 1)) px"
          : "none"
      ),
      ("colour", Digits.percent(features.color, 0)),
      ("structure", Digits.fixed(features.structure, 2)),
      ("norm", Digits.brief(features.norm)),
    ]
    if let change = study.change, chosen < change.kernels.count {
      let size = change.kernels.norm(of: chosen)
      facts.append((change.kind.rawValue, Digits.brief(size)))
    }
    return facts
  }

  private static func direction(_ degrees: Double) -> String {
    let strokes = ["─", "╱", "│", "╲"]
    let turned = (degrees + 22.5).truncatingRemainder(dividingBy: 180)
    let stroke = strokes[min(3, Int(turned / 45))]
    return "\(stroke) \(Digits.fixed(degrees, 0))°"
  }

  private func draw(
    _ facts: [Fact], in rect: Rect, columns: Int, on frame: inout Frame, look: Look
  ) {
    let width = rect.width / columns
    for (index, fact) in facts.enumerated() {
      let row = index / columns
      guard row < rect.height else { return }
      let x = rect.x + index % columns * width
      frame.text(fact.name, x: x, y: rect.y + row, style: look.theme.muted, width: width)
      frame.text(
        fact.value, x: x + 10, y: rect.y + row, style: look.theme.strong, width: width - 10)
    }
  }

  // MARK: - What it answers to

  /// Of the past, and of a run that is over, nobody can gather them any more.
  private var expectsPatches: Bool {
    state.kernels.past == nil && (!state.lane.hasEnded || patches(of: state.kernels.chosen) != nil)
  }

  private func patches(of chosen: Int) -> KernelPatches? {
    state.lane.glimpse?.patches.flatMap { $0.kernel == chosen && !$0.patches.isEmpty ? $0 : nil }
  }

  private func drawPatches(of chosen: Int, in rect: Rect, on frame: inout Frame, look: Look) {
    var rest = rect
    let heading = rest.takeTop(1)
    let patches = patches(of: chosen)
    frame.text(
      patches == nil ? "has answered to nothing yet" : "answers most to", x: heading.x,
      y: heading.y, style: look.theme.muted, width: rect.width)
    guard let patches else { return }
    let area = patches.size * patches.size
    var weights: [Float] = []
    for patch in patches.patches where patch.pixels.count == 3 * area {
      for channel in 0..<3 {
        for place in 0..<area {
          weights.append(Float(patch.pixels[place * 3 + channel]) / 127.5 - 1)
        }
      }
    }
    var grid = KernelGrid(
      count: weights.count / (3 * area), channels: 3, size: patches.size, weights: weights)
    grid.isNormalized = true
    grid.draw(in: rest, on: &frame, look: look)
  }
}

/// The magnified kernel and its channels: beside it where there is width, else below.
private struct Pictures {
  var kernels: Kernels
  var chosen: Int
  var contrast: KernelGrid.Contrast
  var isSideBySide: Bool
  /// To be left free below.
  var patchRows: Int

  /// Returns how many rows it took.
  func draw(in rect: Rect, on frame: inout Frame, look: Look) -> Int {
    let height = rect.height - patchRows
    guard height >= 3, rect.width >= 6 else { return 0 }
    return isSideBySide
      ? drawBeside(in: rect, height, on: &frame, look)
      : drawBelow(in: rect, height, on: &frame, look)
  }

  /// Three small ones at the right are as high as the large one, with a sample between.
  private func drawBeside(in rect: Rect, _ height: Int, on frame: inout Frame, _ look: Look) -> Int
  {
    var side = crisp(min((rect.width - 2) * 3 / 4, height * 2))
    // Whole rows, with one between.
    var rows: Int { (side + 1) / 2 }
    var small: Int { 2 * ((rows - 2) / 3) }
    while side + 2 + small > rect.width, side > 4 { side -= 1 }
    let left = rect.x + (rect.width - side - 2 - small) / 2
    picture(nil).draw(x: left, y: rect.y, width: side, on: &frame, look: look)
    guard small >= 4 else { return rows }
    for channel in 0..<3 {
      let y = rect.y + channel * (rows - small / 2) / 2
      picture(channel).draw(x: left + side + 2, y: y, width: small, on: &frame, look: look)
      label(channel, x: left + side + 1, y: y, on: &frame, look)
    }
    return rows
  }

  private func drawBelow(in rect: Rect, _ height: Int, on frame: inout Frame, _ look: Look) -> Int {
    let smallRows = min(max(2, height - rect.width / 2 + 1), (rect.width - 2) / 6, height / 3)
    let small = 2 * smallRows
    let side = crisp(min(rect.width, (height - smallRows) * 2))
    let left = rect.x + (rect.width - side) / 2
    picture(nil).draw(x: left, y: rect.y, width: side, on: &frame, look: look)
    let rows = (side + 1) / 2
    guard small >= 4, rows + smallRows <= height else { return rows }
    let first = rect.x + (rect.width - 3 * small - 2) / 2
    for channel in 0..<3 {
      picture(channel).draw(
        x: first + channel * (small + 1), y: rect.y + rows, width: small, on: &frame, look: look)
    }
    return rows + smallRows
  }

  /// Where colours do not tell which is which.
  private func label(_ channel: Int, x: Int, y: Int, on frame: inout Frame, _ look: Look) {
    frame.text(["R", "G", "B"][channel], x: x, y: y, style: look.theme.muted)
  }

  private func picture(_ channel: Int?) -> KernelPicture {
    KernelPicture(
      kernels[chosen], channels: kernels.channels, size: kernels.size, contrast: contrast,
      channel: channel)
  }

  /// Whole multiples are crispest, unless that gives away too much.
  private func crisp(_ side: Int) -> Int {
    let whole = side / kernels.size * kernels.size
    return whole * 5 >= side * 4 ? whole : side
  }
}
