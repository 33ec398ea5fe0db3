import Blueprint
import Foundation
import Runs
import Testing

@testable import Training

extension TrainingSuites {
  /// The end of a run at a training error, as Fig. 1 of the paper needs it.
  @Suite struct TrainingErrorTests {
    private let temporary = TemporaryStore()
    private var store: RunStore { temporary.store }

    private func plan(error: Double?, seed: UInt64 = 1) -> RunPlan {
      var plan = RunPlan.tiny(steps: 200, validateEvery: 8, seed: seed)
      plan.endsAtTrainingError = error
      plan.checkpointEvery = 3
      return plan
    }

    private func end(_ recorder: Recorder) -> (step: Int, reason: TrainingEvent.FinishReason)? {
      guard case .finished(let step, _, let reason)? = recorder.events.last else { return nil }
      return (step, reason)
    }

    /// The first step at which a run with the mean errors of intervals of 8 steps ends, by hand.
    private func expectedEnd(_ steps: [TrainingEvent.Step], error: Double) -> Int? {
      stride(from: 0, to: steps.count - 7, by: 8).first { start in
        steps[start..<start + 8].reduce(0) { $0 + $1.top1 } / 8 <= error
      }.map { $0 + 8 }
    }

    @Test(arguments: [0.5, 0.25, 0.0])
    func `A run ends after the first interval with the error`(error: Double) throws {
      let whole = try Recorder(plan(error: nil))
      let expected = try #require(expectedEnd(whole.steps, error: error))
      #expect(expected < 200)
      let recorder = try Recorder(plan(error: error))
      #expect(end(recorder)?.step == expected)
      #expect(end(recorder)?.reason == .trainingError)
      // The run is validated at its last step, once.
      let validations = recorder.events.compactMap {
        if case .validation(let validation) = $0 { validation.step } else { nil }
      }
      #expect(validations == Array(stride(from: 8, through: expected, by: 8)))
    }

    @Test func `A run that does not reach the error has its whole length`() throws {
      var plan = plan(error: 0)
      plan.knobs.rate = 0
      plan.length = .steps(20)
      let recorder = try Recorder(plan)
      #expect(end(recorder)?.step == 20)
      #expect(end(recorder)?.reason == .completed)
    }

    @Test func `A resumed run ends at the same step`() throws {
      let plan = plan(error: 0.25)
      let expected = end(try Recorder(plan))?.step
      let run = try store.create(plan, name: "broken", data: "patches")
      // The stops are at a validation and in the middle of intervals.
      for stop in [5, 8, 13] {
        let resumption = stop == 5 ? nil : try run.resumption()
        try Recorder(plan, run: run, from: resumption) { event in
          if case .step(let step) = event, step.step == stop { [.stop] } else { [] }
        }
      }
      let rest = try Recorder(plan, run: run, from: try run.resumption())
      #expect(end(rest)?.step == expected)
      #expect(end(rest)?.reason == .trainingError)
    }

    /// The process can be killed between the last checkpoint and the event of the end.
    @Test func `A run that has reached the error does not train further`() throws {
      let plan = plan(error: 0.25)
      let run = try store.create(plan, name: "run", data: "patches")
      let first = try Recorder(plan, run: run)
      let again = try Recorder(plan, run: run, from: try run.resumption())
      #expect(again.steps.isEmpty)
      #expect(end(again)?.step == end(first)?.step)
      #expect(end(again)?.reason == .trainingError)
    }
  }
}
