import Runs
import TerminalUI

/// What a layer makes of the image: its maps side by side, each by its own measure or all by one.
struct FeatureMapsPanel {
  let state: DashboardState
  let edges: Panel.Edges

  func draw(in rect: Rect, on frame: inout Frame, look: Look) {
    let answer = state.imageLook
    let maps = answer?.maps
    let layer = state.layerOfMaps ?? "no layer"
    guard let maps, maps.layer == layer else {
      let inside = Panel("\(layer) maps", tint: look.theme.violet, edges: edges)
        .draw(in: rect, on: &frame, look: look)
      let words = answer?.problem == nil ? state.reasonForNothing : "no image"
      return frame.sentence(words, in: inside, style: look.theme.muted)
    }
    let grid = MapGrid(
      count: maps.side.channels, height: maps.side.height, width: maps.side.width,
      values: maps.values, isShared: state.kernelContrast == .shared)
    let frameColumns = edges == .box ? 2 : 0
    let room = Rect(
      x: 0, y: 0, width: rect.width - frameColumns, height: rect.height - max(1, frameColumns))
    let shown = grid.shown(in: room, look: look)
    let unit = maps.shape.isFlat ? "neurons" : "maps"
    let size = maps.shape.isFlat ? "" : " of \(maps.shape.height)×\(maps.shape.width)"
    let count =
      shown < maps.shape.channels
      ? "first \(Digits.grouped(shown)) of \(Digits.grouped(maps.shape.channels))"
      : "\(Digits.grouped(maps.shape.channels)) \(unit)"
    let note = [count + size, values(maps)].compactMap(\.self).joined(separator: " · ")
    let inside = Panel(
      "\(layer) \(unit)", note: note, tint: look.theme.violet, edges: edges
    ).draw(in: rect, on: &frame, look: look)
    grid.draw(in: inside, on: &frame, look: look)
  }

  private func values(_ maps: FeatureMaps) -> String? {
    guard maps.values.allSatisfy(\.isFinite) else { return "not all finite" }
    guard let least = maps.values.min(), let most = maps.values.max() else { return nil }
    return "\(Digits.fitting(Double(least), 5))…\(Digits.fitting(Double(most), 5))"
  }
}
