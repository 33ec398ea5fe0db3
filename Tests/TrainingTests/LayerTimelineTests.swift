import Blueprint
import Channels
import Foundation
import Images
import Observing
import Runs
import Testing

@testable import Training

extension TrainingSuites {
  /// The recorded statistics of layers. The tiny network has the layers conv1, fc2 and fc3 with parameters.
  @Suite struct LayerTimelineTests {
    private let temporary = TemporaryStore()
    private var store: RunStore { temporary.store }

    /// The events and the last snapshots of a training.
    private struct Result {
      var events: [TrainingEvent]
      var snapshots: [Snapshot]

      var losses: [UInt64] {
        events.compactMap { event in
          switch event {
          case .step(let step): step.loss.bitPattern
          case .validation(let validation): validation.loss.bitPattern
          default: nil
          }
        }
      }
    }

    /// Trains the tiny network.
    /// - Parameters:
    ///   - run: The run that is recorded; `nil` records nothing.
    ///   - stop: The step after which the run is stopped; `nil` completes it.
    ///   - interest: The interest of a watcher.
    @discardableResult
    private func train(
      _ plan: RunPlan, recording run: Run?, stop: Int? = nil, resuming: Bool = false,
      interest: Interest = .nothing
    ) throws -> Result {
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
        from: resuming ? try run?.resumption() : nil)
      setup.checkpoints = run.map { .init(run: $0) {} }
      setup.timelineRun = run
      let watcher = Watcher(interest)
      try Trainer(
        [setup], connections: .init(commands: commands, watchers: Watchers([watcher]))
      ).run()
      return Result(events: events, snapshots: watcher.snapshots.removeValue() ?? [])
    }

    private func run(_ plan: RunPlan, _ name: String) throws -> Run {
      try store.create(plan, name: name, data: "patches")
    }

    private func timeline(_ run: Run) throws -> LayerTimeline {
      try #require(try LayerTimeline(path: run.layersPath))
    }

    @Test func theLayersHaveTheFirstAndTheLastStepWithoutAScreen() throws {
      let plan = RunPlan.tiny(steps: 30)
      let run = try run(plan, "one")
      try train(plan, recording: run)
      let timeline = try timeline(run)
      #expect(timeline.steps.first == 1 && timeline.steps.last == 30)
      for record in timeline.records() {
        let layers = record.measurements.layers
        #expect(layers.map(\.name) == ["conv1", "fc2", "fc3"])
        #expect(layers.map(\.parameters) == [8 * 27 + 8, 8 * 9 * 16 + 16, 4 * 16 + 4])
        // A batch has 16 images, and the last layer 4 neurons.
        #expect(layers[2].histogram.reduce(0, +) == 16 * 4)
        #expect(layers.allSatisfy { $0.gradientNorm > 0 && $0.updateRatio > 0 })
        let weights = record.measurements.weights
        #expect(weights.map { $0.histogram.reduce(0, +) } == [8 * 27, 8 * 9 * 16, 4 * 16])
        let gradients = record.measurements.gradients
        #expect(gradients.map { $0.histogram.reduce(0, +) } == [8 * 27, 8 * 9 * 16, 4 * 16])
        // The L2 norm, without the gradient of the biases, follows from the mean and the deviation.
        for (layer, gradient) in zip(layers, gradients) {
          let count = Double(gradient.histogram.reduce(0, +))
          let square = gradient.deviation * gradient.deviation + gradient.mean * gradient.mean
          let norm = (count * square).squareRoot()
          #expect(norm > 0 && norm < layer.gradientNorm * 1.001, "\(layer.name)")
        }
        #expect(record.measurements.times?.last?.name == "softmax")
      }
    }

    /// The snapshot is made after the validation at the end, which evaluates other images.
    @Test func theRecordOfAStepHasTheNumbersOfItsSnapshot() throws {
      let plan = RunPlan.tiny(steps: 14, validateEvery: 7)
      let run = try run(plan, "one")
      var interest = Interest(layers: true)
      interest.times = true
      interest.weights = "fc2"
      let snapshot = try #require(
        try train(plan, recording: run, interest: interest).snapshots.last)
      let record = try #require(try timeline(run).records().last)
      #expect(snapshot.step == 14 && record.step == 14)
      #expect(record.measurements.layers == snapshot.layers)
      #expect(record.measurements.weights[1] == snapshot.weights)
      #expect(record.measurements.times == snapshot.times)
    }

    @Test func recordingChangesNoNumber() throws {
      let plan = RunPlan.tiny(steps: 20, validateEvery: 5)
      let unrecorded = try train(plan, recording: nil).losses
      let run = try run(plan, "one")
      #expect(try train(plan, recording: run).losses == unrecorded)
      #expect(try timeline(run).steps.count > 1 && unrecorded.count == 24)
    }

    @Test func aRunThatResumesAtAnEarlierStepDropsLaterRecords() throws {
      var plan = RunPlan.tiny(steps: 12)
      plan.checkpointEvery = 4
      let run = try run(plan, "two")
      try train(plan, recording: run, stop: 10)
      // This is the state of a process that was killed after the checkpoint of step 8.
      try FileManager.default.removeItem(atPath: run.checkpoints.path(ofStep: 10))
      let before = try timeline(run).records().filter { $0.step <= 8 }
      var strange = try #require(before.last?.measurements)
      strange.layers[0].mean = 99
      try LayerRecorder(path: run.layersPath, after: 99).append(strange, step: 11)
      try train(plan, recording: run, resuming: true)
      let after = try timeline(run).records()
      #expect(after.last?.step == 12)
      #expect(Array(after.prefix(before.count)) == before)
      #expect(after.allSatisfy { $0.measurements.layers[0].mean != 99 })
    }

    /// The checkpoint has no activations, so there is nothing to record before the next step.
    @Test func resumingWithoutAStepRecordsNothing() throws {
      let plan = RunPlan.tiny(steps: 6)
      let run = try run(plan, "three")
      try train(plan, recording: run)
      try FileManager.default.removeItem(atPath: run.layersPath)
      let result = try train(
        plan, recording: run, resuming: true, interest: Interest(layers: true))
      #expect(try LayerTimeline(path: run.layersPath) == nil)
      #expect(result.snapshots.allSatisfy { $0.layers.isEmpty })
    }

    @Test func theLayersThatHaveDivergedAreRecorded() throws {
      let plan = RunPlan.tiny(steps: 50, knobs: Knobs(rate: 1e30))
      let run = try run(plan, "four")
      let events = try train(plan, recording: run).events
      guard case .failed(let step, _)? = events.last else {
        Issue.record("the loss stayed finite")
        return
      }
      let record = try #require(try timeline(run).records().last)
      #expect(record.step == step)
      let layers = record.measurements.layers
      #expect(layers.contains { !$0.mean.isFinite || !$0.gradientNorm.isFinite })
    }

    @Test func aTimelineThatCannotBeWrittenIsAWarning() throws {
      let plan = RunPlan.tiny(steps: 3)
      let run = try run(plan, "five")
      try FileManager.default.createDirectory(
        atPath: run.layersPath, withIntermediateDirectories: false)
      let events = try train(plan, recording: run).events
      let kinds = events.compactMap { if case .warning(_, let kind, _) = $0 { kind } else { nil } }
      #expect(kinds.filter { $0 == "layers" }.count == 1)
      #expect(kinds.contains(TrainingEvent.unsaved) && !kinds.contains("kernels"))
      guard case .finished(3, _, .completed)? = events.last else {
        Issue.record("training did not continue")
        return
      }
      #expect(try KernelTimeline(path: run.kernelsPath)?.steps.last == 3)
    }
  }
}
