import Blueprint
import Testing

@testable import Runs

@Suite struct ComparisonTests {
  /// A run that was validated every 100 steps with the given errors. The errors of its batches are 0.1
  /// smaller.
  func subject(
    _ name: String, seed: UInt64 = 1, errors: [Double], change: (inout RunPlan) -> Void = { _ in }
  ) -> Comparison.Subject {
    var plan = RunPlan.example()
    plan.seed = seed
    change(&plan)
    var history = ValidationHistory()
    for (index, error) in errors.enumerated() {
      for step in index * 100 + 1...(index + 1) * 100 {
        history.add(
          .step(
            .init(
              step: step, epoch: 0, loss: error * 3, top1: error - 0.1, top5: error / 2, rate: 0.02,
              imagesPerSecond: step % 2 == 0 ? 100 : 300, seconds: Double(step) / 2)))
      }
      history.add(
        .validation(
          .init(
            step: (index + 1) * 100, epoch: 0, loss: error * 4, top1: error, top5: error / 2)))
    }
    return Comparison.Subject(name: name, plan: plan, history: history)
  }

  @Test func lanesWithOtherSeedsRepeatTheirParent() {
    let comparison = Comparison([
      subject("a", errors: [0.9]),
      subject("a-seed-2", seed: 2, errors: [0.8]) { $0.lineage = Lineage(parent: "a", step: 0) },
      subject("b", seed: 3, errors: [0.8]) { $0.lineage = Lineage(parent: "a", step: 0) },
    ])
    #expect(comparison.sets.map(\.members) == [[0, 1, 2]])
  }

  @Test func onlyDifferentSettingsAreNamed() {
    let comparison = Comparison([
      subject("a", errors: [0.9]),
      subject("b", errors: [0.9]) { $0.knobs.dropout = 0 },
      subject("c", errors: [0.9]) { $0.knobs.lrn = false },
    ])
    #expect(
      comparison.rows.map { $0.differences.map(\.description) } == [
        ["dropout=0.5", "lrn=on"], ["dropout=off", "lrn=on"], ["dropout=0.5", "lrn=off"],
      ])
    #expect(Comparison([subject("a", errors: [])]).rows[0].differences.isEmpty)
  }

  @Test func bestLastAndGapAreThoseOfTheEvents() throws {
    let row = Comparison([subject("a", errors: [0.8, 0.4, 0.6])]).rows[0]
    #expect(row.best?.step == 200 && row.best?.top1 == 0.4)
    #expect(row.last?.step == 300 && row.last?.top1 == 0.6)
    #expect(row.bestTop5 == 0.2)
    #expect(row.steps == 300)
    // The batches between the last two validations have an error of 0.5.
    #expect(abs(try #require(row.last?.top1Gap) - 0.1) < 1e-12)
    #expect(abs(try #require(row.last?.lossGap) - 0.6) < 1e-12)
    // Half of the images are trained at 100 images per second, the other half at 300.
    #expect(abs(try #require(row.imagesPerSecond) - 150) < 1e-9)
  }

  @Test func theTimeToReachAnErrorIsMeasured() {
    let subjects = [
      subject("a", errors: [0.8, 0.4, 0.3]), subject("b", errors: [0.9, 0.7, 0.52]),
    ]
    let comparison = Comparison(subjects)
    #expect(abs(comparison.level - 0.55) < 1e-12)
    #expect(comparison.rows.map { $0.reached?.step } == [200, 300])
    #expect(comparison.rows.map { $0.reached?.seconds } == [100, 150])
    let never = Comparison(subjects, level: 0.35)
    #expect(never.rows.map { $0.reached?.step } == [300, nil])
  }

  @Test(arguments: [
    // Both only guess.
    ([0.975, 0.974], [0.976, 0.975], 0.98, false),
    // The second run needs two validations.
    ([0.975, 0.974], [0.99, 0.971], 0.98, true),
    ([0.999], [0.998], 1.0, false),
    ([], [], 0.5, false),
  ])
  func aLevelThatAllRunsHaveFromTheBeginningIsNoTarget(
    first: [Double], second: [Double], level: Double, hasTarget: Bool
  ) {
    let subjects = [subject("a", errors: first), subject("b", errors: second)]
    let comparison = Comparison(subjects)
    #expect(abs(comparison.level - level) < 1e-12)
    #expect(comparison.hasTarget == hasTarget)
    #expect(Comparison(subjects, level: 0.2).hasTarget)
  }

  @Test func aResumptionChangesTheLengthThatIsCompared() {
    var long = subject("a", errors: [0.9]) { $0.length = .steps(200) }
    var resumed = subject("b", errors: [0.9]) { $0.length = .steps(100) }
    #expect(!Comparison([long, resumed]).rows[1].differences.isEmpty)
    resumed.history.add(
      .resumed(.init(step: 100, knobs: Knobs(), length: .steps(200), time: 0)))
    #expect(Comparison([long, resumed]).rows[1].differences.isEmpty)
    long.history.add(.resumed(.init(step: 100, knobs: Knobs(), length: .steps(300), time: 0)))
    #expect(
      Comparison([long, resumed]).rows[0].differences.map(\.description) == ["length=300 steps"])
  }

  @Test func differencesAreAtTheLastSharedStep() throws {
    let comparison = Comparison(
      [subject("a", errors: [0.8, 0.6]), subject("b", errors: [0.7, 0.5, 0.1])], baseline: 0)
    #expect(comparison.rows[0].difference == nil)
    let difference = try #require(comparison.rows[1].difference)
    #expect(difference.step == 200)
    #expect(abs(difference.top1 + 0.1) < 1e-12)
  }

  @Test func resumingRemovesLaterSteps() {
    var history = subject("a", errors: [0.8, 0.4]).history
    history.add(.toggled(step: 200, knob: .dropout, on: false))
    history.add(.resumed(.init(step: 100, knobs: Knobs(), length: .endless, time: 0)))
    #expect(history.steps == 100 && history.seconds == 50)
    #expect(history.results.map(\.step) == [100])
    #expect(history.knobChanges.isEmpty)
    history.add(.step(101))
    history.add(.validation(101, top1: 0.7, top5: 0.1))
    #expect(history.last?.trainingTop1 == 0.75)
  }

  // The journal of a fork begins with the step of its parent and a validation at this step.
  @Test func aForkBeginsAtTheStepAndTimeOfItsParent() throws {
    var history = ValidationHistory()
    history.add(.resumed(.init(step: 137, knobs: Knobs(), length: .endless, time: 0)))
    history.add(.validation(137, top1: 0.6, top5: 0.1))
    #expect(history.steps == 137)
    #expect(history.first(reaching: 0.6)?.step == 137)
    #expect(history.last?.top1Gap == nil)
    history.add(
      .step(
        .init(
          step: 138, epoch: 0, loss: 1, top1: 0.5, top5: 0, rate: 0.02, imagesPerSecond: 100,
          seconds: 68.5)))
    #expect(history.first(reaching: 0.6)?.seconds == 68.5)
    history.add(.validation(150, top1: 0.55, top5: 0.1))
    #expect(abs(try #require(history.last?.top1Gap) - 0.05) < 1e-12)
  }

  @Test func changesByHandAreListed() {
    var history = ValidationHistory()
    history.add(.rate(step: 3, rate: 0.1, cause: .schedule))
    history.add(.rate(step: 5, rate: 0.016, cause: .hand))
    history.add(.rate(step: 5, rate: 0.0128, cause: .hand))
    history.add(.toggled(step: 5, knob: .lrn, on: false))
    #expect(
      history.knobChanges == [
        .init(step: 5, text: "rate 0.0128"), .init(step: 5, text: "lrn off"),
      ])
  }

  /// The parent's rate and dropout were changed before the fork, whose plan has those of the start.
  @Test func changesOfTheParentAreListedForItsFork() throws {
    guard case .started(let started) = TrainingEvent.started else { return }
    var constant = started
    constant.plan.schedule = .constant
    func changes(_ started: TrainingEvent.Started, rate: Double) -> [String] {
      var knobs = started.plan.knobs
      knobs.rate = rate
      knobs.dropout = 0
      let fork = TrainingEvent.resumed(.init(step: 90, knobs: knobs, length: .endless, time: 0))
      return ValidationHistory([.started(started), fork]).knobChanges.map {
        "\($0.text) @\($0.step)"
      }
    }
    #expect(changes(constant, rate: 0.005) == ["rate 0.005 @90", "dropout off @90"])
    #expect(changes(constant, rate: constant.plan.knobs.rate) == ["dropout off @90"])
    // A schedule can have changed the rate.
    #expect(changes(started, rate: 0.005) == ["dropout off @90"])
  }

  /// A change between a checkpoint and the end of the trainer is lost, although the step is the same.
  @Test func changesThatAResumptionLosesAreTakenBack() {
    let knobs = RunPlan.example().knobs
    let events: [TrainingEvent] = [
      .started, .step(40), .toggled(step: 40, knob: .dropout, on: false),
      .rate(step: 40, rate: 0.01, cause: .hand),
      .resumed(.init(step: 40, knobs: knobs, length: .endless, time: 0)),
    ]
    #expect(
      ValidationHistory(events).knobChanges == [
        .init(step: 40, text: "rate 0.02"), .init(step: 40, text: "dropout on"),
      ])
    #expect(
      ValidationHistory(events.dropLast() + [.step(41)]).knobChanges == [
        .init(step: 40, text: "dropout off"), .init(step: 40, text: "rate 0.01"),
      ])
  }
}
