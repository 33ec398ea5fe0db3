import Channels

/// A square picture being drawn: planes of floats (colours 0…1) and two planes of working space.
/// One belongs to each thread and is drawn over again for every scene.
struct Canvas {
  /// Pixels along each edge.
  let side: Int
  var area: Int { side * side }
  var centre: Float { Float(side) / 2 }
  /// All of the canvas.
  var whole: Box { Box(rows: 0..<side, columns: 0..<side) }

  typealias Plane = UnsafeMutablePointer<Float>
  let red: Plane
  let green: Plane
  let blue: Plane
  /// Signed distance to the figure's edge, in pixels; negative inside.
  let distance: Plane
  /// How much of a material's second colour is seen, 0…1.
  let pattern: Plane
  private let memory: Buffer<Float>

  init(side: Int) {
    self.side = side
    let area = side * side
    memory = Buffer(count: 5 * area, repeating: 0)
    let start = memory.elements.baseAddress!
    red = start
    green = start + area
    blue = start + 2 * area
    distance = start + 3 * area
    pattern = start + 4 * area
  }

  /// The planes from the beginning of a row on. Loops over columns of a row vectorise: an index into a
  /// whole plane would be checked for overflow at every pixel.
  @inline(__always)
  func row(_ row: Int) -> Row {
    let start = row * side
    return Row(
      red: red + start, green: green + start, blue: blue + start, distance: distance + start,
      pattern: pattern + start)
  }

  struct Row {
    let red: Plane
    let green: Plane
    let blue: Plane
    let distance: Plane
    let pattern: Plane

    /// Lays a colour over the pixel of a column.
    @inline(__always)
    func lay(_ color: RGB, over column: Int, opacity: Float) {
      red[column] += (color.red - red[column]) * opacity
      green[column] += (color.green - green[column]) * opacity
      blue[column] += (color.blue - blue[column]) * opacity
    }
  }
}

/// A rectangle of pixels.
struct Box {
  var rows: Range<Int>
  var columns: Range<Int>
}

/// How much of a pixel lies inside an edge: 1 well inside, 0 well outside, and a smooth ramp of
/// `width` pixels between. A wide ramp is an edge out of focus.
@inline(__always)
func coverage(distance: Float, width: Float) -> Float {
  let t = min(max(0.5 - distance / width, 0), 1)
  return t * t * (3 - 2 * t)
}

/// The nearest whole number, for |x| < 2²². Adding and subtracting 1.5·2²³ rounds in two additions,
/// which vectorise where a call of `rounded` would not.
@inline(__always)
func nearest(_ x: Float) -> Float { (x + 12_582_912) - 12_582_912 }
