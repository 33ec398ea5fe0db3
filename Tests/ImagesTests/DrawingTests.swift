import Glibc
import Testing

@testable import Images

@Suite struct DrawingTests {
  private let pose = Figure.Pose(x: 37.3, y: 34.8, cosine: 0.8, sine: 0.6, radius: 26)

  /// The outlines of the figures that are polygons, with the radius of the pose as the unit.
  private static let outlines: [Figure: [(Float, Float)]] = [
    .square: [(-0.8, -0.8), (0.8, -0.8), (0.8, 0.8), (-0.8, 0.8)],
    // The edges are |x|·sin 60° + y/2 = 0.56 and y = −0.56.
    .triangle: [(0, 1.12), (-0.969_948, -0.56), (0.969_948, -0.56)],
    .cross: [
      (0.95, 0.33), (0.33, 0.33), (0.33, 0.95), (-0.33, 0.95), (-0.33, 0.33), (-0.95, 0.33),
      (-0.95, -0.33), (-0.33, -0.33), (-0.33, -0.95), (0.33, -0.95), (0.33, -0.33), (0.95, -0.33),
    ],
  ]

  /// Tests a point by the even-odd rule.
  private func contains(_ outline: [(Float, Float)], _ x: Float, _ y: Float) -> Bool {
    var isInside = false
    for index in outline.indices {
      let (a, b) = (outline[index], outline[(index + 1) % outline.count])
      if (a.1 > y) != (b.1 > y), x < (b.0 - a.0) * (y - a.1) / (b.1 - a.1) + a.0 {
        isInside.toggle()
      }
    }
    return isInside
  }

  @Test(arguments: [Figure.square, .triangle, .cross])
  func theInsideEqualsThatOfTheOutline(figure: Figure) {
    let canvas = Canvas(side: ScenePainter.side)
    figure.fillDistances(on: canvas, in: canvas.whole, pose)
    for row in 0..<canvas.side {
      for column in 0..<canvas.side {
        let distance = canvas.distance[row * canvas.side + column]
        guard abs(distance) > 0.01 else { continue }
        let (dx, dy) = (Float(column) + 0.5 - pose.x, Float(row) + 0.5 - pose.y)
        let x = (pose.cosine * dx + pose.sine * dy) / pose.radius
        let y = (pose.cosine * dy - pose.sine * dx) / pose.radius
        #expect(contains(Self.outlines[figure]!, x, y) == (distance < 0))
      }
    }
  }

  @Test(arguments: Figure.allCases)
  func distancesChangeAtMostByTheDistanceOfThePoints(figure: Figure) {
    let canvas = Canvas(side: ScenePainter.side)
    figure.fillDistances(on: canvas, in: canvas.whole, pose)
    for row in 1..<canvas.side {
      for column in 1..<canvas.side {
        let pixel = row * canvas.side + column
        let here = canvas.distance[pixel]
        #expect(abs(here - canvas.distance[pixel - 1]) < 1.001)
        #expect(abs(here - canvas.distance[pixel - canvas.side]) < 1.001)
      }
    }
  }

  @Test(arguments: Figure.allCases)
  func aFigureIsLargeAndStaysWithinItsRadius(figure: Figure) {
    let canvas = Canvas(side: ScenePainter.side)
    figure.fillDistances(on: canvas, in: canvas.whole, pose)
    var inside = 0
    for row in 0..<canvas.side {
      for column in 0..<canvas.side where canvas.distance[row * canvas.side + column] < 0 {
        inside += 1
        let (dx, dy) = (Float(column) + 0.5 - pose.x, Float(row) + 0.5 - pose.y)
        #expect((dx * dx + dy * dy).squareRoot() < 1.2 * pose.radius)
      }
    }
    let share = Float(inside) / (Float.pi * pose.radius * pose.radius)
    #expect(share > 0.25 && share < 0.9)
  }

  @Test func theStarHasFivePointsAndIsSymmetric() {
    let canvas = Canvas(side: ScenePainter.side)
    let upright = Figure.Pose(
      x: canvas.centre, y: canvas.centre, cosine: 1, sine: 0, radius: 26)
    Figure.star.fillDistances(on: canvas, in: canvas.whole, upright)
    for row in 0..<canvas.side {
      for column in 0..<canvas.side / 2 {
        let left = canvas.distance[row * canvas.side + column]
        let right = canvas.distance[(row + 1) * canvas.side - 1 - column]
        #expect(abs(left - right) < 0.001)
      }
    }
    // A circle of three quarters of the radius crosses the edge ten times.
    var crossings = 0
    var wasInside = false
    for step in 0...360 {
      let angle = Float(step + 45) * .pi / 180
      let (s, c) = (sinf(angle), cosf(angle))
      let (x, y) = (canvas.centre + 19.5 * c, canvas.centre + 19.5 * s)
      let isInside = canvas.distance[Int(y) * canvas.side + Int(x)] < 0
      if step > 0 && isInside != wasInside { crossings += 1 }
      wasInside = isInside
    }
    #expect(crossings == 10)
  }

  @Test(arguments: Material.allCases)
  func bothColoursOfAMaterialAreVisible(material: Material) {
    let canvas = Canvas(side: ScenePainter.side)
    let marble = Marble()
    Figure.disc.fillDistances(on: canvas, in: canvas.whole, pose)
    for scene in 0..<20 {
      var random = RandomGenerator(seed: 1, .trainingScene, scene)
      material.fillPattern(on: canvas, in: canvas.whole, pose, marble, &random)
      let inside = (0..<canvas.area).filter { canvas.distance[$0] < 0 }
      let pattern = inside.map { canvas.pattern[$0] }
      #expect(pattern.allSatisfy { $0 >= 0 && $0 <= 1 })
      let mean = pattern.reduce(0, +) / Float(pattern.count)
      let variance = pattern.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Float(pattern.count)
      #expect(mean > 0.1 && mean < 0.9)
      #expect(variance.squareRoot() > 0.15)
    }
  }

  @Test func thePairsOfColoursDifferClearly() {
    for scene in 0..<500 {
      var random = RandomGenerator(seed: 1, .trainingScene, scene)
      let (first, second) = RGB.pair(&random)
      let byBrightness = abs(first.luminance - second.luminance) > 0.4
      #expect(first.difference(from: second) >= 1 || byBrightness)
      for component in [first.red, first.green, first.blue, second.red, second.green, second.blue] {
        #expect(component >= 0 && component <= 1)
      }
    }
  }

  @Test func huesGiveTheirColours() {
    #expect(RGB(hue: 0, saturation: 1, value: 1) == RGB(red: 1, green: 0, blue: 0))
    #expect(RGB(hue: 0.5, saturation: 1, value: 1) == RGB(red: 0, green: 1, blue: 1))
    #expect(RGB(hue: 0.25, saturation: 0, value: 0.5) == RGB(red: 0.5, green: 0.5, blue: 0.5))
  }
}
