import Glibc

/// A cluttered ground out of focus: "dead leaves", discs and rectangles of many sizes that cover
/// each other, which have the edges and scales of photographs (Lee, Mumford, Huang 2001; features
/// learned from them are useful: Baradad et al. 2021).
struct Ground {
  static func draw(on canvas: Canvas, _ chance: inout Chance) {
    let side = Float(canvas.side)
    drawSky(on: canvas, &chance)
    let blur = chance.uniform(1.2, 4.5)
    for _ in 0..<10 + chance.below(18) {
      // Sizes follow a power law, as those of things at all distances do.
      let radius = side * min(0.32, 0.05 / chance.uniform(0.12, 1))
      let leaf = Leaf(
        x: chance.uniform(-radius, side + radius), y: chance.uniform(-radius, side + radius),
        radius: radius, color: .quiet(&chance), blur: blur * chance.uniform(0.7, 1.3))
      if chance.unit() < 0.5 {
        leaf.draw(on: canvas) { x, y in (x * x + y * y).squareRoot() - radius }
      } else {
        let angle = chance.uniform(0, .pi)
        let (c, s) = (cosf(angle), sinf(angle))
        let thickness = radius * chance.uniform(0.3, 1)
        leaf.draw(on: canvas) { x, y in
          max(abs(c * x + s * y) - radius, abs(c * y - s * x) - thickness)
        }
      }
    }
  }

  /// What is behind all leaves: one colour that goes over into another.
  private static func drawSky(on canvas: Canvas, _ chance: inout Chance) {
    let (from, to) = (RGB.quiet(&chance), RGB.quiet(&chance))
    let angle = chance.uniform(0, 2 * .pi)
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

/// One thing of the ground.
private struct Leaf {
  var x: Float
  var y: Float
  var radius: Float
  var color: RGB
  var blur: Float

  /// - Parameter distance: signed distance to its edge, from a point seen from its centre.
  @inline(__always)
  func draw(on canvas: Canvas, distance: (Float, Float) -> Float) {
    // A square's corner lies √2 times its half side away.
    let reach = 1.42 * radius + blur
    let columns = visible(x - reach, x + reach, of: canvas.side)
    for row in visible(y - reach, y + reach, of: canvas.side) {
      let line = canvas.row(row)
      for column in columns {
        let d = distance(Float(column) + 0.5 - x, Float(row) + 0.5 - y)
        line.lay(color, over: column, opacity: coverage(distance: d, width: blur))
      }
    }
  }
}

/// The pixels between two places along an edge of `side` pixels.
func visible(_ low: Float, _ high: Float, of side: Int) -> Range<Int> {
  let first = min(max(Int(low), 0), side)
  return first..<max(first, min(Int(high) + 1, side))
}
