import Blueprint
import Testing

@testable import Runs

/// Runs that differ in their seed alone.
extension ComparisonTests {
  private func seeds(_ name: String, _ errors: [Double], dropout: Double) -> [Comparison.Subject] {
    errors.enumerated().map { index, error in
      subject("\(name)\(index)", seed: UInt64(index), errors: [0.9, error]) {
        $0.knobs.dropout = dropout
      }
    }
  }

  @Test func runsOfOnePlanAreASet() {
    let comparison = Comparison(
      seeds("a", [0.40, 0.42], dropout: 0.5) + seeds("b", [0.5, 0.5, 0.5], dropout: 0))
    #expect(comparison.sets.map(\.members) == [[0, 1], [2, 3, 4]])
    #expect(comparison.sets.map(\.name) == ["dropout=0.5", "dropout=off"])
  }

  /// A sum of twentieths would be printed as 0.9500000000000001 in JSON.
  @Test func theLevelIsTheNearestNumber() {
    #expect(Comparison([subject("a", errors: [0.93])]).level == 0.95)
    #expect(Comparison([subject("a", errors: [0.062])]).level == 0.07)
  }

  @Test func theSameSeedIsNotARepetition() {
    let comparison = Comparison([subject("a", errors: [0.9]), subject("b", errors: [0.9])])
    #expect(comparison.sets.map(\.members) == [[0], [1]])
  }

  @Test func aRunThatWasChangedByHandIsNotARepetition() {
    var changed = subject("b", seed: 2, errors: [0.9])
    changed.history.add(.toggled(step: 50, knob: .dropout, on: false))
    #expect(
      Comparison([subject("a", errors: [0.9]), changed]).sets.map(\.members) == [[0], [1]])
  }

  // t, the degrees of freedom and the probability (0.0113) were calculated in Python, by integrating the
  // density of the t-distribution.
  @Test func setsWithSeveralSeedsAreTested() {
    let comparison = Comparison(
      seeds("a", [0.404, 0.412, 0.42], dropout: 0.5)
        + seeds("b", [0.433, 0.439, 0.445], dropout: 0))
    #expect(
      comparison.verdicts() == [
        "dropout=off (b0, b1, b2) against dropout=0.5 (a0, a1, a2): +2.7 points of val top-1 error "
          + "(worse) at step 200 (43.9 ± 0.6% against 41.2 ± 0.8%). Over 3 seeds each, the seed alone would cause a "
          + "difference this large in 1 of 100 cases (Welch's t-test).",
        "A test holds only for these data, these settings and this step.",
      ])
  }

  // The probabilities are 0.573 (t = 0.61, 4 degrees of freedom) and 0.0317 (t = 8.5, 1.47 degrees).
  @Test(arguments: [
    ([0.40, 0.44, 0.42], [0.41, 0.45, 0.43], "Over 3 seeds each", "57 of 100 cases"),
    ([0.40, 0.42], [0.5, 0.51], "Over 2 seeds each", "3 of 100 cases"),
    ([0.40, 0.42], [0.5, 0.51, 0.505], "Over 3 and 2 seeds", " of 100 cases"),
    ([0.40, 0.401, 0.402], [0.5, 0.501, 0.502], "Over 3 seeds each", "fewer than 1 of 1,000"),
  ])
  func theProbabilityOfChanceIsANumberOfCases(
    own: [Double], theirs: [Double], seeds: String, cases: String
  ) throws {
    let comparison = Comparison(
      self.seeds("a", own, dropout: 0.5) + self.seeds("b", theirs, dropout: 0))
    let verdict = try #require(comparison.verdicts().first)
    #expect(verdict.contains(seeds + ","))
    #expect(verdict.contains(cases))
  }

  @Test func withoutSeveralSeedsChanceIsNotTested() {
    let single = Comparison([
      subject("a", errors: [0.4]), subject("b", errors: [0.368]) { $0.knobs.lrn = false },
    ])
    #expect(
      single.verdicts() == [
        "b against a: −3.2 points of val top-1 error (better) at step 100 (36.8% against 40.0%).",
        "One seed each, a difference of any size can be chance. --seeds 3 trains more seeds.",
      ])
    #expect(single.verdicts(minus: .output)[0].hasPrefix("b against a: -3.2 points"))
    let oneSide = Comparison(
      seeds("a", [0.4, 0.42], dropout: 0.5) + [subject("b", errors: [0.9, 0.5]) { $0.batch = 1 }])
    #expect(
      oneSide.verdicts() == [
        "b against batch=128 (a0, a1): +9.0 points of val top-1 error (worse) at step 200 "
          + "(50.0% against 41.0%, 40.0 to 42.0).",
        "With one seed on a side, a difference of any size can be chance. --seeds 3 trains more seeds.",
      ])
    let equal = Comparison(
      seeds("a", [0.4, 0.4], dropout: 0.5) + seeds("b", [0.5, 0.5], dropout: 0))
    #expect(equal.verdicts().count == 1)
    #expect(equal.verdicts()[0].contains("Welch") == false)
  }

  @Test func theDifferenceAgreesWithTheErrorsBesideIt() {
    let comparison = Comparison([
      subject("a", errors: [0.9694]), subject("b", errors: [0.8976]) { $0.knobs.lrn = false },
    ])
    #expect(
      comparison.verdicts()[0]
        == "b against a: −7.1 points of val top-1 error (better) at step 100 "
        + "(89.8% against 96.9%).")
    #expect(comparison.rows[1].difference?.shownTop1 == -0.071)
  }

  @Test func equalRunsOfOneSeedLeaveNothingToChance() {
    let first = subject("a", errors: [0.9, 0.8])
    func count(_ seed: UInt64, _ errors: [Double]) -> Int {
      Comparison([first, subject("b", seed: seed, errors: errors) { $0.knobs.lrn = false }])
        .verdicts().count
    }
    #expect(count(1, [0.9, 0.8]) == 1)
    #expect(count(1, [0.9, 0.81]) == 2)
    #expect(count(2, [0.9, 0.8]) == 2)
  }

  @Test func severalTestsCarryAWarning() {
    let comparison = Comparison(
      seeds("a", [0.40, 0.42], dropout: 0.5) + seeds("b", [0.5, 0.51], dropout: 0)
        + seeds("c", [0.5, 0.52], dropout: 0.2))
    #expect(comparison.verdicts().count == 4)
    #expect(comparison.verdicts().last?.hasPrefix("Each test is for one comparison") == true)
  }

  @Test func runsThatWereNeverValidatedAtTheSameStepAreNotCompared() {
    var late = subject("b", errors: []) { $0.knobs.lrn = false }
    late.history.add(.validation(150, top1: 0.5, top5: 0.1))
    let comparison = Comparison([subject("a", errors: [0.9]), late])
    #expect(comparison.verdicts() == ["a and b have no validation at the same step."])
    #expect(comparison.rows[1].difference == nil)
  }
}
