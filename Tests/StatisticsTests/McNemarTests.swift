import Statistics
import Testing

@Suite struct McNemarTests {
  /// The two examples of Fagerland, Lydersen and Laake 2013 (BMC Medical Research Methodology 13:91): airway
  /// hyper-responsiveness before and after stem-cell transplantation, p = 0.070, and complete response
  /// before and after consolidation therapy, p = 0.052. The digits are 18/256 and 220112/2²², counted by hand.
  @Test(arguments: [(1, 7, 18.0 / 256), (6, 16, 220_112.0 / 4_194_304)])
  func publishedExamplesAgree(first: Int, second: Int, p: Double) {
    #expect(abs(McNemarTest(onlyFirst: first, onlySecond: second).p - p) < 1e-14)
  }

  /// SciPy 1.17.1: `stats.binomtest(min(b, c), b + c, 0.5).pvalue`.
  @Test(arguments: [
    (5, 15, 0.041_389_465_332_031_25), (312, 250, 0.010_015_808_546_507_608),
    (2500, 2700, 0.005_781_442_039_116_316_4), (90_000, 90_500, 0.240_185_071_375_784_6),
  ])
  func manyImagesAgreeWithSciPy(first: Int, second: Int, p: Double) {
    #expect(abs(McNemarTest(onlyFirst: first, onlySecond: second).p - p) < 1e-10)
  }

  /// The sum of all outcomes that are as unlikely as the observed one or less likely, with whole numbers.
  @Test func theProbabilityIsTheSumOfTheBinomialDistribution() {
    for count in 0...20 {
      for first in 0...count {
        var ways = [1]
        for _ in 0..<count { ways = zip([0] + ways, ways + [0]).map(+) }
        let limit = ways[first]
        let sum = ways.filter { $0 <= limit }.reduce(0, +)
        let p = McNemarTest(onlyFirst: first, onlySecond: count - first).p
        #expect(abs(p - Double(sum) / Double(1 << count)) < 1e-13, "\(first) of \(count)")
      }
    }
  }

  @Test func swappedClassifiersHaveTheSameProbability() {
    #expect(
      McNemarTest(onlyFirst: 3, onlySecond: 40).p == McNemarTest(onlyFirst: 40, onlySecond: 3).p)
  }

  @Test func equalNumbersAreNoEvidence() {
    #expect(McNemarTest(onlyFirst: 0, onlySecond: 0).p == 1)
    #expect(McNemarTest(onlyFirst: 10, onlySecond: 10).p == 1)
    #expect((0...200).allSatisfy { McNemarTest(onlyFirst: $0, onlySecond: $0 + 1).p == 1 })
    #expect(McNemarTest(onlyFirst: 0, onlySecond: 2000).p == 0)
  }
}
