import Glibc

/// Draws small scenes: a figure with a shadow on a cluttered background, in uneven light and with a
/// little noise. A scene depends only on the arguments, and drawing does not allocate memory. A painter
/// is used by one thread.
struct ScenePainter {
  /// The width and height in pixels, with room for random crops of 64×64.
  static let side = 72
  private let canvas = Canvas(side: side)
  private let marble = Marble()

  /// Draws a scene into planar pixels, `[3, side, side]`.
  func paint(
    _ figure: Figure, of material: Material, _ random: inout RandomGenerator,
    into pixels: UnsafeMutablePointer<UInt8>
  ) {
    SceneBackground.draw(on: canvas, &random)
    let pose = Figure.Pose(on: canvas, radius: 0.28...0.42, &random)
    figure.fillDistances(on: canvas, in: canvas.whole, pose)
    material.fillPattern(on: canvas, in: canvas.whole, pose, marble, &random)
    drawShadow(&random)
    drawFigure(&random)
    writePixels(into: pixels, &random)
  }

  /// Darkens the background in the shape of the figure, moved by a few pixels.
  private func drawShadow(_ random: inout RandomGenerator) {
    let (right, down) = (1 + random.below(4), 1 + random.below(4))
    let (depth, width) = (random.uniform(0.2, 0.55), random.uniform(4, 9))
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

  /// Draws the figure in two random colours.
  private func drawFigure(_ random: inout RandomGenerator) {
    let (first, second) = RGB.pair(&random)
    let width = random.uniform(1.2, 2.2)
    let all = canvas.row(0)
    for pixel in 0..<canvas.area {
      let t = all.pattern[pixel]
      let color = RGB(
        red: first.red + (second.red - first.red) * t,
        green: first.green + (second.green - first.green) * t,
        blue: first.blue + (second.blue - first.blue) * t)
      let opacity = coverage(distance: all.distance[pixel], width: width)
      all.mix(color, over: pixel, opacity: opacity)
    }
  }

  /// Applies uneven light and the noise of a camera's sensor, and writes the colours as bytes.
  private func writePixels(
    into pixels: UnsafeMutablePointer<UInt8>, _ random: inout RandomGenerator
  ) {
    let exposure = 255 * random.uniform(0.8, 1.15)
    let angle = random.uniform(0, 2 * .pi)
    let slope = exposure * random.uniform(0, 0.25) / canvas.centre
    let (dx, dy) = (slope * cosf(angle), slope * sinf(angle))
    // The sum of two random bytes has a standard deviation of 104.5.
    let noiseLevel = random.uniform(0, 6) / 104.5
    for row in 0..<canvas.side {
      let start = exposure + (Float(row) - canvas.centre) * dy - canvas.centre * dx
      let line = canvas.row(row)
      let red = pixels + row * canvas.side
      let (green, blue) = (red + canvas.area, red + 2 * canvas.area)
      for column in 0..<canvas.side {
        let light = start + Float(column) * dx
        let bits = random.next()
        red[column] = Self.byte(line.red[column] * light + noiseLevel * Self.noise(bits))
        green[column] = Self.byte(line.green[column] * light + noiseLevel * Self.noise(bits >> 16))
        blue[column] = Self.byte(line.blue[column] * light + noiseLevel * Self.noise(bits >> 32))
      }
    }
  }

  /// Returns the sum of the two low bytes minus its mean, −255…255.
  @inline(__always)
  private static func noise(_ bits: UInt64) -> Float {
    Float(Int32(truncatingIfNeeded: (bits & 0xFF) + ((bits >> 8) & 0xFF)) - 255)
  }

  /// Returns the nearest byte. After the addition of 2²³ the low bits of a float are its rounded value.
  @inline(__always)
  static func byte(_ value: Float) -> UInt8 {
    UInt8(truncatingIfNeeded: (min(max(value, 0), 255) + 8_388_608).bitPattern)
  }
}
