import DisplayText
import Observing
import Runs
import TerminalUI

/// The panel with the feature maps of a layer for the shown image, each with its own scale or all
/// with one.
struct FeatureMapsPanel {
  @Shared var state: DashboardState
  let edges: Panel.Edges

  func draw(in rect: Rect, on frame: inout Frame, appearance: Appearance) {
    let answer = state.imageAnalysis
    let maps = answer?.maps
    let layer = state.layerOfMaps ?? "no layer"
    guard let maps, maps.layer == layer else {
      let inside = Panel("\(layer) maps", tint: appearance.theme.violet, edges: edges)
        .draw(in: rect, on: &frame, appearance: appearance)
      let text = answer?.problem == nil ? state.emptyImageText : "no image"
      return frame.textWrapped(text, in: inside, style: appearance.theme.muted)
    }
    var grid = grid(maps)
    let pages = MapPages(
      of: grid, in: Panel("", tint: Style(), edges: edges).inside(rect), appearance)
    let shown = pages[state.images.page]
    grid.first = shown.lowerBound
    let unit = maps.shape.isFlat ? "neurons" : "maps"
    let all = NumberText.grouped(maps.shape.channels)
    let title =
      shown.count < maps.shape.channels
      ? "\(layer) \(unit) \(NumberText.grouped(shown.lowerBound + 1))–"
        + "\(NumberText.grouped(shown.upperBound)) of \(all)"
      : "\(layer) · \(all) \(unit)"
    let note = [
      maps.shape.isFlat ? nil : "\(maps.shape.height)×\(maps.shape.width)", values(maps),
      state.imageSource,
    ].compactMap(\.self).joined(separator: " · ")
    let inside = Panel(
      title, note: note, badge: state.kernelContrast == .shared ? state.contrastBadge : "",
      tint: appearance.theme.violet, edges: edges
    ).draw(in: rect, on: &frame, appearance: appearance)
    grid.draw(in: inside, on: &frame, appearance: appearance)
  }

  /// Returns the pages of the maps in a rectangle; `nil` while there are no maps.
  func pages(in rect: Rect, appearance: Appearance) -> MapPages? {
    guard let maps = state.imageAnalysis?.maps, maps.layer == state.layerOfMaps else { return nil }
    return MapPages(
      of: grid(maps), in: Panel("", tint: Style(), edges: edges).inside(rect), appearance)
  }

  /// Returns the cell that is drawn at a position; `nil` between the maps.
  func place(x: Int, y: Int, in rect: Rect, appearance: Appearance) -> CellPlace? {
    guard let maps = state.imageAnalysis?.maps, maps.layer == state.layerOfMaps,
      let pages = pages(in: rect, appearance: appearance)
    else { return nil }
    var grid = grid(maps)
    grid.first = pages[state.images.page].lowerBound
    let inside = Panel("", tint: Style(), edges: edges).inside(rect)
    return grid.place(x: x, y: y, in: inside, appearance: appearance).map(maps.whole)
  }

  private func grid(_ maps: FeatureMaps) -> MapGrid {
    MapGrid(
      count: maps.reducedShape.channels, height: maps.reducedShape.height,
      width: maps.reducedShape.width,
      values: maps.values, isShared: state.kernelContrast == .shared)
  }

  private func values(_ maps: FeatureMaps) -> String? {
    guard var minimum = maps.values.first else { return nil }
    var maximum = minimum
    for value in maps.values {
      guard value.isFinite else { return "not all finite" }
      minimum = min(minimum, value)
      maximum = max(maximum, value)
    }
    return
      "values \(NumberText.brief(Double(minimum))) to \(NumberText.brief(Double(maximum)))"
  }
}

/// The division of maps into pages that fit into a rectangle.
struct MapPages: Equatable {
  private let all: Int
  private let size: Int

  init(of grid: MapGrid, in rect: Rect, _ appearance: Appearance) {
    all = grid.count
    size = max(1, grid.shown(in: rect, appearance: appearance))
  }

  var count: Int { max(1, (all + size - 1) / size) }

  /// The maps of a page. The last page is full too, and is returned for all pages beyond it.
  subscript(page: Int) -> Range<Int> {
    let first = max(0, min(page * size, all - size))
    return first..<min(all, first + size)
  }
}
