import Glibc

/// The eight shapes, as signed distances to their edges. The distances are exact or nearly exact near
/// the edge; elsewhere they are not used. Star and heart follow Inigo Quilez, "2D distance functions".
enum Figure: String, CaseIterable, Sendable {
  case disc, square, triangle, star, ring, cross, crescent, heart

  /// The position, angle and size of a figure.
  struct Pose {
    /// The column of the centre, in pixels.
    var x: Float
    /// The row of the centre, in pixels.
    var y: Float
    /// The cosine of the angle.
    var cosine: Float
    /// The sine of the angle.
    var sine: Float
    /// The approximate distance from the centre to the farthest point, in pixels.
    var radius: Float
  }

  /// Fills a box of the canvas's distance plane.
  func fillDistances(on canvas: Canvas, in box: Box, _ pose: Pose) {
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

  /// Fills a box of the canvas's distance plane.
  /// - Parameter distance: Returns the signed distance of a point to the edge, with the radius of the pose
  ///   as the unit.
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

  /// An equilateral triangle: the largest distance to three half-planes.
  @inline(__always)
  private static func triangle(_ x: Float, _ y: Float) -> Float {
    max(abs(x) * 0.866_025_4 + y * 0.5, -y) - 0.56
  }

  @inline(__always)
  private static func cross(_ x: Float, _ y: Float) -> Float {
    let (long, short) = (max(abs(x), abs(y)), min(abs(x), abs(y)))
    return max(long - 0.95, short - 0.33)
  }

  /// A star with five points. The plane is folded into a tenth, which has a single edge.
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
    // In these units the tip is at the origin and the heart is about 1.1 high.
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

extension Figure.Pose {
  /// Draws a pose at random: any angle, and a place at which small figures can be farther from the
  /// centre than large ones.
  /// - Parameter share: The range of the radius, as a share of the canvas' side.
  init(on canvas: Canvas, radius share: ClosedRange<Float>, _ random: inout RandomGenerator) {
    let side = Float(canvas.side)
    let angle = random.uniform(0, 2 * .pi)
    let radius = side * random.uniform(share.lowerBound, share.upperBound)
    let room = 0.5 * side - radius
    self.init(
      x: canvas.centre + room * random.uniform(-0.5, 0.5),
      y: canvas.centre + room * random.uniform(-0.5, 0.5),
      cosine: cosf(angle), sine: sinf(angle), radius: radius)
  }
}

@inline(__always)
private func length(_ x: Float, _ y: Float) -> Float { (x * x + y * y).squareRoot() }
