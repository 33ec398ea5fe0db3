import Blueprint
import Foundation
import Runs
import Testing

@testable import Training

extension TrainingSuites {
  /// 256 images in batches of 16 are 16 steps an epoch. All factors are powers of two, so products and quotients
  /// are exact.
  @Suite struct EpochScheduleTests {
    private let temporary = TemporaryStore()
    private var store: RunStore { temporary.store }

    private static let rows: [EpochTable.Row] = [
      .init(afterEpochs: 1, weights: 0.5),
      .init(afterEpochs: 2, layer: "conv1", weights: 0, biases: 0.5),
      .init(afterEpochs: 2, colorNoise: false),
      .init(afterEpochs: 3, weights: 0.25, biases: 0.25),
    ]

    private func plan(_ rows: [EpochTable.Row] = rows, steps: Int = 56) -> RunPlan {
      var plan = RunPlan.tiny(
        steps: steps,
        knobs: Knobs(
          rate: 0.0625, dropout: 0.25,
          augmentation: Augmentation(crop: true, mirror: true, colorNoise: true)),
        schedule: .epochs(EpochTable(rows: rows)), validateEvery: 9)
      plan.checkpointEvery = 0
      return plan
    }

    private let rates =
      Array(repeating: 0.0625, count: 16) + Array(repeating: 0.03125, count: 32)
      + Array(repeating: 0.015625, count: 8)

    private static func changes(_ events: [TrainingEvent]) -> [TrainingEvent] {
      events.filter {
        switch $0 {
        case .rate, .scheduled: true
        default: false
        }
      }
    }

    private static let expectedChanges: [TrainingEvent] = [
      .rate(step: 16, rate: 0.03125, cause: .schedule),
      .scheduled(step: 32, change: .rate(layers: ["conv1"], biases: false, rate: 0)),
      .scheduled(step: 32, change: .rate(layers: ["conv1"], biases: true, rate: 0.03125)),
      .scheduled(step: 32, change: .colorNoise(on: false)),
      .rate(step: 48, rate: 0.015625, cause: .schedule),
      .scheduled(step: 48, change: .rate(layers: ["fc2", "fc3"], biases: true, rate: 0.015625)),
    ]

    @Test func theRatesChangeWithTheFirstStepOfAnEpochAndAreReported() throws {
      let run = try Recorder(plan())
      #expect(run.steps.map(\.rate) == rates)
      #expect(Self.changes(run.events) == Self.expectedChanges)
    }

    @Test func equalFactorsAreThoseOfTheSameRateSetByHand() throws {
      let scheduled = try Recorder(
        plan([.init(afterEpochs: 1, weights: 0.5, biases: 0.5)], steps: 24))
      let byHand = try Recorder(plan([], steps: 24)) { event in
        if case .step(let step) = event, step.step == 16 { [.setRate(0.03125)] } else { [] }
      }
      #expect(scheduled.losses == byHand.losses)
      let weightsAlone = try Recorder(plan([.init(afterEpochs: 1, weights: 0.5)], steps: 24))
      #expect(weightsAlone.losses.prefix(17) == byHand.losses.prefix(17))
      #expect(weightsAlone.losses != byHand.losses)
    }

    /// A lane without colour noise from step 33 on, which was made by hand.
    @Test func colourNoiseEndsWithItsStep() throws {
      let scheduled = try Recorder(
        plan([.init(afterEpochs: 2, colorNoise: false)], steps: 40))
      let lanes = try LaneRecorder([("a", plan([], steps: 40))]) { line in
        guard line.run == "a", case .step(let step) = line.event, step.step == 32 else { return [] }
        return [
          AddressedCommand(
            .fork(name: "b", [.augmentation(Augmentation(crop: true, mirror: true))]), run: "a")
        ]
      }
      #expect(scheduled.losses.suffix(8) == lanes.steps("b").map(\.loss)[...])
      #expect(scheduled.losses.suffix(8) != lanes.steps("a").map(\.loss).suffix(8))
    }

    /// The stops are before and after a change, and at the changes themselves.
    @Test func resumingEqualsNeverStopping() throws {
      let plan = plan()
      let straight = try store.create(plan, name: "straight", data: "patches")
      let whole = try Recorder(plan, run: straight)
      let broken = try store.create(plan, name: "broken", data: "patches")
      var events: [TrainingEvent] = []
      for stop in [10, 16, 17, 32, 40, 48, nil] as [Int?] {
        let resumption = events.isEmpty ? nil : try broken.resumption()
        events += try Recorder(plan, run: broken, from: resumption) { event in
          if case .step(let step) = event, step.step == stop { [.stop] } else { [] }
        }.events
      }
      let losses = events.compactMap { if case .step(let step) = $0 { step.loss } else { nil } }
      #expect(losses == whole.losses)
      #expect(Self.changes(events) == Self.expectedChanges)
      func numbers(_ run: Run) throws -> [[Float]] {
        let checkpoint = try run.checkpoints.checkpoint(ofStep: 56)
        return try [("conv1.weight", [8, 3, 3, 3]), ("fc3.weight", [4, 16]), ("fc3.bias", [4])].map
        { try checkpoint.numbers($0.0, shape: $0.1) }
      }
      #expect(try numbers(broken) == numbers(straight))
    }

    @Test func theKernelsOfAFrozenLayerDoNotChange() throws {
      let plan = plan()
      let run = try store.create(plan, name: "run", data: "patches")
      try Recorder(plan, run: run) { event in
        if case .step(let step) = event, [33, 50].contains(step.step) { [.checkpoint] } else { [] }
      }
      func weights(_ layer: String, _ shape: [Int], _ step: Int) throws -> [Float] {
        try run.checkpoints.checkpoint(ofStep: step).numbers("\(layer).weight", shape: shape)
      }
      let steps = run.checkpoints.steps.suffix(2)
      let (first, last) = (try #require(steps.first), try #require(steps.last))
      #expect(first > 32 && first < last)
      #expect(try weights("conv1", [8, 3, 3, 3], first) == weights("conv1", [8, 3, 3, 3], last))
      #expect(try weights("fc3", [4, 16], first) != weights("fc3", [4, 16], last))
    }

    @Test func lanesHaveTheirOwnRates() throws {
      let other = plan([.init(afterEpochs: 2, weights: 0.25)])
      let lanes = try LaneRecorder([("a", plan()), ("b", other)])
      #expect(lanes.steps("a").map(\.loss) == (try Recorder(plan())).losses)
      #expect(lanes.steps("b").map(\.loss) == (try Recorder(other)).losses)
      #expect(Self.changes(lanes.events("a")) == Self.expectedChanges)
    }

    @Test func aForkHasTheRatesOfItsStep() throws {
      let lanes = try LaneRecorder([("a", plan())]) { line in
        guard line.run == "a", case .step(let step) = line.event, step.step == 40 else { return [] }
        return [AddressedCommand(.fork(name: "b", []), run: "a")]
      }
      #expect(lanes.steps("b").map(\.loss)[...] == lanes.steps("a").map(\.loss).suffix(16))
      #expect(lanes.steps("b").map(\.rate) == rates.suffix(16))
    }

    @Test(arguments: [2, 3]) func ranksHaveTheRatesOfOneProcess(ranks: Int) throws {
      let alone = try Recorder(plan())
      let job = try JobRecorder(plan(), .init(ranks: ranks))
      #expect(job.errors == Array(repeating: "", count: ranks - 1))
      #expect(job.steps().map(\.rate) == rates)
      #expect(Self.changes(job.events()) == Self.expectedChanges)
      #expect(zip(alone.losses, job.losses()).allSatisfy { abs($0 - $1) < 1e-4 })
    }
  }
}
