import Blueprint
import Machine
import Testing

@testable import Compute

@Suite struct MemoryCheck {
  private let group = MemoryAllowance.Limit.controlGroup(
    file: "/group/memory.max", bytes: 1500 << 20)

  private func check(_ network: String, batch: Int, mebibytes: Int) throws {
    try Network.check(
      NetworkSpec.named(network).layout(), batch: batch, precision: .fp32, batchesAhead: 0,
      in: MemoryAllowance(bytes: mebibytes << 20, limit: group))
  }

  /// `resident` is the resident memory of `alexnet bench --steps 1` in MiB, as Linux reports it.
  @Test(arguments: [
    ("paper", 16, 1131), ("code-145", 32, 1354), ("compact", 128, 234),
  ])
  func neededMemoryIsAtLeastTheResidentMemory(network: String, batch: Int, resident: Int) throws {
    #expect(throws: ComputeError.self) { try check(network, batch: batch, mebibytes: resident) }
    try check(network, batch: batch, mebibytes: resident * 3 / 2)
  }

  /// One map of 32×32 into another needs 26 · 32 · 32 numbers. In whole blocks of 16 maps they are 401 · 16 of
  /// each cell, for the weights, the gradients and the momentum buffers: 75 MiB.
  @Test func channelsThatDoNotExistCountInLocallyConnectedLayers() throws {
    let spec = NetworkSpec(
      name: "local", source: "tests", input: Shape(channels: 1, height: 32, width: 32),
      layers: [
        LayerSpec("local", .local(1, 5, pad: 2)), LayerSpec("fc", .full(10)),
      ])
    func check(mebibytes: Int) throws {
      try Network.check(
        spec.layout(), batch: 1, precision: .fp32, batchesAhead: 0,
        in: MemoryAllowance(bytes: mebibytes << 20, limit: .machine))
    }
    #expect(throws: ComputeError.self) { try check(mebibytes: 64 + 75) }
    try check(mebibytes: 64 + 85)
  }

  @Test func theErrorHasBothNumbersAndTheLimit() throws {
    #expect {
      try check("paper", batch: 128, mebibytes: 1400)
    } throws: { error in
      guard case ComputeError.outOfMemory(let needed, let allowance) = error else { return false }
      return needed > 2242 << 20 && allowance.bytes == 1400 << 20 && allowance.limit == group
    }
  }

  /// The memory of the program itself counts once, not for every network.
  @Test func theErrorForSeveralNetworksHasTheNumberThatFit() throws {
    let layout = try NetworkSpec.named("compact").layout()
    #expect {
      try Network.check(
        layout, batch: 128, precision: .fp32, batchesAhead: 0, others: 3,
        in: MemoryAllowance(bytes: 600 << 20))
    } throws: { error in
      guard case ComputeError.tooManyLanes(4, let fitting, let needed, _) = error else {
        return false
      }
      return fitting == 2 && needed > 600 << 20
    }
  }
}
