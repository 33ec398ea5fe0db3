import Blueprint
import Channels
import Compute
import Images
import Observing
import Runs
import Testing

@testable import Training

extension TrainingSuites {
  /// A network whose input is blue, green, red, with fixed means.
  @Suite struct ChannelOrderTests {
    private func plan(_ order: InputNormalization.ChannelOrder, steps: Int) -> RunPlan {
      var plan = RunPlan.tiny(steps: steps)
      plan.network.inputScale = 1
      plan.network.normalization = InputNormalization(
        mean: [110, 100, 90], factors: [0.01, 0.02, 0.04], channelOrder: order)
      return plan
    }

    private func snapshot(
      _ order: InputNormalization.ChannelOrder, _ interest: Interest, steps: Int
    ) throws -> Snapshot {
      let watcher = Watcher(interest)
      let connections = Trainer.Connections(commands: Mailbox(), watchers: Watchers([watcher]))
      try Trainer(
        [.init(plan(order, steps: steps), data: ColorPatches(), callbacks: .init { _ in })],
        connections: connections
      ).run()
      return try #require(watcher.snapshots.removeValue()?.last)
    }

    /// Both networks have the same initial weights before the first step, in the order of their channels.
    @Test func kernelsAreShownInRedGreenBlue() throws {
      let rgb = try #require(try snapshot(.rgb, Interest(kernels: true), steps: 0).kernels)
      let bgr = try #require(try snapshot(.bgr, Interest(kernels: true), steps: 0).kernels)
      let area = rgb.size * rgb.size
      for kernel in 0..<rgb.count {
        for channel in 0..<3 {
          let start = (kernel * 3 + channel) * area
          let other = (kernel * 3 + 2 - channel) * area
          #expect(rgb.weights[start..<start + area] == bgr.weights[other..<other + area])
        }
      }
    }

    /// The images have levels from 80 to 95 and from 140 to 155. With means and factors in the wrong order,
    /// the levels of red and blue would be others.
    @Test(arguments: InputNormalization.ChannelOrder.allCases)
    func patchesHaveTheColoursOfTheImages(order: InputNormalization.ChannelOrder) throws {
      let patches = try (0..<8).flatMap { kernel -> [KernelPatches.Patch] in
        let interest = Interest(patchesOf: kernel)
        return try #require(try snapshot(order, interest, steps: 20).patches).patches
      }
      #expect(!patches.isEmpty)
      for pixel in patches.flatMap(\.pixels) {
        #expect((80...95).contains(pixel) || (140...155).contains(pixel), "\(pixel)")
      }
    }
  }
}
