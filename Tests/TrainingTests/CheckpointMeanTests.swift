import Blueprint
import Compute
import Glibc
import Images
import Runs
import Testing

@testable import Training

extension TrainingSuites {
  @Suite struct CheckpointMeanTests {
    private let temporary = TemporaryStore()

    private func checkpoint(_ plan: RunPlan) throws -> (Checkpoint, Recorder) {
      var plan = plan
      plan.checkpointEvery = 0
      let run = try temporary.store.create(plan, data: "patches")
      let recorder = try Recorder(plan, run: run)
      return (try #require(try run.resumption().checkpoint), recorder)
    }

    /// The mean colour of the patches is given in their source.
    @Test func aCheckpointHasTheMeanThatTrainingSubtracts() throws {
      let (checkpoint, _) = try checkpoint(.tiny(steps: 2))
      #expect(try checkpoint.inputMean() == .color([100, 100, 100]))
      #expect(checkpoint.state.imageShape == Shape(channels: 3, height: 12, width: 12))
      #expect(checkpoint.tensors.last?.name == "input.mean")
    }

    @Test func aNetworkWithItsOwnNormalisationHasTheMeanOfThat() throws {
      var plan = RunPlan.tiny(steps: 2)
      plan.network.inputScale = 1
      plan.network.normalization = InputNormalization(
        mean: [90, 80, 70.5], factors: [0.01, 0.02, 0.03])
      let (checkpoint, _) = try checkpoint(plan)
      #expect(try checkpoint.inputMean() == .color([90, 80, 70.5]))
    }

    /// The mean comes from the checkpoint, and not from the images.
    @Test(arguments: [nil, InputNormalization.ChannelOrder.bgr], [1, 3])
    func theCheckpointAloneGivesTheErrorOfTheLastValidation(
      order: InputNormalization.ChannelOrder?, threads: Int
    ) throws {
      var plan = RunPlan.tiny(steps: 12, validateEvery: 12)
      if let order {
        plan.network.inputScale = 1
        plan.network.normalization = InputNormalization(
          mean: [90, 80, 70.5], factors: [0.01, 0.02, 0.03], channelOrder: order)
      }
      let (checkpoint, recorder) = try checkpoint(plan)
      let validations = recorder.events.compactMap { event -> TrainingEvent.Validation? in
        if case .validation(let validation) = event { validation } else { nil }
      }
      let validation = try #require(validations.last)
      let spec = checkpoint.state.plan.network
      let network = try EvaluatingNetwork(
        spec, layout: spec.layout(), batch: 8, precision: plan.precision,
        on: Engine(threads: plan.threads))
      try network.setParameters { try checkpoint.numbers($0, shape: $1) }
      let loader = try EvaluationLoader(
        EvaluationImages(.validation, of: ColorPatches()),
        input: InputFormat(of: spec, mean: try checkpoint.inputMean()), imagesPerBatch: 8,
        threads: threads)
      var (errors, loss) = (0, 0.0)
      while let batch = try loader.next() {
        batch.withInputs { inputs in
          _ = network.input.elements.update(fromContentsOf: inputs)
        }
        network.evaluate(images: batch.count, lrn: checkpoint.state.knobs.lrn)
        let probabilities = network.probabilities
        for (image, label) in (batch.labels ?? []).enumerated() {
          let row = Array(probabilities[image * 4..<image * 4 + 4])
          if row.max() != row[label] { errors += 1 }
          loss -= log(row[label])
        }
      }
      #expect(Double(errors) / 50 == validation.top1)
      #expect(abs(loss / 50 - validation.loss) < 1e-5)
    }
  }
}
