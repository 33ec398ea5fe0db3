import Glibc

/// A cluttered ground with detail at every scale: discs, bars and polygons of all sizes that cover
/// each other ("dead leaves", see `Ground`), each with a surface of its own, some out of focus.
struct DetailedGround {
  static func draw(
    on canvas: Canvas, _ line: UnsafeMutablePointer<Float>, _ tiles: TextureTiles,
    _ chance: inout Chance
  ) {
    let side = Float(canvas.side)
    let sky = Thing(
      outline: Outline(x: side / 2, y: side / 2, radius: side),
      surface: Surface(radius: side, &chance), blur: 1)
    sky.draw(on: canvas, line, tiles)
    // The ground as a whole is more or less in focus.
    let blur = chance.uniform(1, 5)
    for _ in 0..<90 + chance.below(90) {
      thing(side, blur, &chance).draw(on: canvas, line, tiles)
    }
  }

  private static func thing(_ side: Float, _ blur: Float, _ chance: inout Chance) -> Thing {
    // Sizes follow a power law, as those of things at all distances do.
    let radius = side * min(0.3, 0.0125 / chance.uniform(0.03, 1))
    let (x, y) = (
      chance.uniform(-radius, side + radius), chance.uniform(-radius, side + radius)
    )
    let outline: Outline
    switch chance.below(4) {
    case 0: outline = Outline(x: x, y: y, radius: radius)
    case 1, 2:
      // Bars from a square's shape to a twig's.
      outline = Outline(
        x: x, y: y, radius: radius, thickness: max(1.5, radius * chance.uniform(0.06, 0.9)),
        angle: chance.uniform(0, .pi))
    default:
      outline = Outline(x: x, y: y, radius: radius, sides: 3 + chance.below(4), &chance)
    }
    return Thing(
      outline: outline, surface: Surface(radius: radius, &chance),
      blur: max(1, min(blur * chance.uniform(0.5, 1.5), radius)))
  }
}

/// One thing of the ground.
private struct Thing {
  var outline: Outline
  var surface: Surface
  /// The width of its edge, in pixels.
  var blur: Float

  /// - Parameter line: room for a row.
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

  /// Covers pixels that lie well inside.
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

  /// Covers pixels of the edge in part.
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
      planes.lay(
        RGB(
          red: color.red + swing.red * t, green: color.green + swing.green * t,
          blue: color.blue + swing.blue * t),
        over: column, opacity: opacity)
    }
  }
}
