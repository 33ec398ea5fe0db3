import Blueprint
import Exchange
import Observing
import Runs

/// A run with events, statistics and kernels that are written by hand.
struct RecordedRun {
  let run: Run
  /// The date at which the run started, in seconds since 1970.
  let start: Double

  /// Creates a run in a store that has started.
  init(_ name: String, in folder: TemporaryFolder, startedAt start: Double = 1_790_000_000) throws {
    let plan = Self.plan
    self.start = start
    run = try RunStore(directory: folder.path("runs")).create(plan, name: name, data: "scenes")
    try add([
      .started(
        TrainingEvent.Started(
          run: name, network: "small", parameters: 1, data: "scenes", classes: ["a", "b"],
          trainImages: 8, validationImages: 4, seed: 7, plan: plan, time: start))
    ])
  }

  static let plan = RunPlan(
    network: SmallNetwork.spec, data: .scenes, seed: 7, batch: 4, length: .steps(9),
    knobs: Knobs(rate: 0.02, dropout: 0), schedule: .constant, threads: 2, validateEvery: 2)

  /// Appends events to the journal.
  func add(_ events: [TrainingEvent]) throws {
    let journal = try run.openJournal()
    for event in events { try journal.append(event) }
  }

  /// Records statistics of conv1 after some steps.
  func addLayers(_ steps: [Int]) throws {
    let recorder = try LayerRecorder(path: run.layersPath, after: steps[0] - 1)
    for step in steps {
      let layer = Snapshot.LayerSummary(
        name: "conv1", output: Shape(channels: 8, height: 6, width: 5), mean: 1, deviation: 2,
        minimum: 0, maximum: 8, zeros: 0.5, gradientNorm: 0.25, updateRatio: 0.125,
        histogram: [4, 0, 3, 1])
      let weights = Snapshot.WeightDistribution(
        layer: "conv1", minimum: -1, maximum: 1, mean: 0, deviation: 0.5, histogram: [2, 6])
      let gradient = Snapshot.WeightDistribution(
        layer: "conv1", minimum: -4, maximum: 2, mean: 0.25, deviation: 1, histogram: [1, 0, 7])
      try recorder.append(
        LayerMeasurements(layers: [layer], weights: [weights], gradients: [gradient], times: nil),
        step: step)
    }
  }

  /// Records kernels after some steps.
  func addKernels(_ steps: [Int]) throws {
    let recorder = try KernelRecorder(
      path: run.kernelsPath, shape: .init(count: 2, channels: 3, size: 1), after: steps[0] - 1)
    for step in steps {
      let weights = (0..<6).map { Float($0 + step) }
      try recorder.append(Kernels(count: 2, channels: 3, size: 1, weights: weights), step: step)
    }
  }

  /// A picture whose bytes are not those of a PNG file, but show that the drawing was used.
  static let draw: KernelDrawing = { kernels in
    EncodedPicture(width: kernels.count, height: kernels.size, png: [1, 2, 3])
  }
}

extension TrainingEvent {
  static func step(_ step: Int, loss: Double = 2.5, seconds: Double? = nil) -> TrainingEvent {
    .step(
      Step(
        step: step, epoch: 0.5, loss: loss, top1: 0.75, top5: 0.25, rate: 0.02,
        imagesPerSecond: 812.5, seconds: seconds ?? Double(step)))
  }

  static func validation(_ step: Int, top1: Double) -> TrainingEvent {
    .validation(Validation(step: step, epoch: 1, loss: 1.5, top1: top1, top5: 0))
  }

  static func resumed(_ step: Int, at time: Double) -> TrainingEvent {
    .resumed(Resumed(step: step, knobs: Knobs(rate: 0.02), length: .steps(9), time: time))
  }
}
