import Blueprint
import Foundation
import Testing

@testable import Runs

@Suite struct CheckpointMeanTests {
  private let folder: TemporaryFolder
  private let run: Run

  init() throws {
    folder = try TemporaryFolder()
    run = try folder.store.create(.example(), data: "scenes")
  }

  private func checkpoint(
    _ tensors: [Safetensors.Tensor], _ numbers: [Float]
  ) throws -> Checkpoint {
    let state = TrainingState(
      plan: .example(), knobs: Knobs(), step: 10, seconds: 1, waited: 0, imagesPerEpoch: 9000,
      validationImages: 1000, imageShape: Shape(channels: 3, height: 2, width: 1))
    let path = try numbers.withUnsafeBytes {
      try run.checkpoints.write(state, tensors, data: $0)
    }
    return try Checkpoint(path: path)
  }

  @Test(arguments: [
    InputMean.color([123.5, 117, 104.25]),
    .image([1, 2, 3, 4, 5, 6], Shape(channels: 3, height: 2, width: 1)),
  ])
  func theMeanIsReadBackBesideTheWeights(mean: InputMean) throws {
    let weights = Safetensors.Tensor("fc.weight", shape: [2])
    let checkpoint = try checkpoint([weights, Checkpoint.tensor(of: mean)], [7, 8] + mean.values)
    #expect(try checkpoint.inputMean() == mean)
    #expect(try checkpoint.numbers("fc.weight", shape: [2]) == [7, 8])
    #expect(checkpoint.tensors == [weights, Safetensors.Tensor("input.mean", shape: mean.shape)])
    #expect(checkpoint.state.imageShape == Shape(channels: 3, height: 2, width: 1))
    #expect(try run.resumption().step == 10)
  }

  /// The state in checkpoints of older versions has no shape of the images.
  @Test func aCheckpointWithoutAMeanIsReadAndResumed() throws {
    let checkpoint = try checkpoint([.init("fc.weight", shape: [2])], [7, 8])
    #expect(try checkpoint.inputMean() == nil)
    #expect(try run.resumption().step == 10)
    let text = String(decoding: try JSONEncoder().encode(checkpoint.state), as: UTF8.self)
    let older = text.replacing(/"imageShape":\[3,2,1\],?/, with: "").replacing(",}", with: "}")
    #expect(older != text)
    let state = try JSONDecoder().decode(TrainingState.self, from: Data(older.utf8))
    #expect(state.imageShape == nil && state.step == 10)
  }

  /// Eight bytes are not a mean, nor are numbers in two dimensions.
  @Test(arguments: [
    Safetensors.Tensor("input.mean", .uint8, shape: [8]), .init("input.mean", shape: [1, 2]),
  ])
  func aTensorThatIsNotAMeanIsDamage(tensor: Safetensors.Tensor) throws {
    let checkpoint = try checkpoint([tensor], [1, 2])
    #expect {
      try checkpoint.inputMean()
    } throws: { error in
      guard case RunsError.damagedTensorFile = error else { return false }
      return true
    }
  }
}
