import Glibc

/// The outline of an object of a detailed background: a disc or a convex polygon. Objects are drawn row
/// by row; the inside of a row is a span, which is computed without a test of each pixel.
struct Outline {
  /// A half-plane: the points with across · x + down · y ≤ reach, relative to the centre.
  struct Edge {
    var across: Float
    var down: Float
    var reach: Float
  }
  typealias Edges = (Edge, Edge, Edge, Edge, Edge, Edge)

  var x: Float
  var y: Float
  /// The distance from the centre to the farthest point, in pixels.
  var radius: Float
  /// The edges of a polygon, of which the last is repeated up to six; `nil` for a disc.
  var edges: Edges?

  /// Creates a disc.
  init(x: Float, y: Float, radius: Float) {
    (self.x, self.y, self.radius, edges) = (x, y, radius, nil)
  }

  /// Creates a rectangle.
  /// - Parameters:
  ///   - radius: Half the length, in pixels.
  ///   - thickness: Half the width, in pixels.
  init(x: Float, y: Float, radius: Float, thickness: Float, angle: Float) {
    (self.x, self.y) = (x, y)
    self.radius = (radius * radius + thickness * thickness).squareRoot()
    let (c, s) = (cosf(angle), sinf(angle))
    let last = Edge(across: s, down: -c, reach: thickness)
    edges = (
      Edge(across: c, down: s, reach: radius), Edge(across: -c, down: -s, reach: radius),
      Edge(across: -s, down: c, reach: thickness), last, last, last
    )
  }

  /// Creates a polygon with three to six sides at random distances from the centre.
  init(x: Float, y: Float, radius: Float, sides: Int, _ random: inout RandomGenerator) {
    (self.x, self.y) = (x, y)
    let turn = random.uniform(0, 2 * .pi)
    func edge(_ number: Int, _ random: inout RandomGenerator) -> Edge {
      let angle = turn + (Float(number) + random.uniform(-0.25, 0.25)) * 2 * .pi / Float(sides)
      return Edge(
        across: cosf(angle), down: sinf(angle), reach: radius * random.uniform(0.45, 0.85))
    }
    let first = (edge(0, &random), edge(1, &random), edge(2, &random))
    let third = sides > 3 ? edge(3, &random) : first.2
    let fourth = sides > 4 ? edge(4, &random) : third
    edges = (first.0, first.1, first.2, third, fourth, sides > 5 ? edge(5, &random) : fourth)
    // Corners beyond this radius are cut off; only those of triangles can be.
    self.radius = 1.6 * radius
  }

  /// Returns the part of a row that is inside the outline, relative to the centre. It is empty if the end
  /// is not above the start.
  /// - Parameters:
  ///   - dy: The row relative to the centre.
  ///   - growth: The distance in pixels by which the outline is enlarged.
  @inline(__always)
  func span(_ dy: Float, grownBy growth: Float) -> (start: Float, end: Float) {
    guard let edges else {
      let r = radius + growth
      let square = r * abs(r) - dy * dy
      guard square > 0 else { return (0, 0) }
      return (-square.squareRoot(), square.squareRoot())
    }
    var (start, end) = (-(radius + growth), radius + growth)
    Self.narrow(&start, &end, edges.0, dy, growth)
    Self.narrow(&start, &end, edges.1, dy, growth)
    Self.narrow(&start, &end, edges.2, dy, growth)
    Self.narrow(&start, &end, edges.3, dy, growth)
    Self.narrow(&start, &end, edges.4, dy, growth)
    Self.narrow(&start, &end, edges.5, dy, growth)
    return (start, end)
  }

  @inline(__always)
  private static func narrow(
    _ start: inout Float, _ end: inout Float, _ edge: Edge, _ dy: Float, _ growth: Float
  ) {
    let room = edge.reach + growth - edge.down * dy
    if edge.across > 1e-6 {
      end = min(end, room / edge.across)
    } else if edge.across < -1e-6 {
      start = max(start, room / edge.across)
    } else if room < 0 {
      end = start
    }
  }

  /// Returns the signed distance from the outline to a point relative to the centre, in pixels; negative
  /// inside.
  @inline(__always)
  func distance(_ dx: Float, _ dy: Float) -> Float {
    guard let edges else { return (dx * dx + dy * dy).squareRoot() - radius }
    func beyond(_ edge: Edge) -> Float { edge.across * dx + edge.down * dy - edge.reach }
    return max(
      max(max(beyond(edges.0), beyond(edges.1)), max(beyond(edges.2), beyond(edges.3))),
      max(beyond(edges.4), beyond(edges.5)))
  }
}
