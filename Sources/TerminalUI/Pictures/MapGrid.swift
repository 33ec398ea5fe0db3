/// The maps of a layer side by side; the neurons of a flat layer as the cells
/// of one picture.
public struct MapGrid: Sendable {
  public var count: Int
  public var height: Int
  public var width: Int
  /// `[count, height, width]`
  public var values: [Float]
  /// The first that is shown, where there is no room for all.
  public var first = 0
  /// Whether all are shown by one measure, so that weak maps look weak, or each by its own.
  public var isShared: Bool

  /// Maps are not made smaller than so many samples across to show more of them.
  private static let leastSide = 7

  public init(count: Int, height: Int, width: Int, values: [Float], isShared: Bool = false) {
    precondition(values.count == count * height * width, "values fill the maps")
    self.count = count
    self.height = height
    self.width = width
    self.values = values
    self.isShared = isShared
  }

  /// For how many maps, or neurons, there is room.
  public func shown(in rect: Rect, look: Look) -> Int {
    guard !isEmpty, !rect.isEmpty else { return 0 }
    return isFlat ? Neurons(count, in: rect, look).shown : layout(in: rect, look).shown
  }

  /// Draws them in the middle of a rectangle.
  public func draw(in rect: Rect, on frame: inout Frame, look: Look) {
    guard !isEmpty, !rect.isEmpty else { return }
    if isFlat {
      drawNeurons(in: rect, on: &frame, look: look)
    } else {
      drawMaps(in: rect, on: &frame, look: look)
    }
  }

  private var isEmpty: Bool { values.isEmpty }
  private var isFlat: Bool { height * width == 1 }

  /// The largest magnitude, beyond which one number in two hundred may lie.
  private static func reach(_ values: ArraySlice<Float>) -> Double {
    // The largest of them, in rising order.
    var largest = [Float](repeating: 0, count: values.count / 200 + 1)
    values.withUnsafeBufferPointer { values in
      for value in values {
        let size = abs(value)
        guard size > largest[0], size.isFinite else { continue }
        var place = 0
        while place + 1 < largest.count, largest[place + 1] < size {
          largest[place] = largest[place + 1]
          place += 1
        }
        largest[place] = size
      }
    }
    return Double(largest[0] > 0 ? largest[0] : largest.last ?? 0)
  }

  private func drawMaps(in rect: Rect, on frame: inout Frame, look: Look) {
    let layout = layout(in: rect, look)
    let place = rect.centered(width: layout.width, height: layout.height)
    var picture = ShadedPicture(
      width: layout.width, height: layout.height * ShadedPicture.rows(look))
    let area = height * width
    let shared = isShared ? Self.reach(values[...]) : nil
    for place in 0..<min(layout.shown, count - first) {
      let map = first + place
      let reach = shared ?? Self.reach(values[map * area..<(map + 1) * area])
      let (x, y) = layout.origin(of: place)
      draw(map, x: x, y: y, layout, reach: reach, on: &picture)
    }
    picture.draw(x: place.x, y: place.y, on: &frame, look: look)
  }

  /// All of them, or so many that each can be told.
  private func layout(in rect: Rect, _ look: Look) -> KernelGrid.Layout {
    let side = max(width, height)
    func layout(_ count: Int) -> KernelGrid.Layout {
      .init(
        count: count, size: side, width: rect.width, height: rect.height,
        halfBlocks: look.hasHalfBlocks)
    }
    let least = min(side, Self.leastSide)
    var shown = count
    while shown > 1, layout(shown).tileWidth < least { shown -= max(1, shown / 8) }
    return layout(shown)
  }

  private func draw(
    _ map: Int, x: Int, y: Int, _ layout: KernelGrid.Layout, reach: Double,
    on picture: inout ShadedPicture
  ) {
    func span(_ place: Int, _ count: Int, _ length: Int) -> Range<Int> {
      let start = place * length / count
      return start..<max(start + 1, (place + 1) * length / count)
    }
    for row in 0..<layout.tileHeight {
      let lines = span(row, layout.tileHeight, height)
      for column in 0..<layout.tileWidth {
        let cells = span(column, layout.tileWidth, width)
        var sum: Float = 0
        for line in lines {
          for cell in cells { sum += values[(map * height + line) * width + cell] }
        }
        let mean = Double(sum) / Double(lines.count * cells.count)
        picture[x + column, y + row] = reach > 0 && mean.isFinite ? mean / reach : 0
      }
    }
  }

  /// Where the neurons of a flat layer are: row by row, as large as fits. In samples.
  private struct Neurons {
    let width: Int
    let height: Int
    let across: Int
    let shown: Int
    /// In cells.
    let rows: Int

    init(_ count: Int, in rect: Rect, _ look: Look) {
      let perCell = ShadedPicture.rows(look)
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

  private func drawNeurons(in rect: Rect, on frame: inout Frame, look: Look) {
    let neurons = Neurons(count, in: rect, look)
    var picture = ShadedPicture(
      width: neurons.across * neurons.width, height: rect.height * ShadedPicture.rows(look))
    let reach = Self.reach(values[...])
    for neuron in 0..<min(neurons.shown, count - first) {
      let value = Double(values[first + neuron])
      picture.fill(
        x: neuron % neurons.across * neurons.width, y: neuron / neurons.across * neurons.height,
        width: neurons.width, height: neurons.height,
        reach > 0 && value.isFinite ? value / reach : 0)
    }
    picture.draw(
      x: rect.x + (rect.width - picture.width) / 2, y: rect.y + (rect.height - neurons.rows) / 2,
      on: &frame, look: look)
  }
}
