import Foundation
import Testing

@testable import Blueprint

@Suite struct LargeBatchTests {
  private let plan = RunPlan.standard(
    .compact(classes: 40, side: 64), data: .scenes, validationImages: 2000, threads: 2, batch: 256)

  /// Computed by hand: a rise from 1/4 to 1 in 3 steps is 1/4 at each.
  @Test(arguments: [(1, 0.25), (2, 0.5), (3, 0.75), (4, 1), (5, 1), (1_000_000, 1)])
  func theRateRisesByTheSameAmountAtEachStep(step: Int, factor: Double) {
    #expect(WarmUp(steps: 3, firstFactor: 0.25).factor(ofStep: step) == factor)
  }

  /// The last case has 5 · 1,000 / 256 = 19.5 steps in five epochs.
  @Test(
    arguments: [
      (1, nil, 0.02, nil), (4, nil, 0.08, WarmUp(steps: 98, firstFactor: 0.25)),
      (8, 1000, 0.16, WarmUp(steps: 20, firstFactor: 0.125)),
    ] as [(Int, Int?, Double, WarmUp?)])
  func aScaledBatchHasAScaledRateAndFiveEpochsOfWarmUp(
    scale: Int, limit: Int?, rate: Double, warmUp: WarmUp?
  ) {
    var plan = plan
    plan.limit = limit
    let scaled = plan.warmingUp(fromBatchScale: scale, images: 5000)
    #expect(scaled.knobs.rate == rate)
    #expect(scaled.warmUp == warmUp)
    #expect(scaled.rateFactor(ofStep: 1) == 1 / Double(scale))
    #expect(scaled.rateFactor(ofStep: 1000) == 1)
    #expect(scaled.batch == plan.batch)
  }

  /// Plans of programs without these fields.
  @Test func aPlanWithoutTheFieldsHasNeither() throws {
    let text = try #require(String(data: JSONEncoder().encode(plan), encoding: .utf8))
    #expect(!text.contains("warmUp") && !text.contains("lars"))
    #expect(try JSONDecoder().decode(RunPlan.self, from: Data(text.utf8)) == plan)
    #expect(plan.rateFactor(ofStep: 1) == 1)
  }

  @Test func aPlanKeepsTheFields() throws {
    var plan = plan.warmingUp(fromBatchScale: 4, images: 5000)
    plan.lars = LARS(trustCoefficient: 0.002)
    let read = try JSONDecoder().decode(RunPlan.self, from: JSONEncoder().encode(plan))
    #expect(read == plan)
    #expect(!plan.isRepetition(of: self.plan))
  }

  @Test func settingsShowBoth() {
    func values(_ plan: RunPlan) -> [String] {
      [Setting.warmUp, .optimizer].map { $0.value(in: plan) }
    }
    #expect(values(plan) == ["off", "sgd"])
    var large = plan.warmingUp(fromBatchScale: 4, images: 5000)
    large.lars = LARS()
    #expect(values(large) == ["0.25 to 1 in 98 steps", "lars"])
    large.lars = LARS(trustCoefficient: 0.002)
    #expect(values(large)[1] == "lars 0.002")
    let usual = plan.settings.filter(\.isUsual).map(\.name)
    #expect(usual == ["warm-up", "optimizer"])
    #expect(large.settings.allSatisfy { !$0.isUsual })
  }

  /// Computed by hand from the formula of the paper: 0.001 · 3 / (5 + 0.5 · 3) for the first.
  @Test(arguments: [
    (3, 5, 0.5, 0.003 / 6.5), (8, 4, 0, 0.002), (2, 1e-3, 0.0005, 0.002 / 0.002),
    // A norm of 0 does not show the scale.
    (0, 5, 0.5, 0.001), (3, 0, 0.5, 0.001), (0, 0, 0, 0.001),
  ])
  func theLocalFactorIsTheQuotientOfTheNorms(
    weights: Double, gradient: Double, decay: Double, factor: Double
  ) {
    let result = LARS().factor(weights: weights, gradient: gradient, decay: decay)
    #expect(abs(result - factor) < 1e-15 + 1e-12 * factor)
  }

  @Test(arguments: [
    (1024, 4, false, false), (1025, 4, false, true), (4096, 4, true, false),
    (4096, 1, false, false),
  ])
  func aLargeScaledBatchWithoutLARSGetsAdvice(batch: Int, scale: Int, lars: Bool, advice: Bool) {
    var plan = plan
    plan.batch = batch
    plan = plan.warmingUp(fromBatchScale: scale, images: 100_000)
    if lars { plan.lars = LARS() }
    #expect((plan.largeBatchAdvice != nil) == advice)
  }
}
