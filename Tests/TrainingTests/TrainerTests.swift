import Blueprint
import Runs
import Testing

@testable import Training

/// Suites that run one after the other, because each trainer uses all cores.
@Suite(.serialized) struct TrainingSuites {
  @Suite struct TrainerTests {
    @Test func aTinyNetworkIsTrainedWithinAFewSteps() throws {
      let run = try Recorder(.tiny(steps: 120, validateEvery: 60))
      let last = try #require(run.validations.last)
      #expect(run.losses[0] > 1.2)
      #expect(last.loss < 0.2)
      #expect(last.top1 < 0.05)
      #expect(last.step == 120)
    }

    @Test func theSamePlanTwiceGivesTheSameLossesBitForBit() throws {
      for threads in [1, 2] {
        let first = try Recorder(.tiny(steps: 30, threads: threads)).losses
        let second = try Recorder(.tiny(steps: 30, threads: threads)).losses
        #expect(first.map(\.bitPattern) == second.map(\.bitPattern))
      }
    }

    @Test func anotherSeedGivesOtherLosses() throws {
      let first = try Recorder(.tiny(steps: 3)).losses
      let second = try Recorder(.tiny(steps: 3, seed: 2)).losses
      #expect(first != second)
    }

    @Test func validationChangesNothing() throws {
      let without = try Recorder(.tiny(steps: 20)).losses
      let with = try Recorder(.tiny(steps: 20, validateEvery: 3)).losses
      #expect(without.map(\.bitPattern) == with.map(\.bitPattern))
    }

    @Test func eventsComeInOrderAndEndWithFinished() throws {
      let run = try Recorder(.tiny(steps: 4, validateEvery: 2))
      let names = run.events.map { event in
        switch event {
        case .step(let step): "step \(step.step)"
        case .validation(let validation): "validation \(validation.step)"
        case .finished(let step, _, let reason): "finished \(step) \(reason)"
        default: "\(event)"
        }
      }
      #expect(
        names == [
          "step 1", "step 2", "validation 2", "step 3", "step 4", "validation 4",
          "finished 4 completed",
        ])
    }

    @Test func aRunEndsWithAValidation() throws {
      let run = try Recorder(.tiny(steps: 5, validateEvery: 100))
      #expect(run.validations.map(\.step) == [5])
    }

    @Test func anEpochIsOnePassOverTheImages() throws {
      var plan = RunPlan.tiny(steps: 1)
      plan.length = .epochs(2)
      let run = try Recorder(plan, data: ColorPatches(trainCount: 40))
      #expect(run.steps.count == 5)
      #expect(run.steps.last?.epoch == 2)
    }

    @Test func theLimitIsTheLengthOfAnEpoch() throws {
      var plan = RunPlan.tiny(steps: 1)
      plan.limit = 32
      let run = try Recorder(plan)
      #expect(run.steps[0].epoch == 0.5)
    }

    @Test func aSnapshotHasEveryLayerAndTheKernels() throws {
      let run = try Recorder(.tiny(steps: 2))
      let snapshot = try #require(run.snapshot)
      #expect(snapshot.step == 2)
      #expect(snapshot.layers.map(\.name) == ["conv1", "fc2", "fc3"])
      #expect(snapshot.kernels?.count == 8)
      #expect(snapshot.kernels?.size == 3)
      #expect(snapshot.layers.allSatisfy { $0.gradientNorm > 0 && $0.updateRatio > 0 })
    }

    @Test func aLossThatIsNotFiniteFailsTheRun() throws {
      let run = try Recorder(.tiny(steps: 500, knobs: Knobs(rate: 1e6)))
      guard case .failed(let step, let message) = run.events.last else {
        Issue.record("the run did not fail")
        return
      }
      #expect(step == run.steps.count)
      #expect(run.losses.last?.isFinite == false)
      #expect(message.contains("diverged"))
      #expect(message.contains("--rate"))
    }

    @Test func aFlatLossCausesOneWarning() throws {
      let run = try Recorder(
        .tiny(steps: 260, knobs: Knobs(rate: 0)), data: ColorPatches(isBlank: true))
      let warnings = run.events.filter {
        if case .warning(_, "flat-loss", _) = $0 { true } else { false }
      }
      #expect(warnings.count == 1)
    }

    @Test func theCauseOfAFlatLossInThePlanIsTheFirstEvent() throws {
      var plan = RunPlan.tiny(steps: 1)
      for place in plan.network.layers.indices {
        guard case .convolution(var convolution) = plan.network.layers[place].kind else { continue }
        convolution.initial = Initialization(.gaussian(deviation: 1e-4), bias: 1)
        plan.network.layers[place].kind = .convolution(convolution)
      }
      let first = try #require(try Recorder(plan).events.first)
      guard case .warning(0, "flat-loss", _) = first else {
        Issue.record("first is \(first)")
        return
      }
      let usual = try Recorder(.tiny(steps: 1)).events.first
      if case .warning = usual { Issue.record("a warning without a cause") }
    }
  }
}
