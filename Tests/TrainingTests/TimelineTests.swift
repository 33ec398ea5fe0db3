import Blueprint
import Channels
import Foundation
import Images
import Observing
import Runs
import Testing

@testable import Training

extension TrainingSuites {
  @Suite struct TimelineTests {
    private let temporary = TemporaryStore()
    private var store: RunStore { temporary.store }

    /// Trains the tiny network with a timeline and checkpoints, and returns all events.
    /// - Parameter stop: The step after which the run is stopped; `nil` completes it.
    @discardableResult
    private func train(_ run: Run, steps: Int, stop: Int? = nil, resuming: Bool = false) throws
      -> [TrainingEvent]
    {
      var plan = RunPlan.tiny(steps: steps)
      plan.checkpointEvery = 4
      var events: [TrainingEvent] = []
      let commands = Mailbox<AddressedCommand>()
      let callbacks = Lane.Callbacks { event in
        events.append(event)
        if case .step(let step) = event, step.step == stop {
          commands.post(AddressedCommand(.stop))
        }
      }
      var setup = Lane.Setup(
        plan, data: ColorPatches(), callbacks: callbacks,
        from: resuming ? try run.resumption() : nil)
      setup.checkpoints = .init(run: run) {}
      setup.timelineRun = run
      try Trainer([setup], connections: .init(commands: commands)).run()
      return events
    }

    @Test func theTimelineHasTheBeginningAndTheEnd() throws {
      let run = try store.create(.tiny(steps: 30), name: "one", data: "patches")
      try train(run, steps: 30)
      let timeline = try #require(try KernelTimeline(path: run.kernelsPath))
      #expect(timeline.steps.first == 0 && timeline.steps.last == 30)
      // The last record has the weights of the checkpoint of the same step. It stores them with less precision.
      let kernels = try #require(timeline.kernels(at: timeline.steps.count - 1))
      let weights = try run.checkpoints.checkpoint(ofStep: 30)
        .numbers("conv1.weight", shape: [8, 3, 3, 3])
      let largest = weights.map(abs).max() ?? 0
      for (a, b) in zip(kernels.weights, weights) { #expect(abs(a - b) <= largest / 200) }
    }

    @Test func aRunThatResumesAtAnEarlierStepDropsLaterRecords() throws {
      let run = try store.create(.tiny(steps: 12), name: "two", data: "patches")
      try train(run, steps: 12, stop: 10)
      // This is the state of a process that was killed after the checkpoint of step 8.
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

    @Test func aTimelineThatCannotBeWrittenIsAWarning() throws {
      let run = try store.create(.tiny(steps: 3), name: "three", data: "patches")
      try FileManager.default.createDirectory(
        atPath: run.kernelsPath, withIntermediateDirectories: false)
      let events = try train(run, steps: 3)
      let warnings = events.filter {
        if case .warning(_, "kernels", _) = $0 { true } else { false }
      }
      #expect(warnings.count == 1)
      guard case .finished(3, _, .completed)? = events.last else {
        Issue.record("training did not continue")
        return
      }
    }
  }
}
