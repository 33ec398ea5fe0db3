import Glibc

/// Draws a scene: a figure of a material that throws a shadow on a cluttered ground, in uneven light
/// and with a little noise. Everything is a function of the numbers it is given; nothing is
/// allocated. One belongs to each thread.
struct ScenePainter {
  /// Room for 64×64 crops with some choice.
  static let side = 72
  private let canvas = Canvas(side: side)
  private let marble = Marble()

  /// Writes planar RGB, `[3, side, side]`.
  func paint(
    _ figure: Figure, of material: Material, _ chance: inout Chance,
    into pixels: UnsafeMutablePointer<UInt8>
  ) {
    Ground.draw(on: canvas, &chance)
    let pose = pose(&chance)
    figure.measure(on: canvas, in: canvas.whole, pose)
    material.weave(on: canvas, in: canvas.whole, pose, marble, &chance)
    drawShadow(&chance)
    drawFigure(&chance)
    develop(into: pixels, &chance)
  }

  private func pose(_ chance: inout Chance) -> Figure.Pose {
    let side = Float(canvas.side)
    let angle = chance.uniform(0, 2 * .pi)
    let radius = side * chance.uniform(0.28, 0.42)
    // Small figures stray further.
    let stray = 0.5 * side - radius
    return Figure.Pose(
      x: canvas.centre + stray * chance.uniform(-0.5, 0.5),
      y: canvas.centre + stray * chance.uniform(-0.5, 0.5),
      cosine: cosf(angle), sine: sinf(angle), radius: radius)
  }

  /// Darkens the ground where the figure, moved a little, would be.
  private func drawShadow(_ chance: inout Chance) {
    let (right, down) = (1 + chance.below(4), 1 + chance.below(4))
    let (depth, width) = (chance.uniform(0.2, 0.55), chance.uniform(4, 9))
    for row in down..<canvas.side {
      let line = canvas.row(row)
      let above = canvas.row(row - down).distance - right
      for column in right..<canvas.side {
        let light = 1 - depth * coverage(distance: above[column], width: width)
        line.red[column] *= light
        line.green[column] *= light
        line.blue[column] *= light
      }
    }
  }

  private func drawFigure(_ chance: inout Chance) {
    let (first, second) = RGB.pair(&chance)
    let width = chance.uniform(1.2, 2.2)
    let all = canvas.row(0)
    for pixel in 0..<canvas.area {
      let t = all.pattern[pixel]
      let color = RGB(
        red: first.red + (second.red - first.red) * t,
        green: first.green + (second.green - first.green) * t,
        blue: first.blue + (second.blue - first.blue) * t)
      let opacity = coverage(distance: all.distance[pixel], width: width)
      all.lay(color, over: pixel, opacity: opacity)
    }
  }

  /// Lights the canvas from one side, adds the sensor's noise and makes bytes of it.
  private func develop(into pixels: UnsafeMutablePointer<UInt8>, _ chance: inout Chance) {
    let exposure = 255 * chance.uniform(0.8, 1.15)
    let angle = chance.uniform(0, 2 * .pi)
    let slope = exposure * chance.uniform(0, 0.25) / canvas.centre
    let (dx, dy) = (slope * cosf(angle), slope * sinf(angle))
    // The sum of two bytes, less its mean, has a deviation of 104.5.
    let grain = chance.uniform(0, 6) / 104.5
    for row in 0..<canvas.side {
      let start = exposure + (Float(row) - canvas.centre) * dy - canvas.centre * dx
      let line = canvas.row(row)
      let red = pixels + row * canvas.side
      let (green, blue) = (red + canvas.area, red + 2 * canvas.area)
      for column in 0..<canvas.side {
        let light = start + Float(column) * dx
        let bits = chance.next()
        red[column] = Self.byte(line.red[column] * light + grain * Self.noise(bits))
        green[column] = Self.byte(line.green[column] * light + grain * Self.noise(bits >> 16))
        blue[column] = Self.byte(line.blue[column] * light + grain * Self.noise(bits >> 32))
      }
    }
  }

  @inline(__always)
  private static func noise(_ bits: UInt64) -> Float {
    Float(Int32(truncatingIfNeeded: (bits & 0xFF) + ((bits >> 8) & 0xFF)) - 255)
  }

  /// The nearest byte. After adding 2²³ a float's last bits are its rounded value.
  @inline(__always)
  static func byte(_ value: Float) -> UInt8 {
    UInt8(truncatingIfNeeded: (min(max(value, 0), 255) + 8_388_608).bitPattern)
  }
}
