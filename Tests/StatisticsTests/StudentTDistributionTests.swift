import Foundation
import Testing

@testable import Statistics

@Suite struct StudentTDistributionTests {
  private func probability(_ t: Double, degrees: Double) -> Double {
    StudentTDistribution(degrees: degrees).twoSidedProbability(of: t)
  }

  /// The two-sided 5% and 1% points of the classical table.
  @Test(arguments: [
    (1.0, 12.706_204_736, 0.05), (2, 4.302_652_730, 0.05), (5, 2.570_581_836, 0.05),
    (10, 2.228_138_852, 0.05), (30, 2.042_272_456, 0.05), (4, 4.604_094_871, 0.01),
    (120, 2.617_421_145, 0.01), (1, 63.656_741_162, 0.01),
  ])
  func criticalValuesEqualTheTable(degrees: Double, t: Double, p: Double) {
    #expect(abs(probability(t, degrees: degrees) - p) < 1e-8)
    #expect(abs(probability(-t, degrees: degrees) - p) < 1e-8)
  }

  /// SciPy 1.17.1: `2 * stats.t.sf(t, degrees)`.
  @Test(arguments: [
    (2.5, 3.7, 0.071_822_022_911_826_78), (0.3, 17.2, 0.767_772_575_277_623_9),
    (12, 2.5, 0.002_836_215_030_078_324_4),
  ])
  func fractionalDegreesAgreeWithSciPy(t: Double, degrees: Double, p: Double) {
    #expect(abs(probability(t, degrees: degrees) - p) < 1e-12)
  }

  @Test func closedFormsAgree() {
    for t in stride(from: -8.0, through: 8, by: 0.37) {
      // With ν = 1 it is Cauchy's distribution; ν = 2 also has a closed form.
      let one = 1 - 2 / Double.pi * atan(abs(t))
      let two = 1 - abs(t) / (2 + t * t).squareRoot()
      #expect(abs(probability(t, degrees: 1) - one) < 1e-12)
      #expect(abs(probability(t, degrees: 2) - two) < 1e-12)
      // With many degrees of freedom it approaches the normal distribution.
      #expect(abs(probability(t, degrees: 1e7) - erfc(abs(t) / 2.0.squareRoot())) < 1e-6)
    }
    #expect(probability(0, degrees: 3.3) == 1)
    #expect(probability(.infinity, degrees: 3) == 0)
  }

  @Test func theIncompleteBetaFunctionEqualsItsIntegral() {
    for (a, b) in [(0.5, 0.5), (2, 3), (7.5, 0.5), (1, 1), (30, 12)] {
      for x in [0.05, 0.3, 0.5, 0.77, 0.99] {
        // Substituting u² for the argument removes the pole at 0; symmetry removes the one at 1.
        func integral(_ a: Double, _ b: Double, to x: Double) -> Double {
          let pieces = 20_000
          let width = x.squareRoot() / Double(pieces)
          return (0..<pieces).reduce(0) { sum, piece in
            let u = (Double(piece) + 0.5) * width
            return sum + 2 * pow(u, 2 * a - 1) * pow(1 - u * u, b - 1) * width
          }
        }
        let beta = exp(lgamma(a) + lgamma(b) - lgamma(a + b))
        let naive =
          x <= 0.5 ? integral(a, b, to: x) / beta : 1 - integral(b, a, to: 1 - x) / beta
        #expect(abs(StudentTDistribution.incompleteBeta(a, b, x) - naive) < 1e-6, "\(a) \(b) \(x)")
      }
    }
  }
}
