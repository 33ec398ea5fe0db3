import Channels

/// The memory of a square picture that is being drawn: three planes of colours, 0…1, and two planes of
/// intermediate results. Each thread has its own and reuses it for every scene.
struct Canvas {
  /// The width and height in pixels.
  let side: Int
  var area: Int { side * side }
  var centre: Float { Float(side) / 2 }
  /// The box of all pixels.
  var whole: Box { Box(rows: 0..<side, columns: 0..<side) }

  typealias Plane = UnsafeMutablePointer<Float>
  let red: Plane
  let green: Plane
  let blue: Plane
  /// The signed distance to the edge of the figure, in pixels; negative inside.
  let distance: Plane
  /// The share of the material's second colour, 0…1.
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

  /// Returns pointers to the beginning of a row in each plane. Loops over the columns of a row are
  /// vectorised, because the index of a column is not checked for overflow, unlike an index into a whole
  /// plane.
  @inline(__always)
  func row(_ row: Int) -> Row {
    let start = row * side
    return Row(
      red: red + start, green: green + start, blue: blue + start, distance: distance + start,
      pattern: pattern + start)
  }

  /// Pointers to one row of each plane.
  struct Row {
    let red: Plane
    let green: Plane
    let blue: Plane
    let distance: Plane
    let pattern: Plane

    /// Mixes a colour into the pixel of a column.
    @inline(__always)
    func mix(_ color: RGB, over column: Int, opacity: Float) {
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

/// Returns the share of a pixel that is inside an edge: 1 inside, 0 outside, with a smooth ramp of
/// `width` pixels between. A wide ramp is a blurred edge.
@inline(__always)
func coverage(distance: Float, width: Float) -> Float {
  let t = min(max(0.5 - distance / width, 0), 1)
  return t * t * (3 - 2 * t)
}

/// Returns the nearest integer, for |x| < 2²². Adding and subtracting 1.5·2²³ rounds the number. These two
/// additions are vectorised, unlike a call of `rounded`.
@inline(__always)
func nearest(_ x: Float) -> Float { (x + 12_582_912) - 12_582_912 }
