import Blueprint
import Foundation
import Images
import Runs
import Testing

@testable import Training

extension TrainingSuites {
  @Suite struct ResumeTests {
    private let temporary = TemporaryStore()
    private var store: RunStore { temporary.store }

    /// A plan with dropout, all augmentation, a plateau with a drop in the middle, and epochs of 16 steps.
    private func plan(steps: Int, threads: Int = 1, precision: Precision = .fp32) -> RunPlan {
      var plan = RunPlan.tiny(
        steps: steps,
        knobs: Knobs(
          rate: 0.01, dropout: 0.25,
          augmentation: Augmentation(crop: true, mirror: true, colorNoise: true)),
        schedule: .plateau(.init(divisor: 2, patience: 1, threshold: 0.2, drops: 50)),
        validateEvery: 7, threads: threads)
      plan.precision = precision
      plan.checkpointEvery = 0
      return plan
    }

    private func weights(of run: Run, step: Int) throws -> Data {
      let path = run.checkpoints.path(ofStep: step)
      let bytes = try Data(contentsOf: URL(filePath: path))
      let length = bytes.prefix(8).enumerated().reduce(0) { $0 | Int($1.1) << (8 * $1.0) }
      return bytes.dropFirst(8 + length)
    }

    @Test(arguments: [(1, Precision.fp32), (2, .fp32), (1, .fp32Direct)])
    func resumingEqualsNeverStopping(threads: Int, precision: Precision) throws {
      let plan = plan(steps: 60, threads: threads, precision: precision)
      let straight = try store.create(plan, name: "straight", data: "patches")
      let whole = try Recorder(plan, run: straight)
      #expect(whole.events.contains { if case .rate = $0 { true } else { false } })
      // The stops are at a validation, after a drop, and in the middle of an epoch.
      let broken = try store.create(plan, name: "broken", data: "patches")
      var events: [TrainingEvent] = []
      for stop in [7, 20, 33, nil] as [Int?] {
        let resumption = events.isEmpty ? nil : try broken.resumption()
        let part = try Recorder(plan, run: broken, from: resumption) { event in
          if case .step(let step) = event, step.step == stop { [.stop] } else { [] }
        }
        #expect(part.steps.first?.step == (resumption?.step ?? 0) + 1)
        events += part.events
      }
      #expect(events.compactMap(\.number) == whole.events.compactMap(\.number))
      #expect(try weights(of: broken, step: 60) == weights(of: straight, step: 60))
    }

    @Test func checkpointsDifferInTimesOnly() throws {
      let plan = plan(steps: 12)
      let straight = try store.create(plan, name: "straight", data: "patches")
      try Recorder(plan, run: straight)
      let broken = try store.create(plan, name: "broken", data: "patches")
      try Recorder(plan, run: broken) { event in
        if case .step(let step) = event, step.step == 5 { [.stop] } else { [] }
      }
      try Recorder(plan, run: broken, from: try broken.resumption())
      func state(_ run: Run) throws -> TrainingState {
        var state = try run.checkpoints.checkpoint(ofStep: 12).state
        state.seconds = 0
        state.waited = 0
        return state
      }
      #expect(try state(broken) == state(straight))
    }

    @Test func aLengthenedRunEqualsALongRun() throws {
      // The short run ends between two validations. The schedule does not count its final validation.
      let short = try store.create(plan(steps: 20), name: "short", data: "patches")
      try Recorder(plan(steps: 20), run: short)
      var resumption = try short.resumption()
      resumption.plan.length = .steps(40)
      let rest = try Recorder(resumption.plan, run: short, from: resumption)
      let whole = try Recorder(plan(steps: 40))
      #expect(rest.losses.map(\.bitPattern) == whole.losses.suffix(20).map(\.bitPattern))
    }

    @Test func aChangedRateActsFromTheNextStep() throws {
      let run = try store.create(plan(steps: 10), name: "run", data: "patches")
      try Recorder(plan(steps: 5), run: run)
      var resumption = try run.resumption(from: 5)
      resumption.plan.length = .steps(10)
      resumption.knobs.rate = 0.25
      let rest = try Recorder(resumption.plan, run: run, from: resumption)
      #expect(rest.steps.first?.rate == 0.25)
    }

    @Test func aRequestedCheckpointIsWrittenAndReported() throws {
      let run = try store.create(plan(steps: 9), name: "run", data: "patches")
      let recorder = try Recorder(plan(steps: 9), run: run) { event in
        if case .step(let step) = event, step.step == 4 { [.checkpoint] } else { [] }
      }
      let path = run.checkpoints.path(ofStep: 5)
      #expect(recorder.events.contains(.checkpoint(step: 5, path: path)))
      #expect(try Checkpoint(path: path).state.step == 5)
    }

    @Test func aPausedTrainerWritesARequestedCheckpointAtOnce() throws {
      let run = try store.create(plan(steps: 9), name: "run", data: "patches")
      let recorder = try Recorder(plan(steps: 9), run: run, commands: [.pause]) { event in
        switch event {
        case .paused(_, on: true): [.step]
        case .step(let step) where step.step == 1: [.checkpoint]
        case .checkpoint(1, _): [.stop]
        default: []
        }
      }
      #expect(recorder.steps.count == 1)
      #expect(run.checkpoints.steps == [1])
    }

    @Test func aCheckpointThatIsRequestedAgainIsReportedAgain() throws {
      let run = try store.create(plan(steps: 9), name: "run", data: "patches")
      var count = 0
      try Recorder(plan(steps: 9), run: run, commands: [.pause, .checkpoint]) { event in
        guard case .checkpoint(0, _) = event else { return [] }
        count += 1
        return count == 1 ? [.checkpoint] : [.stop]
      }
      // The third is not requested: the state at the end is on the disk.
      #expect(count == 2)
    }

    /// A killed process never loses more steps than there are in an interval.
    @Test(arguments: [1, 3]) func noStepIsFurtherFromACheckpointThanTheInterval(interval: Int)
      throws
    {
      var plan = plan(steps: 20)
      plan.checkpointEvery = interval
      let run = try store.create(plan, name: "run", data: "patches")
      let recorder = try Recorder(plan, run: run)
      var checkpoints: [Int] = []
      for event in recorder.events {
        if case .checkpoint(let step, _) = event { checkpoints.append(step) }
        if case .step(let step) = event {
          #expect(step.step - (checkpoints.last ?? 0) <= interval)
        }
      }
      #expect(checkpoints.starts(with: stride(from: interval, through: 20, by: interval)))
      #expect(run.checkpoints.steps.last == 20)
      #expect(run.checkpoints.steps.count <= 3)
    }

    @Test func aCheckpointThatCannotBeWrittenIsAWarning() throws {
      var plan = plan(steps: 20)
      plan.checkpointEvery = 5
      let run = try store.create(plan, name: "run", data: "patches")
      // A file stands at the path of the folder.
      _ = FileManager.default.createFile(atPath: run.checkpoints.path, contents: Data())
      let recorder = try Recorder(plan, run: run)
      #expect(recorder.steps.count == 20)
      let warnings = recorder.events.count {
        if case .warning(_, "checkpoint", _) = $0 { true } else { false }
      }
      #expect(warnings >= 1)
      guard case .finished(20, _, .completed) = recorder.events.last else {
        Issue.record("ended with \(String(describing: recorder.events.last))")
        return
      }
    }

    @Test func weightsThatAreNotFiniteAreNotKept() throws {
      var plan = RunPlan.tiny(steps: 500, knobs: Knobs(rate: 1e6))
      plan.checkpointEvery = 1
      let run = try store.create(plan, name: "run", data: "patches")
      let recorder = try Recorder(plan, run: run)
      guard case .failed(_, let message) = recorder.events.last else {
        Issue.record("the run did not fail")
        return
      }
      for step in run.checkpoints.steps {
        let checkpoint = try run.checkpoints.checkpoint(ofStep: step)
        let numbers = try checkpoint.numbers("fc3.weight", shape: [4, 16])
        #expect(numbers.allSatisfy { $0.isFinite })
      }
      let last = try #require(run.checkpoints.steps.last)
      #expect(message.contains("step \(last): `alexnet resume run`"))
    }

    @Test func anotherNumberOfImagesIsRefused() throws {
      let run = try store.create(plan(steps: 5), name: "run", data: "patches")
      try Recorder(plan(steps: 5), run: run)
      var resumption = try run.resumption()
      resumption.plan.length = .steps(9)
      #expect(throws: RunsError.self) {
        try Recorder(
          resumption.plan, data: ColorPatches(trainCount: 40), run: run, from: resumption)
      }
    }
  }
}

extension TrainingEvent {
  /// The step and the results of a step or validation, bit for bit; `nil` for other events.
  fileprivate var number: [UInt64]? {
    switch self {
    case .step(let step):
      [0, UInt64(step.step), step.loss.bitPattern, step.top1.bitPattern, step.rate.bitPattern]
    case .validation(let validation):
      [1, UInt64(validation.step), validation.loss.bitPattern, validation.top1.bitPattern]
    default: nil
    }
  }
}
