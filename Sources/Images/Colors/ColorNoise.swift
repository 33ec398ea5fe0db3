import Glibc

/// The random shift of an image's colour along the principal components of the training set's colours,
/// like a change of the light (paper, section 4.1).
///
/// The shift is Σ pᵢ·αᵢ·σᵢ with αᵢ from N(0, 0.1), where pᵢ is the direction of a component and σᵢ the
/// standard deviation along it, the square root of its eigenvalue. The paper multiplies by the eigenvalue
/// itself, which depends on the unit: with pixels 0…255 the first one is about 9,000, and the noise would
/// be hundreds of grey levels. The authors' code multiplies by `color_stdevs`, so that the noise is about
/// a tenth of the natural variation in any unit.
struct ColorNoise: Sendable {
  /// The standard deviation of αᵢ.
  private static let strength = 0.1

  /// One standard deviation of the noise along each component.
  private let axes: (SIMD3<Float>, SIMD3<Float>, SIMD3<Float>)

  init(_ colors: ColorStatistics) {
    let axes = colors.components.map {
      SIMD3<Float>($0.direction * ($0.variance.squareRoot() * Self.strength))
    }
    self.axes = (axes[0], axes[1], axes[2])
  }

  /// Returns a random shift of red, green and blue, in grey levels.
  func shift(_ random: inout RandomGenerator) -> SIMD3<Float> {
    let (first, second) = Self.normalPair(&random)
    let (third, _) = Self.normalPair(&random)
    return first * axes.0 + second * axes.1 + third * axes.2
  }

  /// Returns two numbers from N(0, 1), by the transform of Box and Muller.
  private static func normalPair(_ random: inout RandomGenerator) -> (Float, Float) {
    // 1 − x is never 0, whose logarithm is infinite.
    let radius = (-2 * log(1 - Double(random.unit()))).squareRoot()
    let angle = 2 * Double.pi * Double(random.unit())
    return (Float(radius * cos(angle)), Float(radius * sin(angle)))
  }
}
