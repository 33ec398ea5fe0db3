import Channels
import Glibc

/// Draws detailed scenes, for networks with an input as large as the paper's. The figures and materials
/// are those of `ScenePainter`, with detail at every scale down to a few pixels. A scene depends only on
/// the arguments, and drawing does not allocate memory. A painter is used by one thread.
struct DetailedScenePainter {
  /// The width and height of a scene in pixels. They leave a margin for random crops of 227×227 (paper,
  /// section 4.1).
  static let side = 256
  private let canvas = Canvas(side: side)
  private let marble = Marble(points: 96)
  /// Intermediate results of one row.
  private let line = Buffer<Float>(count: side, repeating: 0)
  private let tiles: TextureTiles

  init(_ tiles: TextureTiles) { self.tiles = tiles }

  /// Draws a scene into planar pixels, `[3, side, side]`.
  func paint(
    _ figure: Figure, of material: Material, _ random: inout RandomGenerator,
    into pixels: UnsafeMutablePointer<UInt8>
  ) {
    DetailedBackground.draw(on: canvas, line.elements.baseAddress!, tiles, &random)
    let pose = Figure.Pose(on: canvas, radius: 0.24...0.4, &random)
    let shadow = Shadow(&random)
    let box = box(around: pose, shadow)
    figure.fillDistances(on: canvas, in: box, pose)
    // Patterns are up to three times as fine as in small scenes.
    let fineness = powf(3, -random.unit())
    material.fillPattern(on: canvas, in: box, pose, fineness: fineness, marble, &random)
    draw(shadow, in: box)
    drawFigure(in: box, pose, &random)
    writePixels(into: pixels, &random)
  }

  /// The shadow of a figure.
  private struct Shadow {
    /// The offset to the right, in pixels.
    var right: Int
    /// The offset downwards, in pixels.
    var down: Int
    /// The width of the blurred edge, in pixels.
    var width: Float
    /// The share of the light that is missing in the shadow, 0…1.
    var depth: Float

    init(_ random: inout RandomGenerator) {
      (right, down) = (4 + random.below(12), 4 + random.below(12))
      (depth, width) = (random.uniform(0.2, 0.55), random.uniform(6, 28))
    }
  }

  /// Returns a box that contains the figure and its shadow. A figure extends to at most 1.2 radii.
  private func box(around pose: Figure.Pose, _ shadow: Shadow) -> Box {
    let reach = 1.2 * pose.radius
    let margin = Float(max(shadow.right, shadow.down)) + shadow.width / 2
    return Box(
      rows: visible(pose.y - reach - margin, pose.y + reach + margin, of: canvas.side),
      columns: visible(pose.x - reach - margin, pose.x + reach + margin, of: canvas.side))
  }

  /// Darkens the background under a copy of the figure that is moved by the shadow's offset.
  private func draw(_ shadow: Shadow, in box: Box) {
    let lights = line.elements.baseAddress!
    for row in box.rows.dropFirst(shadow.down) {
      let planes = canvas.row(row)
      let above = canvas.row(row - shadow.down).distance - shadow.right
      let columns = box.columns.dropFirst(shadow.right)
      for column in columns {
        lights[column] =
          1 - shadow.depth * coverage(distance: above[column], width: shadow.width)
      }
      for column in columns { planes.red[column] *= lights[column] }
      for column in columns { planes.green[column] *= lights[column] }
      for column in columns { planes.blue[column] *= lights[column] }
    }
  }

  /// Draws the figure over the background: two random colours, a fine texture, and light that decreases
  /// from one side of the figure to the other.
  private func drawFigure(in box: Box, _ pose: Figure.Pose, _ random: inout RandomGenerator) {
    let (first, second) = RGB.pair(&random)
    let width = random.uniform(1.2, 2.5)
    let kinds: [TextureTiles.Kind] = [.sand, .cloud, .rowFibre, .columnFibre]
    let kind = kinds[random.below(kinds.count)]
    let (tileRow, tileColumn) = (
      random.below(TextureTiles.period), random.below(TextureTiles.period)
    )
    let roughness = random.uniform(0, 0.3)
    let angle = random.uniform(0, 2 * .pi)
    let slope = random.uniform(0, 0.35) / pose.radius
    let (lightX, lightY) = (slope * cosf(angle), slope * sinf(angle))
    let lights = line.elements.baseAddress!
    for row in box.rows {
      let planes = canvas.row(row)
      let texture = tiles.row(row + tileRow, from: tileColumn, of: kind)
      let rowLight = 1 + (Float(row) - pose.y) * lightY - pose.x * lightX
      for column in box.columns {
        lights[column] = rowLight + Float(column) * lightX + roughness * texture[column]
      }
      // The distances are not needed any more, so their memory is used for the opacities.
      for column in box.columns {
        planes.distance[column] = coverage(distance: planes.distance[column], width: width)
      }
      // One loop for each plane: a loop over three planes is not vectorised, because the compiler cannot
      // prove that their memory does not overlap.
      func mix(_ plane: Canvas.Plane, _ first: Float, _ second: Float) {
        let (pattern, opacity) = (planes.pattern, planes.distance)
        for column in box.columns {
          let color = (first + (second - first) * pattern[column]) * lights[column]
          plane[column] += (color - plane[column]) * opacity[column]
        }
      }
      mix(planes.red, first.red, second.red)
      mix(planes.green, first.green, second.green)
      mix(planes.blue, first.blue, second.blue)
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
    // Uniform noise of −1…1 has a standard deviation of 0.577.
    let noiseLevel = random.uniform(0, 6) / 0.577
    for row in 0..<canvas.side {
      let start = exposure + (Float(row) - canvas.centre) * dy - canvas.centre * dx
      let bits = random.next()
      func write(_ plane: Canvas.Plane, _ channel: Int) {
        let word = Int(truncatingIfNeeded: bits >> (16 * UInt64(channel)))
        let noise = tiles.row(word, from: word >> 7, of: .grain)
        let output = pixels + (channel * canvas.area + row * canvas.side)
        for column in 0..<canvas.side {
          let light = start + Float(column) * dx
          output[column] = ScenePainter.byte(
            plane[column] * light + noiseLevel * noise[column])
        }
      }
      let planes = canvas.row(row)
      write(planes.red, 0)
      write(planes.green, 1)
      write(planes.blue, 2)
    }
  }
}
