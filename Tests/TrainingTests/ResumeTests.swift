import Blueprint
import Foundation
import Images
import Runs
import Testing

@testable import Training

extension TrainingSuites {
  @Suite struct ResumeTests {
    private let store: RunStore

    init() throws {
      store = RunStore(
        directory: FileManager.default.temporaryDirectory
          .appending(path: "training-tests-\(UUID().uuidString)").path())
    }

    /// Dropout, crops, mirrors, light, a plateau that falls in the middle, epochs of 16 steps.
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

    private func cleaned<Result>(_ body: () throws -> Result) rethrows -> Result {
      defer { try? FileManager.default.removeItem(atPath: store.directory) }
      return try body()
    }

    private func weights(of run: Run, step: Int) throws -> Data {
      let path = run.checkpoints.path(ofStep: step)
      let bytes = try Data(contentsOf: URL(filePath: path))
      let length = bytes.prefix(8).enumerated().reduce(0) { $0 | Int($1.1) << (8 * $1.0) }
      return bytes.dropFirst(8 + length)
    }

    @Test(arguments: [(1, Precision.fp32), (2, .fp32), (1, .fp32Direct)])
    func resumingEqualsNeverStopping(threads: Int, precision: Precision) throws {
      try cleaned {
        let plan = plan(steps: 60, threads: threads, precision: precision)
        let straight = try store.create(plan, name: "straight", data: "patches")
        let whole = try Recorder(plan, run: straight)
        #expect(whole.events.contains { if case .rate = $0 { true } else { false } })
        // Stopped where there is a validation, after a drop, and in the middle of an epoch.
        let broken = try store.create(plan, name: "broken", data: "patches")
        var told: [TrainingEvent] = []
        for stop in [7, 20, 33, nil] as [Int?] {
          let resumption = told.isEmpty ? nil : try broken.resumption()
          let part = try Recorder(plan, run: broken, from: resumption) { event in
            if case .step(let step) = event, step.step == stop { [.stop] } else { [] }
          }
          #expect(part.steps.first?.step == (resumption?.step ?? 0) + 1)
          told += part.events
        }
        #expect(told.compactMap(\.number) == whole.events.compactMap(\.number))
        #expect(try weights(of: broken, step: 60) == weights(of: straight, step: 60))
      }
    }

    @Test func theFilesOfBothAreTheSameButForTime() throws {
      try cleaned {
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
    }

    @Test func moreStepsAreAsIfTheyHadBeenPlanned() throws {
      try cleaned {
        // Ends between two validations: the one made at the end is none of the schedule's.
        let short = try store.create(plan(steps: 20), name: "short", data: "patches")
        try Recorder(plan(steps: 20), run: short)
        var resumption = try short.resumption()
        resumption.plan.length = .steps(40)
        let rest = try Recorder(resumption.plan, run: short, from: resumption)
        let whole = try Recorder(plan(steps: 40))
        #expect(rest.losses.map(\.bitPattern) == whole.losses.suffix(20).map(\.bitPattern))
      }
    }

    @Test func aChangedRateActsFromTheNextStepOn() throws {
      try cleaned {
        let run = try store.create(plan(steps: 10), name: "run", data: "patches")
        try Recorder(plan(steps: 5), run: run)
        var resumption = try run.resumption(from: 5)
        resumption.plan.length = .steps(10)
        resumption.knobs.rate = 0.25
        let rest = try Recorder(resumption.plan, run: run, from: resumption)
        #expect(rest.steps.first?.rate == 0.25)
      }
    }

    @Test func aCheckpointAskedForIsWrittenAndTold() throws {
      try cleaned {
        let run = try store.create(plan(steps: 9), name: "run", data: "patches")
        let recorder = try Recorder(plan(steps: 9), run: run) { event in
          if case .step(let step) = event, step.step == 4 { [.checkpoint] } else { [] }
        }
        let path = run.checkpoints.path(ofStep: 5)
        #expect(recorder.events.contains(.checkpoint(step: 5, path: path)))
        #expect(try Checkpoint(path: path).state.step == 5)
      }
    }

    @Test func aPausedTrainerWritesAtOnce() throws {
      try cleaned {
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
    }

    /// Whenever the process is killed, no more steps are lost than there are in an interval.
    @Test(arguments: [1, 3]) func theIntervalIsKeptTo(interval: Int) throws {
      try cleaned {
        var plan = plan(steps: 20)
        plan.checkpointEvery = interval
        let run = try store.create(plan, name: "run", data: "patches")
        let recorder = try Recorder(plan, run: run)
        var told: [Int] = []
        for event in recorder.events {
          switch event {
          case .checkpoint(let step, _): told.append(step)
          case .step(let step): #expect(step.step - (told.last ?? 0) <= interval)
          default: break
          }
        }
        #expect(told.starts(with: stride(from: interval, through: 20, by: interval)))
        #expect(run.checkpoints.steps.last == 20)
        #expect(run.checkpoints.steps.count <= 3)
      }
    }

    @Test func whereNothingCanBeWrittenTrainingGoesOnAndSaysSo() throws {
      try cleaned {
        var plan = plan(steps: 20)
        plan.checkpointEvery = 5
        let run = try store.create(plan, name: "run", data: "patches")
        // A file where the folder should be.
        _ = FileManager.default.createFile(atPath: run.checkpoints.path, contents: Data())
        let recorder = try Recorder(plan, run: run)
        #expect(recorder.steps.count == 20)
        let warnings = recorder.events.compactMap { event -> String? in
          if case .warning(_, "checkpoint", let message) = event { message } else { nil }
        }
        #expect(warnings.count >= 1)
        #expect(
          warnings.allSatisfy { $0.hasSuffix("No checkpoint was written. Training goes on.") })
        guard case .finished(20, _, .completed) = recorder.events.last else {
          Issue.record("ended with \(String(describing: recorder.events.last))")
          return
        }
      }
    }

    @Test func poisonedWeightsAreNotKept() throws {
      try cleaned {
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
        #expect(message.contains("from the checkpoint of step \(last): `alexnet resume run`"))
      }
    }

    @Test func otherImagesAreRefused() throws {
      try cleaned {
        let run = try store.create(plan(steps: 5), name: "run", data: "patches")
        try Recorder(plan(steps: 5), run: run)
        var resumption = try run.resumption()
        resumption.plan.length = .steps(9)
        #expect(throws: RunsError.self) {
          try Recorder(
            resumption.plan, data: Patches(trainCount: 40), run: run, from: resumption)
        }
      }
    }
  }
}

extension TrainingEvent {
  /// Which step or validation it is, and what it found, bit for bit; nil for other events.
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
