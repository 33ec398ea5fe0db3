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
    var grid = grid(maps)
    let pages = Pages(of: grid, in: Panel("", tint: Style(), edges: edges).inside(rect), look)
    let shown = pages[state.images.page]
    grid.first = shown.lowerBound
    let unit = maps.shape.isFlat ? "neurons" : "maps"
    let size = maps.shape.isFlat ? "" : " of \(maps.shape.height)×\(maps.shape.width)"
    let count =
      shown.count < maps.shape.channels
      ? "\(Digits.grouped(shown.lowerBound + 1)) to \(Digits.grouped(shown.upperBound)) of "
        + Digits.grouped(maps.shape.channels)
      : "\(Digits.grouped(maps.shape.channels)) \(unit)"
    let note = [count + size, values(maps)].compactMap(\.self).joined(separator: " · ")
    let inside = Panel(
      "\(layer) \(unit)", note: note, tint: look.theme.violet, edges: edges
    ).draw(in: rect, on: &frame, look: look)
    grid.draw(in: inside, on: &frame, look: look)
  }

  /// How its maps are shared out among pages in this rectangle; nil while there are none.
  func pages(in rect: Rect, look: Look) -> Pages? {
    guard let maps = state.imageLook?.maps, maps.layer == state.layerOfMaps else { return nil }
    return Pages(of: grid(maps), in: Panel("", tint: Style(), edges: edges).inside(rect), look)
  }

  private func grid(_ maps: FeatureMaps) -> MapGrid {
    MapGrid(
      count: maps.side.channels, height: maps.side.height, width: maps.side.width,
      values: maps.values, isShared: state.kernelContrast == .shared)
  }

  private func values(_ maps: FeatureMaps) -> String? {
    guard var least = maps.values.first else { return nil }
    var most = least
    for value in maps.values {
      guard value.isFinite else { return "not all finite" }
      least = min(least, value)
      most = max(most, value)
    }
    return "\(Digits.fitting(Double(least), 5)) to \(Digits.fitting(Double(most), 5))"
  }
}

/// Maps in pages as large as a rectangle has room for.
struct Pages: Equatable {
  private let all: Int
  private let size: Int

  init(of grid: MapGrid, in rect: Rect, _ look: Look) {
    all = grid.count
    size = max(1, grid.shown(in: rect, look: look))
  }

  var count: Int { max(1, (all + size - 1) / size) }

  /// The last page is full too, and stands for those beyond it.
  subscript(page: Int) -> Range<Int> {
    let first = max(0, min(page * size, all - size))
    return first..<min(all, first + size)
  }
}
