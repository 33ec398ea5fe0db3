import Blueprint
import Runs
import Testing

@testable import LiveSession

@Suite struct FactsOfARun {
  private static let plateau = Schedule.plateau(.init())

  static func plan(_ schedule: Schedule = plateau) -> RunPlan {
    RunPlan(
      network: .compact(classes: 6, side: 32), data: .scenes, seed: 1, batch: 8, length: .endless,
      knobs: Knobs(), schedule: schedule, threads: 1, validateEvery: 50)
  }

  static func step(_ step: Int, loss: Double = 1.5) -> TrainingEvent {
    .step(
      .init(
        step: step, epoch: 0.25, loss: loss, top1: 0.9, top5: 0.5, rate: 0.01, imagesPerSecond: 100,
        seconds: 12.5))
  }

  static func validation(_ step: Int, _ top1: Double) -> TrainingEvent {
    .validation(.init(step: step, epoch: 0.25, loss: 1.25, top1: top1, top5: 0.125))
  }

  private func moments(_ events: TrainingEvent..., schedule: Schedule = plateau) -> [RunMoment] {
    var facts = RunFacts(run: "one", plan: Self.plan(schedule), after: nil)
    return events.flatMap { facts.update($0) }
  }

  @Test func everyLowerErrorOfAValidationIsTheBest() {
    #expect(
      moments(Self.validation(1, 0.5), Self.validation(2, 0.5), Self.validation(3, 0.25))
        == [.best, .best])
    #expect(moments(Self.validation(1, .nan)).isEmpty)
  }

  @Test(
    arguments: [
      (.completed, [.finished]), (.timeLimit, [.finished]), (.plateau, [.plateau, .finished]),
      (.stopped, []),
    ] as [(TrainingEvent.FinishReason, [RunMoment])])
  func aRunFinishesUnlessItIsStoppedByHand(
    reason: TrainingEvent.FinishReason, expected: [RunMoment]
  ) {
    #expect(moments(.finished(step: 9, seconds: 1, reason: reason)) == expected)
  }

  @Test func aFailureAfterALossThatIsNotFiniteIsADivergence() {
    let failed = TrainingEvent.failed(step: 2, message: "x")
    #expect(moments(Self.step(2, loss: .nan), failed) == [.diverged, .failed])
    #expect(moments(Self.step(2, loss: .infinity), failed) == [.diverged, .failed])
    #expect(moments(Self.step(2), failed) == [.failed])
    #expect(moments(failed) == [.failed])
  }

  @Test func aDropOfThePlateauScheduleIsAPlateau() {
    let drop = TrainingEvent.rate(step: 5, rate: 0.001, cause: .schedule)
    #expect(moments(drop) == [.plateau])
    #expect(moments(.rate(step: 5, rate: 0.001, cause: .hand)).isEmpty)
    #expect(moments(drop, schedule: .table([])).isEmpty)
  }

  @Test func theEnvironmentStatesWhatIsKnown() {
    var facts = RunFacts(run: "one", plan: Self.plan(), after: nil)
    let early = facts.environment(at: .failed, store: "/runs")
    #expect(early["ALEXNET_EVENT"] == "failed" && early["ALEXNET_STEP"] == "0")
    // The variable is removed: `nil` in the dictionary, which is not a missing entry.
    #expect(early["ALEXNET_TOP1"] == .some(nil))
    for event in [
      Self.step(7), Self.validation(7, 0.5), Self.validation(7, 0.75),
      .renamed(step: 7, name: "two"), .finished(step: 7, seconds: 13, reason: .completed),
    ] { _ = facts.update(event) }
    let byHand = [
      "ALEXNET_EVENT": "finished", "ALEXNET_RUN": "two", "ALEXNET_RUNS": "/runs",
      "ALEXNET_FOLDER": "/runs/two", "ALEXNET_STEP": "7", "ALEXNET_EPOCH": "0.25",
      "ALEXNET_SECONDS": "12.5", "ALEXNET_LOSS": "1.5", "ALEXNET_RATE": "0.01",
      "ALEXNET_VALIDATION_STEP": "7", "ALEXNET_VALIDATION_LOSS": "1.25", "ALEXNET_TOP1": "0.75",
      "ALEXNET_TOP5": "0.125", "ALEXNET_BEST_TOP1": "0.5", "ALEXNET_REASON": "completed",
    ]
    #expect(facts.environment(at: .finished, store: "/runs").compactMapValues { $0 } == byHand)
  }
}
