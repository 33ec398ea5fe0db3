import Glibc

/// The cluttered background of detailed scenes, with detail at every scale: discs, bars and polygons of
/// all sizes that cover each other ("dead leaves", see `SceneBackground`). Each has its own surface, and
/// some have blurred edges.
struct DetailedBackground {
  /// Draws a random background on the whole canvas.
  /// - Parameter line: Memory for one row.
  static func draw(
    on canvas: Canvas, _ line: UnsafeMutablePointer<Float>, _ tiles: TextureTiles,
    _ random: inout RandomGenerator
  ) {
    let side = Float(canvas.side)
    let base = BackgroundObject(
      outline: Outline(x: side / 2, y: side / 2, radius: side),
      surface: Surface(radius: side, &random), blur: 1)
    base.draw(on: canvas, line, tiles)
    // The blur of each object varies around a common value, as if the camera were focused once.
    let blur = random.uniform(1, 5)
    for _ in 0..<90 + random.below(90) {
      object(side, blur, &random).draw(on: canvas, line, tiles)
    }
  }

  private static func object(_ side: Float, _ blur: Float, _ random: inout RandomGenerator)
    -> BackgroundObject
  {
    // Sizes follow a power law, like those of objects at all distances.
    let radius = side * min(0.3, 0.0125 / random.uniform(0.03, 1))
    let (x, y) = (
      random.uniform(-radius, side + radius), random.uniform(-radius, side + radius)
    )
    let outline: Outline
    switch random.below(4) {
    case 0: outline = Outline(x: x, y: y, radius: radius)
    case 1, 2:
      // Bars range from squares to thin lines.
      outline = Outline(
        x: x, y: y, radius: radius, thickness: max(1.5, radius * random.uniform(0.06, 0.9)),
        angle: random.uniform(0, .pi))
    default:
      outline = Outline(x: x, y: y, radius: radius, sides: 3 + random.below(4), &random)
    }
    return BackgroundObject(
      outline: outline, surface: Surface(radius: radius, &random),
      blur: max(1, min(blur * random.uniform(0.5, 1.5), radius)))
  }
}

/// A disc, bar or polygon of the background.
private struct BackgroundObject {
  var outline: Outline
  var surface: Surface
  /// The width of the edge, in pixels.
  var blur: Float

  /// Draws the object.
  /// - Parameter line: Memory for one row.
  func draw(on canvas: Canvas, _ line: UnsafeMutablePointer<Float>, _ tiles: TextureTiles) {
    let reach = outline.radius + blur / 2
    for row in visible(outline.y - reach, outline.y + reach, of: canvas.side) {
      let dy = Float(row) + 0.5 - outline.y
      let outer = outline.span(dy, grownBy: blur / 2)
      guard outer.start < outer.end else { continue }
      let x = outline.x - 0.5
      let columns = visible(x + outer.start, x + outer.end, of: canvas.side)
      guard !columns.isEmpty else { continue }
      surface.write(columns, of: row, to: line, tiles)
      let inner = outline.span(dy, grownBy: -blur / 2)
      let filled =
        inner.start < inner.end
        ? visible(x + inner.start + 1, x + inner.end - 1, of: canvas.side).clamped(to: columns)
        : columns.upperBound..<columns.upperBound
      mix(columns.lowerBound..<filled.lowerBound, of: row, dy, on: canvas, line)
      fill(filled, of: row, on: canvas, line)
      mix(filled.upperBound..<columns.upperBound, of: row, dy, on: canvas, line)
    }
  }

  /// Replaces the pixels that are completely inside the object.
  private func fill(
    _ columns: Range<Int>, of row: Int, on canvas: Canvas, _ line: UnsafeMutablePointer<Float>
  ) {
    func fill(_ plane: Canvas.Plane, _ base: Float, _ swing: Float) {
      for column in columns { plane[column] = base + swing * line[column] }
    }
    let planes = canvas.row(row)
    fill(planes.red, surface.color.red, surface.swing.red)
    fill(planes.green, surface.color.green, surface.swing.green)
    fill(planes.blue, surface.color.blue, surface.swing.blue)
  }

  /// Mixes the surface with the pixels at the edge, by their coverage.
  private func mix(
    _ columns: Range<Int>, of row: Int, _ dy: Float, on canvas: Canvas,
    _ line: UnsafeMutablePointer<Float>
  ) {
    let (color, swing) = (surface.color, surface.swing)
    let planes = canvas.row(row)
    for column in columns {
      let t = line[column]
      let opacity = coverage(
        distance: outline.distance(Float(column) + 0.5 - outline.x, dy), width: blur)
      planes.mix(
        RGB(
          red: color.red + swing.red * t, green: color.green + swing.green * t,
          blue: color.blue + swing.blue * t),
        over: column, opacity: opacity)
    }
  }
}
