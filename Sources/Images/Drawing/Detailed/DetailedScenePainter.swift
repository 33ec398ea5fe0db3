import Channels
import Glibc

/// Draws detailed scenes, for networks with an input as large as the paper's. The figures and materials
/// are those of `ScenePainter`, with detail at every scale down to a few pixels. A scene depends only on
/// the arguments, and drawing allocates no memory. Each thread has its own painter.
struct DetailedScenePainter {
  /// The width and height in pixels, with room for the paper's random crops of 227×227 (paper, section
  /// 4.1).
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
    DetailedGround.draw(on: canvas, line.elements.baseAddress!, tiles, &random)
    let pose = Figure.Pose(on: canvas, radius: 0.24...0.4, &random)
    let shadow = Shadow(&random)
    let box = box(around: pose, shadow)
    figure.measure(on: canvas, in: box, pose)
    // Patterns are up to three times as fine as in small scenes.
    let fineness = powf(3, -random.unit())
    material.weave(on: canvas, in: box, pose, fineness: fineness, marble, &random)
    draw(shadow, in: box)
    drawFigure(in: box, pose, &random)
    develop(into: pixels, &random)
  }

  /// The shadow of a figure.
  private struct Shadow {
    /// The offset to the right, in pixels.
    var right: Int
    /// The offset downwards, in pixels.
    var down: Int
    /// The width of the blurred edge, in pixels.
    var width: Float
    /// The share of the light that is removed.
    var depth: Float

    init(_ random: inout RandomGenerator) {
      (right, down) = (4 + random.below(12), 4 + random.below(12))
      (depth, width) = (random.uniform(0.2, 0.55), random.uniform(6, 28))
    }
  }

  /// Returns the pixels that a figure or its shadow can touch. No figure extends beyond 1.2 radii.
  private func box(around pose: Figure.Pose, _ shadow: Shadow) -> Box {
    let reach = 1.2 * pose.radius
    let tail = Float(max(shadow.right, shadow.down)) + shadow.width / 2
    return Box(
      rows: visible(pose.y - reach - tail, pose.y + reach + tail, of: canvas.side),
      columns: visible(pose.x - reach - tail, pose.x + reach + tail, of: canvas.side))
  }

  /// Darkens the ground in the shape of the figure, moved by the shadow's offset.
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

  /// Draws the figure over the ground in two random colours, with a fine texture and with light that
  /// decreases from one side to the other.
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
      // The distances are no longer needed, so opacities replace them.
      for column in box.columns {
        planes.distance[column] = coverage(distance: planes.distance[column], width: width)
      }
      // The loop does not vectorise with all three planes, because their pointers could overlap.
      func lay(_ plane: Canvas.Plane, _ first: Float, _ second: Float) {
        let (pattern, opacity) = (planes.pattern, planes.distance)
        for column in box.columns {
          let color = (first + (second - first) * pattern[column]) * lights[column]
          plane[column] += (color - plane[column]) * opacity[column]
        }
      }
      lay(planes.red, first.red, second.red)
      lay(planes.green, first.green, second.green)
      lay(planes.blue, first.blue, second.blue)
    }
  }

  /// Applies light from one side and the noise of a sensor, and converts the colours to bytes.
  private func develop(into pixels: UnsafeMutablePointer<UInt8>, _ random: inout RandomGenerator) {
    let exposure = 255 * random.uniform(0.8, 1.15)
    let angle = random.uniform(0, 2 * .pi)
    let slope = exposure * random.uniform(0, 0.25) / canvas.centre
    let (dx, dy) = (slope * cosf(angle), slope * sinf(angle))
    // Uniform noise of −1…1 has a standard deviation of 0.577.
    let grain = random.uniform(0, 6) / 0.577
    for row in 0..<canvas.side {
      let start = exposure + (Float(row) - canvas.centre) * dy - canvas.centre * dx
      let bits = random.next()
      func develop(_ plane: Canvas.Plane, _ channel: Int) {
        let word = Int(truncatingIfNeeded: bits >> (16 * UInt64(channel)))
        let noise = tiles.row(word, from: word >> 7, of: .grain)
        let output = pixels + (channel * canvas.area + row * canvas.side)
        for column in 0..<canvas.side {
          let light = start + Float(column) * dx
          output[column] = ScenePainter.byte(
            plane[column] * light + grain * noise[column])
        }
      }
      let planes = canvas.row(row)
      develop(planes.red, 0)
      develop(planes.green, 1)
      develop(planes.blue, 2)
    }
  }
}
