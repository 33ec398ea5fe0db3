import Glibc

/// The cluttered background of small scenes, with blurred edges: "dead leaves", which are discs and
/// rectangles of many sizes that cover each other. Their statistics of edges and sizes resemble those of
/// photographs (Lee, Mumford, Huang 2001), and networks learn useful features from them (Baradad et al.
/// 2021).
struct SceneBackground {
  /// Draws a random background on the whole canvas.
  static func draw(on canvas: Canvas, _ random: inout RandomGenerator) {
    let side = Float(canvas.side)
    drawGradient(on: canvas, &random)
    let blur = random.uniform(1.2, 4.5)
    for _ in 0..<10 + random.below(18) {
      // Sizes follow a power law, like those of objects at all distances.
      let radius = side * min(0.32, 0.05 / random.uniform(0.12, 1))
      let leaf = Leaf(
        x: random.uniform(-radius, side + radius), y: random.uniform(-radius, side + radius),
        radius: radius, color: .muted(&random), blur: blur * random.uniform(0.7, 1.3))
      if random.unit() < 0.5 {
        leaf.draw(on: canvas) { x, y in (x * x + y * y).squareRoot() - radius }
      } else {
        let angle = random.uniform(0, .pi)
        let (c, s) = (cosf(angle), sinf(angle))
        let thickness = radius * random.uniform(0.3, 1)
        leaf.draw(on: canvas) { x, y in
          max(abs(c * x + s * y) - radius, abs(c * y - s * x) - thickness)
        }
      }
    }
  }

  /// Draws a gradient between two colours, which the leaves cover.
  private static func drawGradient(on canvas: Canvas, _ random: inout RandomGenerator) {
    let (from, to) = (RGB.muted(&random), RGB.muted(&random))
    let angle = random.uniform(0, 2 * .pi)
    let side = Float(canvas.side)
    let (dx, dy) = (cosf(angle) / (1.4 * side), sinf(angle) / (1.4 * side))
    for row in 0..<canvas.side {
      let start = 0.5 + (Float(row) - canvas.centre) * dy - canvas.centre * dx
      let line = canvas.row(row)
      for column in 0..<canvas.side {
        let t = start + Float(column) * dx
        line.red[column] = from.red + (to.red - from.red) * t
        line.green[column] = from.green + (to.green - from.green) * t
        line.blue[column] = from.blue + (to.blue - from.blue) * t
      }
    }
  }
}

/// A disc or rectangle of the background: a "dead leaf".
private struct Leaf {
  var x: Float
  var y: Float
  var radius: Float
  var color: RGB
  var blur: Float

  /// Draws the leaf.
  /// - Parameter distance: Returns the signed distance to the edge of a point relative to the centre.
  @inline(__always)
  func draw(on canvas: Canvas, distance: (Float, Float) -> Float) {
    // The corner of a square is √2 times half its side away from the centre.
    let reach = 1.42 * radius + blur
    let columns = visible(x - reach, x + reach, of: canvas.side)
    for row in visible(y - reach, y + reach, of: canvas.side) {
      let line = canvas.row(row)
      for column in columns {
        let d = distance(Float(column) + 0.5 - x, Float(row) + 0.5 - y)
        line.mix(color, over: column, opacity: coverage(distance: d, width: blur))
      }
    }
  }
}

/// Returns the pixels between two positions, limited to 0 ..< `side`.
func visible(_ low: Float, _ high: Float, of side: Int) -> Range<Int> {
  let first = min(max(Int(low), 0), side)
  return first..<max(first, min(Int(high) + 1, side))
}
