import Channels
import Glibc

/// What figures are made of: five ways in which two colours share a surface. Periods grow with the
/// figure, so that every figure shows several.
enum Material: String, CaseIterable, Sendable {
  case striped, checked, dotted, shaded, marbled

  /// Fills the canvas' pattern plane inside a box for a figure of that pose.
  /// - Parameter fineness: what periods are multiplied by, 1 for the small scenes.
  func weave(
    on canvas: Canvas, in box: Box, _ pose: Figure.Pose, fineness: Float = 1, _ marble: Marble,
    _ chance: inout Chance
  ) {
    let scale = pose.radius * fineness
    switch self {
    case .striped:
      let period = max(5.5, scale * chance.uniform(0.28, 0.42))
      let phase = chance.unit()
      fill(canvas, box, pose, &chance) { u, _ in Self.band(u / period + phase, period) }
    case .checked:
      // Two cells a period.
      let period = max(7.5, scale * chance.uniform(0.42, 0.58))
      let (across, down) = (chance.unit(), chance.unit())
      fill(canvas, box, pose, &chance) { u, v in
        let (a, b) = (Self.band(u / period + across, period), Self.band(v / period + down, period))
        return a + b - 2 * a * b
      }
    case .dotted:
      let period = max(6, scale * chance.uniform(0.32, 0.46))
      let radius = period * chance.uniform(0.27, 0.33)
      let (across, down) = (chance.unit(), chance.unit())
      fill(canvas, box, pose, &chance) { u, v in
        let (a, b) = (u / period + across, v / period + down)
        let (du, dv) = ((a - nearest(a)) * period, (b - nearest(b)) * period)
        return coverage(distance: (du * du + dv * dv).squareRoot() - radius, width: Self.focus)
      }
    case .shaded:
      let reach = 1.5 * pose.radius
      fill(canvas, box, pose, &chance) { u, _ in min(max(0.5 + u / reach, 0), 1) }
    case .marbled:
      marble.fill(canvas, in: box, grain: scale * chance.uniform(0.4, 0.55), &chance)
    }
  }

  /// How wide an edge between two colours is, in pixels.
  private static let focus: Float = 1.5

  /// Half of every period, seen at `s` periods from its middle.
  @inline(__always)
  private static func band(_ s: Float, _ period: Float) -> Float {
    coverage(distance: (abs(s - nearest(s)) - 0.25) * period, width: focus)
  }

  /// - Parameter pattern: from a point (u, v) in pixels seen from the figure's centre, in the
  ///   material's own direction.
  @inline(__always)
  private func fill(
    _ canvas: Canvas, _ box: Box, _ pose: Figure.Pose, _ chance: inout Chance,
    _ pattern: (Float, Float) -> Float
  ) {
    let angle = chance.uniform(0, 2 * .pi)
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

/// Marble: veins where a sum of smooth noises of three grains crosses zero (Perlin 1985).
struct Marble {
  /// Lattice points along a side, at the finest grain.
  private let points: Int
  private let memory: Buffer<Float>

  init(points: Int = 40) {
    self.points = points
    memory = Buffer(count: points * points + points, repeating: 0)
  }

  /// Fills the canvas' pattern plane inside a box.
  /// - Parameter grain: pixels between the coarsest lattice points.
  func fill(_ canvas: Canvas, in box: Box, grain: Float, _ chance: inout Chance) {
    for row in box.rows {
      (canvas.row(row).pattern + box.columns.lowerBound)
        .update(repeating: 0, count: box.columns.count)
    }
    addNoise(to: canvas, in: box, grain: grain, strength: 1, &chance)
    addNoise(to: canvas, in: box, grain: grain / 2, strength: 0.6, &chance)
    addNoise(to: canvas, in: box, grain: grain / 4, strength: 0.35, &chance)
    for row in box.rows {
      let line = canvas.row(row).pattern
      for column in box.columns {
        line[column] = coverage(distance: 0.24 - abs(line[column]), width: 0.4)
      }
    }
  }

  /// Adds noise that is random at lattice points and smooth between them, −strength…strength.
  private func addNoise(
    to canvas: Canvas, in box: Box, grain: Float, strength: Float, _ chance: inout Chance
  ) {
    let step = max(grain, Float(canvas.side) / Float(points - 2))
    let across = Int(Float(canvas.side) / step) + 2
    let lattice = memory.elements.baseAddress!
    let line = lattice + points * points
    for point in 0..<across * across {
      lattice[point] = strength * (2 * chance.unit() - 1)
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
