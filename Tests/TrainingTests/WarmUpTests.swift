import Blueprint
import Foundation
import Runs
import Testing

@testable import Training

extension TrainingSuites {
  /// All rates are powers of two times small whole numbers, so products and quotients are exact.
  @Suite struct WarmUpTests {
    private let temporary = TemporaryStore()
    private let knobs = Knobs(rate: 0.0625, dropout: 0.25)

    private func plan(steps: Int, schedule: Schedule = .constant) -> RunPlan {
      var plan = RunPlan.tiny(steps: steps, knobs: knobs, schedule: schedule)
      plan.warmUp = WarmUp(steps: 4, firstFactor: 0.5)
      plan.checkpointEvery = 0
      return plan
    }

    /// The rates of the warm-up: 1/2, 5/8, 6/8 and 7/8 of the plan's.
    private let rates = [4, 5, 6, 7, 8, 8].map { Double($0) / 8 * 0.0625 }

    @Test func theReportedRateRisesWithoutEventsOfChanges() throws {
      let run = try Recorder(plan(steps: 6))
      #expect(run.steps.map(\.rate) == rates)
      #expect(!run.events.contains { if case .rate = $0 { true } else { false } })
    }

    @Test func theUpdatesAreThoseOfTheSameRatesSetByHand() throws {
      let rises = try Recorder(plan(steps: 6))
      var byHand = plan(steps: 6)
      byHand.warmUp = nil
      byHand.knobs.rate = rates[0]
      let isSet = try Recorder(byHand) { event in
        if case .step(let step) = event, step.step < 6 { [.setRate(rates[step.step])] } else { [] }
      }
      #expect(isSet.steps.map(\.rate) == rates)
      #expect(rises.losses == isSet.losses)
    }

    @Test func theScheduleMultipliesTheRisingRate() throws {
      let run = try Recorder(
        plan(steps: 6, schedule: .table([.init(step: 3, factor: 0.5)])))
      let expected = rates.enumerated().map { $0 < 2 ? $1 : $1 / 2 }
      #expect(run.steps.map(\.rate) == expected)
      #expect(run.events.contains(.rate(step: 2, rate: rates[2] / 2, cause: .schedule)))
    }

    @Test func aRateByHandIsThatOfTheNextStep() throws {
      let set = try Recorder(plan(steps: 6)) { event in
        if case .step(let step) = event, step.step == 2 { [.setRate(0.375)] } else { [] }
      }
      // 0.375 is 6/8 of 0.5.
      #expect(set.steps.map(\.rate) == rates.prefix(2) + [0.375, 0.4375, 0.5, 0.5])
      let doubled = try Recorder(plan(steps: 6)) { event in
        if case .step(let step) = event, step.step == 2 { [.scaleRate(by: 2)] } else { [] }
      }
      #expect(doubled.steps.map(\.rate) == rates.prefix(2) + rates.dropFirst(2).map { 2 * $0 })
      #expect(doubled.events.contains(.rate(step: 2, rate: 2 * rates[2], cause: .hand)))
    }

    @Test func aResumedRunContinuesTheRise() throws {
      let whole = try Recorder(plan(steps: 6))
      let run = try temporary.store.create(plan(steps: 6), name: "broken", data: "patches")
      let first = try Recorder(plan(steps: 6), run: run) { event in
        if case .step(let step) = event, step.step == 2 { [.stop] } else { [] }
      }
      let resumption = try run.resumption()
      #expect(resumption.knobs.rate == 0.0625)
      let rest = try Recorder(resumption.plan, run: run, from: resumption)
      #expect((first.steps + rest.steps).map(\.rate) == rates)
      #expect(first.losses + rest.losses == whole.losses)
    }

    @Test func aForkContinuesTheRise() throws {
      let lanes = try LaneRecorder([("a", plan(steps: 6))]) { line in
        if line.run == "a", case .step(let step) = line.event, step.step == 2 {
          [AddressedCommand(.fork(name: "b", [.rate(0.125)]), run: "a")]
        } else {
          []
        }
      }
      #expect(lanes.steps("b").map(\.rate) == rates.dropFirst(2).map { 2 * $0 })
    }

    @Test func aLargeScaledBatchIsReportedOnce() throws {
      var plan = plan(steps: 2)
      plan.batch = 1040
      let events = try Recorder(plan, data: ColorPatches(trainCount: 2080)).events
      let advice = events.compactMap { event -> String? in
        if case .warning(0, "large-batch", let message) = event { message } else { nil }
      }
      #expect(advice == [plan.largeBatchAdvice])
    }
  }
}
