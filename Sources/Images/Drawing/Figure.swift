/// The eight shapes, as signed distances to their edges: exact or close enough near the edge, where
/// alone they matter. Star and heart after Inigo Quilez, "2D distance functions".
enum Figure: String, CaseIterable, Sendable {
  case disc, square, triangle, star, ring, cross, crescent, heart

  /// Where a figure stands: a point (x, y) is at (x − `x`, y − `y`) turned by the angle whose cosine
  /// and sine these are.
  struct Pose {
    var x: Float
    var y: Float
    var cosine: Float
    var sine: Float
    /// In pixels: about the distance from the centre to the farthest point.
    var radius: Float
  }

  /// Fills the canvas' distance plane inside a box.
  func measure(on canvas: Canvas, in box: Box, _ pose: Pose) {
    switch self {
    case .disc: fill(canvas, box, pose) { x, y in length(x, y) - 0.9 }
    case .square: fill(canvas, box, pose) { x, y in max(abs(x), abs(y)) - 0.8 }
    case .triangle: fill(canvas, box, pose, Self.triangle)
    case .star: fill(canvas, box, pose, Self.star)
    case .ring: fill(canvas, box, pose) { x, y in abs(length(x, y) - 0.72) - 0.25 }
    case .cross: fill(canvas, box, pose, Self.cross)
    case .crescent:
      fill(canvas, box, pose) { x, y in max(length(x, y) - 1, 0.8 - length(x - 0.48, y)) }
    case .heart: fill(canvas, box, pose, Self.heart)
    }
  }

  /// - Parameter distance: signed distance in units of the pose's radius.
  @inline(__always)
  private func fill(
    _ canvas: Canvas, _ box: Box, _ pose: Pose, _ distance: (Float, Float) -> Float
  ) {
    let (c, s) = (pose.cosine / pose.radius, pose.sine / pose.radius)
    for row in box.rows {
      let dy = Float(row) + 0.5 - pose.y
      let line = canvas.row(row).distance
      for column in box.columns {
        let dx = Float(column) + 0.5 - pose.x
        line[column] =
          distance(c * dx + s * dy, c * dy - s * dx) * pose.radius
      }
    }
  }

  /// Equilateral: the farthest of three half-planes.
  @inline(__always)
  private static func triangle(_ x: Float, _ y: Float) -> Float {
    max(abs(x) * 0.866_025_4 + y * 0.5, -y) - 0.56
  }

  @inline(__always)
  private static func cross(_ x: Float, _ y: Float) -> Float {
    let (long, short) = (max(abs(x), abs(y)), min(abs(x), abs(y)))
    return max(long - 0.95, short - 0.33)
  }

  /// Five points: the plane is folded into a tenth, where one edge is left.
  @inline(__always)
  private static func star(_ px: Float, _ py: Float) -> Float {
    let (kx, ky): (Float, Float) = (0.809_016_99, -0.587_785_25)  // cos 36°, −sin 36°
    var x = abs(px)
    var y = py
    let first = 2 * max(kx * x + ky * y, 0)
    x -= first * kx
    y -= first * ky
    let second = 2 * max(ky * y - kx * x, 0)
    x += second * kx
    y -= second * ky
    x = abs(x)
    y -= 1.05
    // The edge runs from the tip at (0, 0) along (ex, ey).
    let (ex, ey): (Float, Float) = (0.45 * 0.587_785_25, 0.45 * 0.809_016_99 - 1)
    let along = min(max((x * ex + y * ey) / (ex * ex + ey * ey), 0), 1.05)
    let side: Float = y * ex - x * ey < 0 ? -1 : 1
    return length(x - ex * along, y - ey * along) * side
  }

  @inline(__always)
  private static func heart(_ px: Float, _ py: Float) -> Float {
    // Its own units: the tip at the origin, about 1.1 high.
    let x = abs(px) / 1.6
    let y = 0.55 - py / 1.6
    let (ax, ay) = (x - 0.25, y - 0.75)
    let lobe = (ax * ax + ay * ay).squareRoot() - 0.353_553_4
    let fold = 0.5 * max(x + y, 0)
    let (bx, by) = (x - fold, y - fold)
    let body = min(x * x + (y - 1) * (y - 1), bx * bx + by * by).squareRoot()
    return 1.6 * (x + y > 1 ? lobe : (x > y ? body : -body))
  }
}

@inline(__always)
private func length(_ x: Float, _ y: Float) -> Float { (x * x + y * y).squareRoot() }
