import Blueprint
import Channels
import Images
import Observing
import Runs
import Testing

@testable import Training

extension TrainingSuites {
  @Suite struct KernelSnapshotTests {
    /// Trains without momentum and weight decay, and returns the last snapshot.
    private func snapshot(_ interest: Interest, steps: Int) throws -> Snapshot {
      let watcher = Watcher(interest)
      let connections = Trainer.Connections(commands: Mailbox(), watchers: Watchers([watcher]))
      var plan = RunPlan.tiny(steps: steps)
      plan.knobs.momentum = 0
      plan.knobs.decay = 0
      try Trainer(
        [.init(plan, data: ColorPatches(), callbacks: .init { _ in })], connections: connections
      ).run()
      return try #require(watcher.snapshots.removeValue()?.last)
    }

    @Test func withoutMomentumAnUpdateIsTheGradientTimesTheRate() throws {
      let update = try #require(
        try snapshot(Interest(kernelChange: .update), steps: 3).kernelChange)
      let gradient = try #require(
        try snapshot(Interest(kernelChange: .gradient), steps: 3).kernelChange)
      #expect(update.kind == .update && gradient.kind == .gradient)
      #expect(gradient.kernels.weights.contains { abs($0) > 1e-4 })
      for (u, g) in zip(update.kernels.weights, gradient.kernels.weights) {
        #expect(abs(u + 0.05 * g) < 1e-6)
      }
    }

    @Test func aSnapshotHasOnlyThePartsOfInterest() throws {
      let snapshot = try snapshot(Interest(kernels: true), steps: 3)
      #expect(snapshot.kernels != nil)
      #expect(snapshot.kernelChange == nil && snapshot.patches == nil && snapshot.layers.isEmpty)
    }

    @Test func patchesComeFromTheImagesAndTheStrongestIsFirst() throws {
      // A kernel without a positive response has no patches; some of the eight have one.
      let found = try (0..<8).map {
        try #require(try snapshot(Interest(patchesOf: $0), steps: 40).patches)
      }
      let patches = found.flatMap(\.patches)
      #expect(!patches.isEmpty)
      for kernel in found {
        #expect(kernel.size == 3 && kernel.patches.count <= KernelPatches.maximumCount)
        let responses = kernel.patches.map(\.response)
        #expect(responses == responses.sorted(by: >) && responses.allSatisfy { $0 > 0 })
      }
      // The images have levels from 80 to 95 and from 140 to 155; padding would be the mean, 100.
      for pixel in patches.flatMap(\.pixels) {
        #expect((80...95).contains(pixel) || (140...155).contains(pixel), "\(pixel)")
      }
    }
  }
}
