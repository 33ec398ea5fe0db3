import Blueprint
import Channels
import Foundation
import Images
import Runs
import Testing

@testable import Training

extension TrainingSuites {
  @Suite struct KernelsOfATrainer {
    private let store = RunStore(
      directory: FileManager.default.temporaryDirectory
        .appending(path: "kernel-tests-\(UUID().uuidString)").path())

    /// A run of the tiny network with its time-line, stopped after `stop`.
    @discardableResult
    private func train(_ run: Run, steps: Int, stop: Int? = nil, resuming: Bool = false) throws
      -> [TrainingEvent]
    {
      var plan = RunPlan.tiny(steps: steps)
      plan.checkpointEvery = 4
      var events: [TrainingEvent] = []
      let commands = Mailbox<Order>()
      var lines = Lane.Lines { event in
        events.append(event)
        if case .step(let step) = event, step.step == stop { commands.post(Order(.stop)) }
      }
      lines.checkpoints = .init(run: run) {}
      lines.kernelsPath = run.kernelsPath
      let resumption = resuming ? try run.resumption() : nil
      try Trainer(
        [.init(plan, data: Patches(), lines: lines, from: resumption)],
        lines: .init(commands: commands)
      ).run()
      return events
    }

    private func cleaned(_ body: () throws -> Void) rethrows {
      defer { try? FileManager.default.removeItem(atPath: store.directory) }
      try body()
    }

    @Test func theTimeLineHasTheBeginningAndTheEnd() throws {
      try cleaned {
        let run = try store.create(.tiny(steps: 30), name: "one", data: "patches")
        try train(run, steps: 30)
        let timeline = try #require(try KernelTimeline(path: run.kernelsPath))
        #expect(timeline.steps.first == 0 && timeline.steps.last == 30)
        // The last record is what the checkpoint of the same step holds.
        let kernels = try #require(timeline.kernels(at: timeline.steps.count - 1))
        let weights = try run.checkpoints.checkpoint(ofStep: 30)
          .numbers("conv1.weight", shape: [8, 3, 3, 3])
        let largest = weights.map(abs).max() ?? 0
        for (a, b) in zip(kernels.weights, weights) { #expect(abs(a - b) <= largest / 200) }
      }
    }

    @Test func afterAResumeFromEarlierWhatCameLaterIsForgotten() throws {
      try cleaned {
        let run = try store.create(.tiny(steps: 12), name: "two", data: "patches")
        try train(run, steps: 12, stop: 10)
        // As if the process had died after the checkpoint of step 8.
        try FileManager.default.removeItem(atPath: run.checkpoints.path(ofStep: 10))
        let recorder = try KernelRecorder(
          path: run.kernelsPath, shape: .init(count: 8, channels: 3, size: 3), after: 99)
        let strange = Kernels(
          count: 8, channels: 3, size: 3, weights: Array(repeating: 9, count: 216))
        try recorder.append(strange, step: 11)
        try train(run, steps: 12, resuming: true)
        let timeline = try #require(try KernelTimeline(path: run.kernelsPath))
        #expect(timeline.steps.last == 12)
        for index in timeline.steps.indices {
          let kernels = try #require(timeline.kernels(at: index))
          #expect(kernels.weights.allSatisfy { abs($0) < 8 })
        }
      }
    }

    @Test func aTimeLineThatCannotBeWrittenIsAWarning() throws {
      try cleaned {
        let run = try store.create(.tiny(steps: 3), name: "three", data: "patches")
        try FileManager.default.createDirectory(
          atPath: run.kernelsPath, withIntermediateDirectories: false)
        let events = try train(run, steps: 3)
        let warnings = events.filter {
          if case .warning(_, "kernels", _) = $0 { true } else { false }
        }
        #expect(warnings.count == 1)
        guard case .finished(3, _, .completed)? = events.last else {
          Issue.record("it did not go on")
          return
        }
      }
    }

    // MARK: - What is looked at

    private func glimpse(_ interest: Interest, steps: Int) throws -> Glimpse {
      let watcher = Watcher(interest)
      let lines = Trainer.Lines(commands: Mailbox(), watchers: Watchers([watcher]))
      var plan = RunPlan.tiny(steps: steps)
      plan.knobs.momentum = 0
      plan.knobs.decay = 0
      try Trainer([.init(plan, data: Patches(), lines: .init { _ in })], lines: lines).run()
      return try #require(watcher.glimpses.take()?.last)
    }

    @Test func withoutMomentumAnUpdateIsTheGradientTimesTheRate() throws {
      let update = try #require(
        try glimpse(Interest(kernelChange: .update), steps: 3).kernelChange)
      let gradient = try #require(
        try glimpse(Interest(kernelChange: .gradient), steps: 3).kernelChange)
      #expect(update.kind == .update && gradient.kind == .gradient)
      #expect(gradient.kernels.weights.contains { abs($0) > 1e-4 })
      for (u, g) in zip(update.kernels.weights, gradient.kernels.weights) {
        #expect(abs(u + 0.05 * g) < 1e-6)
      }
    }

    @Test func whatIsNotAskedForIsNotLookedAt() throws {
      let glimpse = try glimpse(Interest(kernels: true), steps: 3)
      #expect(glimpse.kernels != nil)
      #expect(glimpse.kernelChange == nil && glimpse.patches == nil && glimpse.layers.isEmpty)
    }

    @Test func patchesAreOfTheImagesAndStrongestFirst() throws {
      // Kernels that answer to nothing have no patches; among eight some do.
      let found = try (0..<8).map {
        try #require(try glimpse(Interest(patchesOf: $0), steps: 40).patches)
      }
      let patches = found.flatMap(\.patches)
      #expect(!patches.isEmpty)
      for kernel in found {
        #expect(kernel.size == 3 && kernel.patches.count <= KernelPatches.most)
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
