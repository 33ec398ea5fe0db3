/// The feature maps of a layer side by side, or the neurons of a fully-connected layer as one
/// picture.
public struct MapGrid: Sendable {
  /// The number of maps or neurons.
  public var count: Int
  /// The height of a map.
  public var height: Int
  /// The width of a map.
  public var width: Int
  /// The activations, `[count, height, width]`.
  public var values: [Float]
  /// The first map that is shown if not all fit.
  public var first = 0
  /// True if all maps have the same scale, so that weak maps look weak; false if each has its own.
  public var isShared: Bool

  /// The least width of a map in samples; if not all maps fit at this width, fewer are shown.
  private static let leastSide = 7

  /// Creates a grid.
  /// - Precondition: `values` has `count * height * width` values.
  public init(count: Int, height: Int, width: Int, values: [Float], isShared: Bool = false) {
    precondition(values.count == count * height * width, "values fill the maps")
    self.count = count
    self.height = height
    self.width = width
    self.values = values
    self.isShared = isShared
  }

  /// Returns the number of maps or neurons that fit into a rectangle.
  public func shown(in rect: Rect, appearance: Appearance) -> Int {
    guard !isEmpty, !rect.isEmpty else { return 0 }
    return isFlat
      ? NeuronLayout(count, in: rect, appearance).shown : layout(in: rect, appearance).shown
  }

  /// Draws the maps or neurons in the middle of a rectangle.
  public func draw(in rect: Rect, on frame: inout Frame, appearance: Appearance) {
    guard !isEmpty, !rect.isEmpty else { return }
    if isFlat {
      drawNeurons(in: rect, on: &frame, appearance: appearance)
    } else {
      drawMaps(in: rect, on: &frame, appearance: appearance)
    }
  }

  private var isEmpty: Bool { values.isEmpty }
  private var isFlat: Bool { height * width == 1 }

  /// Returns the magnitude that is drawn as full colour: at most one value in two hundred exceeds it.
  private static func fullScale(_ values: ArraySlice<Float>) -> Double {
    // The largest magnitudes, in rising order.
    var largest = [Float](repeating: 0, count: values.count / 200 + 1)
    values.withUnsafeBufferPointer { values in
      for value in values {
        let size = abs(value)
        guard size > largest[0], size.isFinite else { continue }
        var index = 0
        while index + 1 < largest.count, largest[index + 1] < size {
          largest[index] = largest[index + 1]
          index += 1
        }
        largest[index] = size
      }
    }
    return Double(largest[0] > 0 ? largest[0] : largest.last ?? 0)
  }

  private func drawMaps(in rect: Rect, on frame: inout Frame, appearance: Appearance) {
    let layout = layout(in: rect, appearance)
    let area = rect.centered(width: layout.width, height: layout.height)
    var picture = ShadedPicture(
      width: layout.width, height: layout.height * ShadedPicture.rows(appearance))
    let mapSize = height * width
    let shared = isShared ? Self.fullScale(values[...]) : nil
    for tile in 0..<min(layout.shown, count - first) {
      let map = first + tile
      let fullScale = shared ?? Self.fullScale(values[map * mapSize..<(map + 1) * mapSize])
      let (x, y) = layout.origin(of: tile)
      draw(map, x: x, y: y, layout, fullScale: fullScale, on: &picture)
    }
    picture.draw(x: area.x, y: area.y, on: &frame, appearance: appearance)
  }

  /// Returns the layout of all maps, or of as many as have the least width.
  private func layout(in rect: Rect, _ appearance: Appearance) -> KernelGrid.Layout {
    let side = max(width, height)
    func layout(_ count: Int) -> KernelGrid.Layout {
      .init(
        count: count, size: side, width: rect.width, height: rect.height,
        halfBlocks: appearance.hasHalfBlocks)
    }
    let least = min(side, Self.leastSide)
    var shown = count
    while shown > 1, layout(shown).tileWidth < least { shown -= max(1, shown / 8) }
    return layout(shown)
  }

  /// Draws a map into a tile of a picture; each sample is the mean of the activations that it
  /// covers.
  private func draw(
    _ map: Int, x: Int, y: Int, _ layout: KernelGrid.Layout, fullScale: Double,
    on picture: inout ShadedPicture
  ) {
    for row in 0..<layout.tileHeight {
      let lines = Range(covering: height, by: row, of: layout.tileHeight)
      for column in 0..<layout.tileWidth {
        let cells = Range(covering: width, by: column, of: layout.tileWidth)
        var sum: Float = 0
        for line in lines {
          for cell in cells { sum += values[(map * height + line) * width + cell] }
        }
        let mean = Double(sum) / Double(lines.count * cells.count)
        picture[x + column, y + row] = fullScale > 0 && mean.isFinite ? mean / fullScale : 0
      }
    }
  }

  /// The layout of the neurons of a fully-connected layer: row by row, as large as they fit.
  private struct NeuronLayout {
    /// The width of a neuron in samples.
    let width: Int
    /// The height of a neuron in samples.
    let height: Int
    /// The number of neurons in a row.
    let across: Int
    /// The number of neurons that fit.
    let shown: Int
    /// The height of all neurons in cells.
    let rows: Int

    init(_ count: Int, in rect: Rect, _ appearance: Appearance) {
      let perCell = ShadedPicture.rows(appearance)
      let tall = rect.height * perCell
      // A cell without half blocks is two samples high.
      let flatness = 2 / perCell
      func fits(_ side: Int) -> Bool {
        let across = rect.width / side
        return across > 0
          && (count + across - 1) / across * max(1, side / flatness) <= tall
      }
      var side = max(1, min(rect.width, tall * flatness))
      while side > 1, !fits(side) { side -= 1 }
      width = side
      height = max(1, side / flatness)
      across = max(1, rect.width / side)
      shown = min(count, across * max(1, tall / height))
      rows = ((shown + across - 1) / across * height + perCell - 1) / perCell
    }
  }

  private func drawNeurons(in rect: Rect, on frame: inout Frame, appearance: Appearance) {
    let neurons = NeuronLayout(count, in: rect, appearance)
    var picture = ShadedPicture(
      width: neurons.across * neurons.width, height: rect.height * ShadedPicture.rows(appearance))
    let fullScale = Self.fullScale(values[...])
    for neuron in 0..<min(neurons.shown, count - first) {
      let value = Double(values[first + neuron])
      picture.fill(
        x: neuron % neurons.across * neurons.width, y: neuron / neurons.across * neurons.height,
        width: neurons.width, height: neurons.height,
        fullScale > 0 && value.isFinite ? value / fullScale : 0)
    }
    picture.draw(
      x: rect.x + (rect.width - picture.width) / 2, y: rect.y + (rect.height - neurons.rows) / 2,
      on: &frame, appearance: appearance)
  }
}
