import Blueprint
import Runs
import Testing

@testable import Training

@Suite struct ScheduleTests {
  @Test func aConstantRateIsKept() {
    var schedule = RateSchedule(.constant)
    #expect((1...100).allSatisfy { schedule.decision(beforeStep: $0) == .keep })
    #expect(schedule.decision(afterValidationError: 1) == .keep)
  }

  @Test func aTableMultipliesAtItsSteps() {
    let schedule = RateSchedule(.table([.init(step: 5, factor: 0.1), .init(step: 5, factor: 0.5)]))
    #expect(schedule.decision(beforeStep: 4) == .keep)
    #expect(schedule.decision(beforeStep: 5) == .multiply(0.05))
    #expect(schedule.decision(beforeStep: 6) == .keep)
  }

  @Test func aPlateauDividesWhenTheErrorStopsImproving() {
    var schedule = RateSchedule(.plateau(.init(divisor: 10, patience: 2, threshold: 0.01)))
    let decisions = [0.5, 0.4, 0.395, 0.399, 0.3].map {
      schedule.decision(afterValidationError: $0)
    }
    #expect(decisions == [.keep, .keep, .keep, .multiply(0.1), .keep])
  }

  @Test func thePlateauAfterTheLastDropEndsTheRun() {
    var schedule = RateSchedule(.plateau(.init(divisor: 10, patience: 1, drops: 2)))
    let decisions = [0.5, 0.5, 0.5, 0.5].map { schedule.decision(afterValidationError: $0) }
    #expect(decisions == [.keep, .multiply(0.1), .multiply(0.1), .finish])
  }
}

extension TrainingSuites {
  @Suite struct ScheduledRunTests {
    @Test func theRatesOfATableAreUsedAndReported() throws {
      let run = try Recorder(.tiny(steps: 3, schedule: .table([.init(step: 3, factor: 0.5)])))
      #expect(run.steps.map(\.rate) == [0.05, 0.05, 0.025])
      #expect(run.events.contains(.rate(step: 2, rate: 0.025, cause: .schedule)))
    }

    @Test func thePlateauAfterTheLastDropFinishesTheRun() throws {
      let run = try Recorder(
        .tiny(
          steps: 1000, knobs: Knobs(rate: 0),
          schedule: .plateau(.init(patience: 1, drops: 1)), validateEvery: 1))
      guard case .finished(3, _, .plateau) = run.events.last else {
        Issue.record("ended with \(String(describing: run.events.last))")
        return
      }
    }
  }
}
