/// The places of single activations in the picture of a grid.
extension MapGrid {
  /// The place of an activation in the maps of a grid.
  public struct Place: Hashable, Sendable {
    /// The number of the map, or of the neuron.
    public var map: Int
    /// The row in the map.
    public var row: Int
    /// The column in the map.
    public var column: Int

    /// Creates a place.
    public init(map: Int, row: Int, column: Int) {
      self.map = map
      self.row = row
      self.column = column
    }
  }

  /// Returns the activation that is drawn at a cell of the frame; `nil` between the maps and outside of them.
  /// - Parameters:
  ///   - x: The column of the frame.
  ///   - y: The row of the frame.
  ///   - rect: The rectangle in which the grid is drawn.
  ///   - appearance: The appearance with which it is drawn.
  public func place(x: Int, y: Int, in rect: Rect, appearance: Appearance) -> Place? {
    guard !isEmpty, rect.contains(x: x, y: y) else { return nil }
    let perCell = ShadedPicture.rows(appearance)
    if isFlat {
      let neurons = NeuronLayout(count, in: rect, appearance)
      let corner = corner(of: neurons, in: rect)
      let (across, down) = (
        (x - corner.x) / neurons.width, (y - corner.y) * perCell / neurons.height
      )
      guard x >= corner.x, y >= corner.y, across < neurons.across else { return nil }
      let neuron = down * neurons.across + across
      guard neuron < neurons.shown, first + neuron < count else { return nil }
      return Place(map: first + neuron, row: 0, column: 0)
    }
    let layout = layout(in: rect, appearance)
    if let pixels = layout.pixels {
      let sample = pixels.sample(x: x, y: y, of: layout, in: rect)
      return place(atX: sample.x, y: sample.y, layout)
    }
    let top = rect.centered(width: layout.width, height: layout.height).y
    for tile in 0..<min(layout.shown, count - first) {
      let cells = layout.cells(of: tile, in: rect)
      guard cells.contains(x: x, y: y) else { continue }
      let line = (y - top) * perCell - layout.origin(of: tile).y
      return Place(
        map: first + tile,
        row: Self.index(max(0, line), of: layout.tileHeight, length: height),
        column: Self.index(x - cells.x, of: layout.tileWidth, length: width))
    }
    return nil
  }

  /// Returns the activation of a sample in the terminal's own pixels; `nil` between the maps.
  private func place(atX x: Int, y: Int, _ layout: KernelGrid.Layout) -> Place? {
    for tile in 0..<min(layout.shown, count - first) {
      let origin = layout.origin(of: tile)
      guard (origin.x..<origin.x + layout.tileWidth).contains(x),
        (origin.y..<origin.y + layout.tileHeight).contains(y)
      else { continue }
      return Place(
        map: first + tile,
        row: Self.index(y - origin.y, of: layout.tileHeight, length: height),
        column: Self.index(x - origin.x, of: layout.tileWidth, length: width))
    }
    return nil
  }

  /// Returns the cells of the frame that an activation covers; `nil` if its map is not shown.
  public func cells(of place: Place, in rect: Rect, appearance: Appearance) -> Rect? {
    guard !isEmpty, !rect.isEmpty, place.map >= first, place.map < count else { return nil }
    let perCell = ShadedPicture.rows(appearance)
    func cells(_ left: Range<Int>, _ lines: Range<Int>, _ x: Int, _ y: Int) -> Rect {
      let (top, bottom) = (lines.lowerBound / perCell, (lines.upperBound - 1) / perCell)
      return Rect(
        x: x + left.lowerBound, y: y + top, width: left.count, height: bottom - top + 1)
    }
    let tile = place.map - first
    if isFlat {
      let neurons = NeuronLayout(count, in: rect, appearance)
      guard tile < neurons.shown else { return nil }
      let corner = corner(of: neurons, in: rect)
      let (left, line) = (
        tile % neurons.across * neurons.width, tile / neurons.across * neurons.height
      )
      return cells(
        left..<left + neurons.width, line..<line + neurons.height, corner.x, corner.y)
    }
    let layout = layout(in: rect, appearance)
    guard tile < layout.shown, layout.tileWidth > 0, layout.tileHeight > 0 else { return nil }
    let area = rect.centered(width: layout.width, height: layout.height)
    let origin = layout.origin(of: tile)
    let columns = Self.samples(of: place.column, of: layout.tileWidth, length: width)
    let lines = Self.samples(of: place.row, of: layout.tileHeight, length: height)
    if let pixels = layout.pixels {
      return pixels.cells(
        x: origin.x + columns.lowerBound, y: origin.y + lines.lowerBound, width: columns.count,
        height: lines.count, of: layout, in: rect)
    }
    return cells(
      origin.x + columns.lowerBound..<origin.x + columns.upperBound,
      origin.y + lines.lowerBound..<origin.y + lines.upperBound, area.x, area.y)
  }

  private func corner(of neurons: NeuronLayout, in rect: Rect) -> (x: Int, y: Int) {
    (
      rect.x + (rect.width - neurons.across * neurons.width) / 2,
      rect.y + (rect.height - neurons.rows) / 2
    )
  }

  /// Returns the index at the middle of a sample.
  private static func index(_ sample: Int, of count: Int, length: Int) -> Int {
    min(length - 1, (2 * sample + 1) * length / max(1, 2 * count))
  }

  /// Returns the samples whose middle an index covers, or the nearest one.
  private static func samples(of index: Int, of count: Int, length: Int) -> Range<Int> {
    func start(_ index: Int) -> Int { (2 * count * index + length - 1) / (2 * length) }
    let (first, end) = (start(index), min(count, start(index + 1)))
    guard first < end else {
      let nearest = min(count - 1, index * count / length)
      return nearest..<nearest + 1
    }
    return first..<end
  }
}
