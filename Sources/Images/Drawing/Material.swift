import Channels
import Glibc

/// The material of a figure: one of five patterns of two colours. Periods grow with the figure, so that
/// every figure shows several.
enum Material: String, CaseIterable, Sendable {
  case striped, checked, dotted, shaded, marbled

  /// Fills a box of the canvas's pattern plane for a figure.
  /// - Parameter fineness: The factor of the periods, 1 in small scenes.
  func fillPattern(
    on canvas: Canvas, in box: Box, _ pose: Figure.Pose, fineness: Float = 1, _ marble: Marble,
    _ random: inout RandomGenerator
  ) {
    let scale = pose.radius * fineness
    switch self {
    case .striped:
      let period = max(5.5, scale * random.uniform(0.28, 0.42))
      let phase = random.unit()
      fill(canvas, box, pose, &random) { u, _ in Self.band(u / period + phase, period) }
    case .checked:
      // A period has two cells.
      let period = max(7.5, scale * random.uniform(0.42, 0.58))
      let (across, down) = (random.unit(), random.unit())
      fill(canvas, box, pose, &random) { u, v in
        let (a, b) = (Self.band(u / period + across, period), Self.band(v / period + down, period))
        return a + b - 2 * a * b
      }
    case .dotted:
      let period = max(6, scale * random.uniform(0.32, 0.46))
      let radius = period * random.uniform(0.27, 0.33)
      let (across, down) = (random.unit(), random.unit())
      fill(canvas, box, pose, &random) { u, v in
        let (a, b) = (u / period + across, v / period + down)
        let (du, dv) = ((a - nearest(a)) * period, (b - nearest(b)) * period)
        return coverage(distance: (du * du + dv * dv).squareRoot() - radius, width: Self.edgeWidth)
      }
    case .shaded:
      let reach = 1.5 * pose.radius
      fill(canvas, box, pose, &random) { u, _ in min(max(0.5 + u / reach, 0), 1) }
    case .marbled:
      marble.fill(canvas, in: box, spacing: scale * random.uniform(0.4, 0.55), &random)
    }
  }

  /// The width of an edge between the two colours, in pixels.
  private static let edgeWidth: Float = 1.5

  /// Returns the coverage of a band that fills half of every period.
  /// - Parameter s: The distance from the middle of a band, in periods.
  @inline(__always)
  private static func band(_ s: Float, _ period: Float) -> Float {
    coverage(distance: (abs(s - nearest(s)) - 0.25) * period, width: edgeWidth)
  }

  /// Fills the pattern plane in a random direction.
  /// - Parameter pattern: Returns the share of the second colour at a point (u, v), in pixels from the
  ///   centre of the figure along the direction and across it.
  @inline(__always)
  private func fill(
    _ canvas: Canvas, _ box: Box, _ pose: Figure.Pose, _ random: inout RandomGenerator,
    _ pattern: (Float, Float) -> Float
  ) {
    let angle = random.uniform(0, 2 * .pi)
    let (c, s) = (cosf(angle), sinf(angle))
    for row in box.rows {
      let dy = Float(row) + 0.5 - pose.y
      let line = canvas.row(row).pattern
      for column in box.columns {
        let dx = Float(column) + 0.5 - pose.x
        line[column] = pattern(c * dx + s * dy, c * dy - s * dx)
      }
    }
  }
}

/// The pattern of marble: veins where a sum of smooth noise of three scales crosses zero (Perlin 1985).
struct Marble {
  /// The number of lattice points along a side at the finest scale.
  private let points: Int
  private let memory: Buffer<Float>

  init(points: Int = 40) {
    self.points = points
    memory = Buffer(count: points * points + points, repeating: 0)
  }

  /// Fills a box of the canvas's pattern plane.
  /// - Parameter spacing: The distance between lattice points at the coarsest scale, in pixels.
  func fill(_ canvas: Canvas, in box: Box, spacing: Float, _ random: inout RandomGenerator) {
    for row in box.rows {
      (canvas.row(row).pattern + box.columns.lowerBound)
        .update(repeating: 0, count: box.columns.count)
    }
    addNoise(to: canvas, in: box, spacing: spacing, strength: 1, &random)
    addNoise(to: canvas, in: box, spacing: spacing / 2, strength: 0.6, &random)
    addNoise(to: canvas, in: box, spacing: spacing / 4, strength: 0.35, &random)
    for row in box.rows {
      let line = canvas.row(row).pattern
      for column in box.columns {
        line[column] = coverage(distance: 0.24 - abs(line[column]), width: 0.4)
      }
    }
  }

  /// Adds noise of −strength…strength that is random at lattice points and smooth between them.
  private func addNoise(
    to canvas: Canvas, in box: Box, spacing: Float, strength: Float, _ random: inout RandomGenerator
  ) {
    let step = max(spacing, Float(canvas.side) / Float(points - 2))
    let across = Int(Float(canvas.side) / step) + 2
    let lattice = memory.elements.baseAddress!
    let line = lattice + points * points
    for point in 0..<across * across {
      lattice[point] = strength * (2 * random.unit() - 1)
    }
    for row in box.rows {
      let y = Float(row) / step
      let above = Int(y)
      let fall = Self.ease(y - Float(above))
      for point in 0..<across {
        let upper = lattice[above * across + point]
        line[point] = upper + (lattice[(above + 1) * across + point] - upper) * fall
      }
      let noise = canvas.row(row).pattern
      for column in box.columns {
        let x = Float(column) / step
        let left = Int(x)
        noise[column] +=
          line[left] + (line[left + 1] - line[left]) * Self.ease(x - Float(left))
      }
    }
  }

  @inline(__always)
  private static func ease(_ t: Float) -> Float { t * t * (3 - 2 * t) }
}
