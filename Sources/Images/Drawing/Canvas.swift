import Channels

/// A square picture being drawn: planes of floats (colours 0…1) and two planes of working space.
/// One belongs to each thread and is drawn over again for every scene.
struct Canvas {
  /// Room for 64×64 crops with some choice.
  static let side = 72
  static let area = side * side
  static let centre = Float(side) / 2

  typealias Plane = UnsafeMutablePointer<Float>
  let red: Plane
  let green: Plane
  let blue: Plane
  /// Signed distance to the figure's edge, in pixels; negative inside.
  let distance: Plane
  /// How much of a material's second colour is seen, 0…1.
  let pattern: Plane
  private let memory: Buffer<Float>

  init() {
    memory = Buffer(count: 5 * Self.area, repeating: 0)
    let start = memory.elements.baseAddress!
    red = start
    green = start + Self.area
    blue = start + 2 * Self.area
    distance = start + 3 * Self.area
    pattern = start + 4 * Self.area
  }

  /// Lays a colour over a pixel.
  @inline(__always)
  func lay(_ color: RGB, over pixel: Int, opacity: Float) {
    red[pixel] += (color.red - red[pixel]) * opacity
    green[pixel] += (color.green - green[pixel]) * opacity
    blue[pixel] += (color.blue - blue[pixel]) * opacity
  }
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
