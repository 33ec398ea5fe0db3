import Channels
import Glibc

/// What figures are made of: five ways in which two colours share a surface. Periods grow with the
/// figure, so that every figure shows several.
enum Material: String, CaseIterable, Sendable {
  case striped, checked, dotted, shaded, marbled

  /// Fills the canvas' pattern plane for a figure of that pose.
  func weave(on canvas: Canvas, _ pose: Figure.Pose, _ marble: Marble, _ chance: inout Chance) {
    switch self {
    case .striped:
      let period = max(5.5, pose.radius * chance.uniform(0.28, 0.42))
      let phase = chance.unit()
      fill(canvas, pose, &chance) { u, _ in Self.band(u / period + phase, period) }
    case .checked:
      // Two cells a period.
      let period = max(7.5, pose.radius * chance.uniform(0.42, 0.58))
      let (across, down) = (chance.unit(), chance.unit())
      fill(canvas, pose, &chance) { u, v in
        let (a, b) = (Self.band(u / period + across, period), Self.band(v / period + down, period))
        return a + b - 2 * a * b
      }
    case .dotted:
      let period = max(6, pose.radius * chance.uniform(0.32, 0.46))
      let radius = period * chance.uniform(0.27, 0.33)
      let (across, down) = (chance.unit(), chance.unit())
      fill(canvas, pose, &chance) { u, v in
        let (a, b) = (u / period + across, v / period + down)
        let (du, dv) = ((a - nearest(a)) * period, (b - nearest(b)) * period)
        return coverage(distance: (du * du + dv * dv).squareRoot() - radius, width: Self.focus)
      }
    case .shaded:
      let reach = 1.5 * pose.radius
      fill(canvas, pose, &chance) { u, _ in min(max(0.5 + u / reach, 0), 1) }
    case .marbled:
      marble.fill(canvas.pattern, grain: pose.radius * chance.uniform(0.4, 0.55), &chance)
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
    _ canvas: Canvas, _ pose: Figure.Pose, _ chance: inout Chance,
    _ pattern: (Float, Float) -> Float
  ) {
    let angle = chance.uniform(0, 2 * .pi)
    let (c, s) = (cosf(angle), sinf(angle))
    for row in 0..<Canvas.side {
      let dy = Float(row) + 0.5 - pose.y
      for column in 0..<Canvas.side {
        let dx = Float(column) + 0.5 - pose.x
        canvas.pattern[row * Canvas.side + column] = pattern(c * dx + s * dy, c * dy - s * dx)
      }
    }
  }
}

/// Marble: veins where a sum of smooth noises of three grains crosses zero (Perlin 1985).
struct Marble {
  /// Lattice points along a side, at the finest grain.
  private static let points = 40
  private let memory = Buffer<Float>(count: points * points + points, repeating: 0)

  /// - Parameter grain: pixels between the coarsest lattice points.
  func fill(_ plane: Canvas.Plane, grain: Float, _ chance: inout Chance) {
    plane.update(repeating: 0, count: Canvas.area)
    addNoise(to: plane, grain: grain, strength: 1, &chance)
    addNoise(to: plane, grain: grain / 2, strength: 0.6, &chance)
    addNoise(to: plane, grain: grain / 4, strength: 0.35, &chance)
    for pixel in 0..<Canvas.area {
      plane[pixel] = coverage(distance: 0.24 - abs(plane[pixel]), width: 0.4)
    }
  }

  /// Adds noise that is random at lattice points and smooth between them, −strength…strength.
  private func addNoise(
    to plane: Canvas.Plane, grain: Float, strength: Float, _ chance: inout Chance
  ) {
    let step = max(grain, Float(Canvas.side) / Float(Self.points - 2))
    let across = Int(Float(Canvas.side) / step) + 2
    let lattice = memory.elements.baseAddress!
    let line = lattice + Self.points * Self.points
    for point in 0..<across * across {
      lattice[point] = strength * (2 * chance.unit() - 1)
    }
    for row in 0..<Canvas.side {
      let y = Float(row) / step
      let above = Int(y)
      let fall = Self.ease(y - Float(above))
      for point in 0..<across {
        let upper = lattice[above * across + point]
        line[point] = upper + (lattice[(above + 1) * across + point] - upper) * fall
      }
      for column in 0..<Canvas.side {
        let x = Float(column) / step
        let left = Int(x)
        plane[row * Canvas.side + column] +=
          line[left] + (line[left + 1] - line[left]) * Self.ease(x - Float(left))
      }
    }
  }

  @inline(__always)
  private static func ease(_ t: Float) -> Float { t * t * (3 - 2 * t) }
}
