import DisplayText
import Observing
import Runs
import TerminalUI

/// The panel with the map of the cell, or with the neurons of the layer, and a mark on the cell.
struct FormulaMapPanel {
  @Shared var state: DashboardState
  let edges: Panel.Edges

  /// The maps of the cell's layer; `nil` until they arrive.
  private var maps: FeatureMaps? {
    guard let maps = state.imageAnalysis?.maps, maps.layer == state.images.formula.layer else {
      return nil
    }
    return maps
  }

  func draw(in rect: Rect, on frame: inout Frame, appearance: Appearance) {
    let place = state.images.formula.place
    let inside = panel(appearance).draw(in: rect, on: &frame, appearance: appearance)
    guard let maps, let grid = grid(of: maps, in: inside, appearance) else {
      return frame.textWrapped(
        state.emptyImageText, in: inside, style: appearance.theme.muted)
    }
    grid.draw(in: inside, on: &frame, appearance: appearance)
    guard let mark = grid.cells(of: maps.reduced(place), in: inside, appearance: appearance) else {
      return
    }
    // A ground of its own, because the colours of the picture can be those of any text.
    let theme = appearance.theme
    let style = Style(theme.strong.foreground, on: theme.background, .bold)
    for y in mark.y..<mark.bottom {
      for x in mark.x..<mark.right where frame.bounds.contains(x: x, y: y) {
        frame.put("×", x: x, y: y, style: style)
      }
    }
  }

  private func panel(_ appearance: Appearance) -> Panel {
    let number = NumberText.grouped(state.images.formula.place.channel + 1)
    let size = maps.map { $0.shape.isFlat ? "" : "\($0.shape.height)×\($0.shape.width)" } ?? ""
    let unit = maps?.shape.isFlat == true ? "neuron" : "map"
    return Panel("\(unit) \(number)", note: size, tint: appearance.theme.blue, edges: edges)
  }

  /// Returns the picture of the cell's map, or of the neurons around the cell.
  private func grid(
    of maps: FeatureMaps, in inside: Rect, _ appearance: Appearance
  ) -> MapGrid? {
    let shape = maps.reducedShape
    let channel = state.images.formula.place.channel
    guard channel < shape.channels else { return nil }
    guard shape.isFlat, maps.shape.isFlat else {
      let area = shape.height * shape.width
      return MapGrid(
        count: 1, height: shape.height, width: shape.width,
        values: Array(maps.values[channel * area..<(channel + 1) * area]))
    }
    var grid = MapGrid(count: shape.channels, height: 1, width: 1, values: maps.values)
    let shown = max(1, grid.shown(in: inside, appearance: appearance))
    grid.first = max(0, min(channel / shown * shown, shape.channels - shown))
    return grid
  }

  /// Returns the cell at a position.
  func place(x: Int, y: Int, in rect: Rect, appearance: Appearance) -> CellPlace? {
    let inside = panel(appearance).inside(rect)
    guard let maps, let grid = grid(of: maps, in: inside, appearance),
      let place = grid.place(x: x, y: y, in: inside, appearance: appearance)
    else { return nil }
    let whole = maps.whole(place)
    return maps.shape.isFlat
      ? whole
      : CellPlace(
        channel: state.images.formula.place.channel, row: whole.row, column: whole.column)
  }
}

extension FeatureMaps {
  /// Returns the place in the reduced maps of a cell of the whole ones.
  func reduced(_ place: CellPlace) -> MapGrid.Place {
    MapGrid.Place(
      map: shape.isFlat ? place.channel : 0,
      row: place.row * reducedShape.height / max(1, shape.height),
      column: place.column * reducedShape.width / max(1, shape.width))
  }

  /// Returns the cell of the whole maps in the middle of a cell of the reduced ones.
  func whole(_ place: MapGrid.Place) -> CellPlace {
    func index(_ reduced: Int, _ count: Int, _ length: Int) -> Int {
      min(length - 1, (2 * reduced + 1) * length / max(1, 2 * count))
    }
    return CellPlace(
      channel: place.map, row: index(place.row, reducedShape.height, shape.height),
      column: index(place.column, reducedShape.width, shape.width))
  }

  /// Returns the cell with the largest activation of a map; `nil` if there is no such map.
  func strongestCell(of map: Int) -> CellPlace? {
    let area = reducedShape.height * reducedShape.width
    guard (0..<reducedShape.channels).contains(map), area > 0 else { return nil }
    let values = values[map * area..<(map + 1) * area]
    let largest = values.indices.reduce(values.startIndex) { values[$1] > values[$0] ? $1 : $0 }
    let index = largest - values.startIndex
    return whole(
      .init(map: map, row: index / reducedShape.width, column: index % reducedShape.width))
  }
}
