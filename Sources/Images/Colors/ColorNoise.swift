import Glibc

/// Shifts the colour of a whole image along the principal components of the training set's colours, as
/// if the light were another (paper, section 4.1): by Σ pᵢ·αᵢ·σᵢ with αᵢ from N(0, 0.1), where pᵢ is a
/// component's direction and σᵢ the standard deviation along it, the square root of its eigenvalue.
///
/// The paper says eigenvalue. Taken by its word that depends on the unit: with pixels 0…255 the first
/// one is some 9,000, and the noise hundreds of grey levels. The authors' code multiplies by what it
/// calls `color_stdevs`; so the noise is about a tenth of what the colours vary by themselves, in
/// whatever unit.
struct ColorNoise: Sendable {
  /// αᵢ's standard deviation.
  private static let strength = 0.1

  /// A standard deviation of noise along each component.
  private let axes: (SIMD3<Float>, SIMD3<Float>, SIMD3<Float>)

  init(_ colors: ColorStatistics) {
    let axes = colors.components.map {
      SIMD3<Float>($0.direction * ($0.variance.squareRoot() * Self.strength))
    }
    self.axes = (axes[0], axes[1], axes[2])
  }

  /// What to add to red, green and blue.
  func shift(_ chance: inout Chance) -> SIMD3<Float> {
    let (first, second) = Self.normalPair(&chance)
    let (third, _) = Self.normalPair(&chance)
    return first * axes.0 + second * axes.1 + third * axes.2
  }

  /// Two numbers from N(0, 1), by Box and Muller.
  private static func normalPair(_ chance: inout Chance) -> (Float, Float) {
    // Never 0, whose logarithm is infinite.
    let radius = (-2 * log(1 - Double(chance.unit()))).squareRoot()
    let angle = 2 * Double.pi * Double(chance.unit())
    return (Float(radius * cos(angle)), Float(radius * sin(angle)))
  }
}
