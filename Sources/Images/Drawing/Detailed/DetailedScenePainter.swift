import Channels
import Glibc

/// Draws a scene for networks that see as much as the paper's does: the same figures and materials as
/// `ScenePainter`, with detail at every scale down to a few pixels. Everything is a function of the
/// numbers that it is given; nothing is allocated. One belongs to each thread.
struct DetailedScenePainter {
  /// Room for the paper's 227×227 crops, as its photographs have (paper, section 4.1).
  static let side = 256
  private let canvas = Canvas(side: side)
  private let marble = Marble(points: 96)
  private let line = Buffer<Float>(count: side, repeating: 0)
  private let tiles: TextureTiles

  init(_ tiles: TextureTiles) { self.tiles = tiles }

  /// Writes planar RGB, `[3, side, side]`.
  func paint(
    _ figure: Figure, of material: Material, _ chance: inout Chance,
    into pixels: UnsafeMutablePointer<UInt8>
  ) {
    DetailedGround.draw(on: canvas, line.elements.baseAddress!, tiles, &chance)
    let pose = pose(&chance)
    let shadow = Shadow(&chance)
    let box = box(around: pose, shadow)
    figure.measure(on: canvas, in: box, pose)
    // Some materials are as coarse as those of the small scenes, some three times as fine.
    let fineness = powf(3, -chance.unit())
    material.weave(on: canvas, in: box, pose, fineness: fineness, marble, &chance)
    draw(shadow, in: box)
    drawFigure(in: box, pose, &chance)
    develop(into: pixels, &chance)
  }

  private func pose(_ chance: inout Chance) -> Figure.Pose {
    let side = Float(canvas.side)
    let angle = chance.uniform(0, 2 * .pi)
    let radius = side * chance.uniform(0.24, 0.4)
    // Small figures stray further.
    let stray = 0.5 * side - radius
    return Figure.Pose(
      x: canvas.centre + stray * chance.uniform(-0.5, 0.5),
      y: canvas.centre + stray * chance.uniform(-0.5, 0.5),
      cosine: cosf(angle), sine: sinf(angle), radius: radius)
  }

  /// How a figure's shadow falls, in pixels.
  private struct Shadow {
    var right: Int
    var down: Int
    var width: Float
    var depth: Float

    init(_ chance: inout Chance) {
      (right, down) = (4 + chance.below(12), 4 + chance.below(12))
      (depth, width) = (chance.uniform(0.2, 0.55), chance.uniform(6, 28))
    }
  }

  /// The pixels that a figure or its shadow may touch. No figure reaches farther than 1.2 radii.
  private func box(around pose: Figure.Pose, _ shadow: Shadow) -> Box {
    let reach = 1.2 * pose.radius
    let tail = Float(max(shadow.right, shadow.down)) + shadow.width / 2
    return Box(
      rows: visible(pose.y - reach - tail, pose.y + reach + tail, of: canvas.side),
      columns: visible(pose.x - reach - tail, pose.x + reach + tail, of: canvas.side))
  }

  /// Darkens the ground where the figure, moved a little, would be.
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

  /// Lays the figure over the ground: its two colours, a fine grain of its own, and light that falls
  /// off from one side to the other.
  private func drawFigure(in box: Box, _ pose: Figure.Pose, _ chance: inout Chance) {
    let (first, second) = RGB.pair(&chance)
    let width = chance.uniform(1.2, 2.5)
    let kinds: [TextureTiles.Kind] = [.sand, .cloud, .rowFibre, .columnFibre]
    let kind = kinds[chance.below(kinds.count)]
    let (tileRow, tileColumn) = (
      chance.below(TextureTiles.period), chance.below(TextureTiles.period)
    )
    let roughness = chance.uniform(0, 0.3)
    let angle = chance.uniform(0, 2 * .pi)
    let slope = chance.uniform(0, 0.35) / pose.radius
    let (lightX, lightY) = (slope * cosf(angle), slope * sinf(angle))
    let lights = line.elements.baseAddress!
    for row in box.rows {
      let planes = canvas.row(row)
      let texture = tiles.row(row + tileRow, from: tileColumn, of: kind)
      let rowLight = 1 + (Float(row) - pose.y) * lightY - pose.x * lightX
      for column in box.columns {
        lights[column] = rowLight + Float(column) * lightX + roughness * texture[column]
      }
      // The distances are not needed any more: opacities take their place.
      for column in box.columns {
        planes.distance[column] = coverage(distance: planes.distance[column], width: width)
      }
      // One plane at a time: with all three the compiler gives up telling the pointers apart.
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

  /// Lights the canvas from one side, adds the sensor's noise and makes bytes of it.
  private func develop(into pixels: UnsafeMutablePointer<UInt8>, _ chance: inout Chance) {
    let exposure = 255 * chance.uniform(0.8, 1.15)
    let angle = chance.uniform(0, 2 * .pi)
    let slope = exposure * chance.uniform(0, 0.25) / canvas.centre
    let (dx, dy) = (slope * cosf(angle), slope * sinf(angle))
    // Even noise of −1…1 has a deviation of 0.577.
    let grain = chance.uniform(0, 6) / 0.577
    for row in 0..<canvas.side {
      let start = exposure + (Float(row) - canvas.centre) * dy - canvas.centre * dx
      let bits = chance.next()
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
