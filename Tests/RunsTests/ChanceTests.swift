import Foundation
import Testing

@testable import Runs

@Suite struct ChanceTests {
  /// The classical table: two-sided 5 % and 1 % points.
  @Test(arguments: [
    (1.0, 12.706_204_736, 0.05), (2, 4.302_652_730, 0.05), (5, 2.570_581_836, 0.05),
    (10, 2.228_138_852, 0.05), (30, 2.042_272_456, 0.05), (4, 4.604_094_871, 0.01),
    (120, 2.617_421_145, 0.01), (1, 63.656_741_162, 0.01),
  ])
  func tPointsAreThoseOfTheTable(degrees: Double, t: Double, p: Double) {
    #expect(abs(StudentT.twoSided(t, degrees: degrees) - p) < 1e-8)
    #expect(abs(StudentT.twoSided(-t, degrees: degrees) - p) < 1e-8)
  }

  @Test func closedFormsAgree() {
    for t in stride(from: -8.0, through: 8, by: 0.37) {
      // ν = 1 is Cauchy's distribution; ν = 2 has one too.
      let one = 1 - 2 / Double.pi * atan(abs(t))
      let two = 1 - abs(t) / (2 + t * t).squareRoot()
      #expect(abs(StudentT.twoSided(t, degrees: 1) - one) < 1e-12)
      #expect(abs(StudentT.twoSided(t, degrees: 2) - two) < 1e-12)
      // Many degrees are the normal distribution.
      #expect(abs(StudentT.twoSided(t, degrees: 1e7) - erfc(abs(t) / 2.0.squareRoot())) < 1e-6)
    }
    #expect(StudentT.twoSided(0, degrees: 3.3) == 1)
    #expect(StudentT.twoSided(.infinity, degrees: 3) == 0)
  }

  @Test func theIncompleteBetaFunctionIsItsIntegral() {
    for (a, b) in [(0.5, 0.5), (2, 3), (7.5, 0.5), (1, 1), (30, 12)] {
      for x in [0.05, 0.3, 0.5, 0.77, 0.99] {
        // Substituting u² for the argument takes the pole at 0 away; that at 1 by symmetry.
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
        #expect(abs(StudentT.incompleteBeta(a, b, x) - naive) < 1e-6, "\(a) \(b) \(x)")
      }
    }
  }

  @Test func welchsTestIsThatOfAWorkedExample() throws {
    // R: t.test(c(27.5,21,19,23.6,17,17.9), c(27.1,22,20.8,23.4,23.4,23.5))
    let test = try #require(
      WelchTest(
        Measurements([27.5, 21, 19, 23.6, 17, 17.9]),
        Measurements([27.1, 22, 20.8, 23.4, 23.4, 23.5])))
    let (a, b) = (
      naive([27.5, 21, 19, 23.6, 17, 17.9]), naive([27.1, 22, 20.8, 23.4, 23.4, 23.5])
    )
    let t = (b.mean - a.mean) / ((a.variance + b.variance) / 6).squareRoot()
    #expect(abs(test.t - t) < 1e-12)
    let wanted = 5 * pow(a.variance + b.variance, 2) / (pow(a.variance, 2) + pow(b.variance, 2))
    #expect(abs(test.degrees - wanted) < 1e-9)
    // Simpson's rule on the density.
    let scale = exp(lgamma((wanted + 1) / 2) - lgamma(wanted / 2)) / (wanted * .pi).squareRoot()
    func density(_ x: Double) -> Double {
      scale * pow(1 + x * x / wanted, -(wanted + 1) / 2)
    }
    let pieces = 2000
    let width = t / Double(pieces)
    let inside = (0...pieces).reduce(0.0) { sum, index in
      let weight = index == 0 || index == pieces ? 1.0 : index % 2 == 1 ? 4 : 2
      return sum + weight * density(Double(index) * width) * width / 3
    }
    #expect(abs(test.p - (1 - 2 * inside)) < 1e-9)
  }

  private func naive(_ values: [Double]) -> (mean: Double, variance: Double) {
    let mean = values.reduce(0, +) / Double(values.count)
    let squares = values.map { ($0 - mean) * ($0 - mean) }.reduce(0, +)
    return (mean, squares / Double(values.count - 1))
  }

  @Test func bandsAreDeviationsOrOfTwoTheirEnds() throws {
    #expect(Measurements([0.4]).band == nil)
    #expect(Measurements([0.5, 0.25]).band == 0.25...0.5)
    let band = try #require(Measurements([1, 2, 3]).band)
    #expect(band == 1...3)
    #expect(Measurements([2]).deviation == nil)
  }

  @Test func withoutSpreadThereIsNoTest() {
    #expect(WelchTest(Measurements([1]), Measurements([1, 2])) == nil)
    #expect(WelchTest(Measurements([1, 1]), Measurements([2, 2])) == nil)
    #expect(WelchTest(Measurements([1, 1]), Measurements([2, 2.5])) != nil)
  }
}
