import Glibc

/// The outline of one thing of a detailed ground: a disc or a convex polygon. It is drawn row by row;
/// a row's inside is a span, found without looking at its pixels.
struct Outline {
  /// A half-plane: the points with across · x + down · y ≤ reach, seen from the centre.
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
  /// Of a polygon; those that it does not need repeat its last.
  var edges: Edges?

  /// A disc.
  init(x: Float, y: Float, radius: Float) {
    (self.x, self.y, self.radius, edges) = (x, y, radius, nil)
  }

  /// A rectangle, `radius` long from its centre to its ends.
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

  /// A polygon of three to six sides that touch circles of different radii.
  init(x: Float, y: Float, radius: Float, sides: Int, _ chance: inout Chance) {
    (self.x, self.y) = (x, y)
    let turn = chance.uniform(0, 2 * .pi)
    func edge(_ number: Int, _ chance: inout Chance) -> Edge {
      let angle = turn + (Float(number) + chance.uniform(-0.25, 0.25)) * 2 * .pi / Float(sides)
      return Edge(
        across: cosf(angle), down: sinf(angle), reach: radius * chance.uniform(0.45, 0.85))
    }
    let first = (edge(0, &chance), edge(1, &chance), edge(2, &chance))
    let third = sides > 3 ? edge(3, &chance) : first.2
    let fourth = sides > 4 ? edge(4, &chance) : third
    edges = (first.0, first.1, first.2, third, fourth, sides > 5 ? edge(5, &chance) : fourth)
    // Corners farther away than this are cut off, which a triangle's may be.
    self.radius = 1.6 * radius
  }

  /// The span of a row, from its centre, that lies inside the outline grown by so many pixels; empty
  /// when its end is not above its start.
  /// - Parameter dy: the row, seen from the centre.
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

  /// The signed distance to the outline of a point seen from the centre, in pixels.
  @inline(__always)
  func distance(_ dx: Float, _ dy: Float) -> Float {
    guard let edges else { return (dx * dx + dy * dy).squareRoot() - radius }
    func beyond(_ edge: Edge) -> Float { edge.across * dx + edge.down * dy - edge.reach }
    return max(
      max(max(beyond(edges.0), beyond(edges.1)), max(beyond(edges.2), beyond(edges.3))),
      max(beyond(edges.4), beyond(edges.5)))
  }
}
