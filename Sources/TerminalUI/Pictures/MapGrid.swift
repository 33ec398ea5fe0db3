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

  /// The least width in samples at which the pattern of a map can be seen. If not all maps fit at this
  /// width, fewer are shown.
  private static let leastSide = 12

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

  var isEmpty: Bool { values.isEmpty }
  var isFlat: Bool { height * width == 1 }

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
    var picture =
      layout.pixels == nil
      ? ShadedPicture(
        width: layout.width, height: layout.height * ShadedPicture.rows(appearance))
      : ShadedPicture(width: layout.samplesAcross, height: layout.samplesDown)
    let mapSize = height * width
    let shared = isShared ? Self.fullScale(values[...]) : nil
    for tile in 0..<min(layout.shown, count - first) {
      let map = first + tile
      let fullScale = shared ?? Self.fullScale(values[map * mapSize..<(map + 1) * mapSize])
      let (x, y) = layout.origin(of: tile)
      draw(map, x: x, y: y, layout, fullScale: fullScale, on: &picture)
    }
    if let pixels = layout.pixels {
      frame.place(
        picture.pixels(SignedColorScale(appearance)), scale: Double(pixels.scale), in: rect,
        cell: pixels.cell, appearance: appearance)
    } else {
      picture.draw(x: area.x, y: area.y, on: &frame, appearance: appearance)
    }
  }

  /// Returns the layout of all maps, or of as many as have the least width.
  func layout(in rect: Rect, _ appearance: Appearance) -> KernelGrid.Layout {
    if let cell = appearance.cellPixels(in: rect) {
      return .init(
        count: count, size: max(width, self.height), width: rect.width, height: rect.height,
        cell: cell, leastSide: Self.leastSide / 2)
    }
    let least = leastWidth
    let lines = ShadedPicture.rows(appearance) * rect.height
    let height = appearance.hasHalfBlocks ? least : (least + 1) / 2
    // A gap of one sample is between two maps.
    let room = max(1, (rect.width + 1) / (least + 1)) * max(1, (lines + 1) / (height + 1))
    return .init(
      count: min(count, room), size: max(width, self.height), width: rect.width,
      height: rect.height, halfBlocks: appearance.hasHalfBlocks)
  }

  /// The least width of a map: small maps are enlarged by a whole factor, maps that are a little
  /// larger than needed keep their size, and large ones are reduced.
  private var leastWidth: Int {
    let side = max(width, height)
    let least = Self.leastSide
    return side < least ? (least + side - 1) / side * side : side * 3 < least * 4 ? side : least
  }

  /// Draws a map into a tile of a picture; each sample is the mean of the area that it covers.
  /// Activations that are partly in the area count by that part; whole ones alone would turn fine
  /// stripes into other patterns.
  private func draw(
    _ map: Int, x: Int, y: Int, _ layout: KernelGrid.Layout, fullScale: Double,
    on picture: inout ShadedPicture
  ) {
    let columns = (0..<layout.tileWidth).map { Part($0, of: layout.tileWidth, length: width) }
    let area = Double(width * height)
    for row in 0..<layout.tileHeight {
      let lines = Part(row, of: layout.tileHeight, length: height)
      for column in columns.indices {
        var sum = 0.0
        for line in lines.indices {
          for cell in columns[column].indices {
            let value = Double(values[(map * height + line) * width + cell])
            sum += value * Double(lines.covered(of: line) * columns[column].covered(of: cell))
          }
        }
        let mean = sum / area
        picture[x + column, y + row] = fullScale > 0 && mean.isFinite ? mean / fullScale : 0
      }
    }
  }

  /// One of several equal parts of a dimension.
  private struct Part {
    /// The indices of the dimension that the part covers, wholly or partly.
    let indices: ClosedRange<Int>
    /// The bounds of the part in units of 1/count of an index, in which all bounds are whole.
    private let bounds: Range<Int>
    private let count: Int

    init(_ number: Int, of count: Int, length: Int) {
      bounds = number * length..<(number + 1) * length
      indices = bounds.lowerBound / count...(bounds.upperBound - 1) / count
      self.count = count
    }

    /// Returns the covered length of an index, in the same units.
    func covered(of index: Int) -> Int {
      bounds.clamped(to: index * count..<(index + 1) * count).count
    }
  }

  /// The layout of the neurons of a fully-connected layer: row by row, as large as they fit.
  struct NeuronLayout {
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
