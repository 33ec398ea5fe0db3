import Blueprint
import Compute
import Images
import Observing
import Runs

/// The tools that measure one lane for snapshots and for its timeline, each created when it is first
/// needed.
final class LaneInstruments {
  private var inspector: NetworkInspector?
  private var imageAnalyzer: ImageAnalyzer?
  private var stopwatch: StepTimes?
  private var latestTimes: [Snapshot.LayerTime]?
  private var patches: PatchCollection?
  private var kernelReader: KernelReader?

  init() {}

  /// Returns the lane's stopwatch for the layers of its next step.
  func stopwatch(for lane: Lane) -> StepTimes {
    if let stopwatch { return stopwatch }
    let stopwatch = StepTimes(lane.network)
    self.stopwatch = stopwatch
    return stopwatch
  }

  /// Creates a snapshot with the parts that are of interest.
  func snapshot(of lane: Lane, for interest: Interest) -> Snapshot {
    var snapshot = Snapshot(run: lane.run, step: lane.step, layers: [], kernels: nil)
    // Without memory for an inspector, the snapshot has no such parts and training continues.
    if let inspector = try? inspector(of: lane) {
      inspect(lane, with: inspector, for: interest, &snapshot)
    }
    if interest.times { snapshot.times = drainTimes() }
    if let choice = interest.image {
      var image = analyze(choice, interest, of: lane)
      if let request = interest.attribution { attribute(request, to: &image, of: lane) }
      snapshot.image = image
    }
    if interest.confusion { snapshot.confusion = lane.outcome?.confusion }
    if interest.ranks { snapshot.ranks = lane.job?.summaries(batch: lane.plan.batch) }
    return snapshot
  }

  /// The step of the latest statistics of the layers; `nil` before the first.
  var measuredStep: Int? { inspector?.step }

  /// Returns the statistics of all layers in the latest step, which must be a step of this session.
  /// - Throws: ``ComputeError`` if memory is missing.
  func measurements(of lane: Lane) throws(ComputeError) -> LayerMeasurements {
    let inspector = try inspector(of: lane)
    let layers = inspector.layers(step: lane.step).map(Snapshot.LayerSummary.init)
    let weights = layers.compactMap { layer in
      inspector.weights(of: layer.name).map { Snapshot.WeightDistribution(layer.name, $0) }
    }
    let gradients = layers.compactMap { layer in
      inspector.gradient(of: layer.name).map { Snapshot.WeightDistribution(layer.name, $0) }
    }
    return LayerMeasurements(
      layers: layers, weights: weights, gradients: gradients, times: drainTimes())
  }

  /// Reads the kernels of the first layer together with the ranks that have the other parts of the network.
  func readKernels(of lane: Lane) {
    guard let reader = try? kernelReader ?? KernelReader(lane.network) else { return }
    kernelReader = reader
    _ = reader.read(.values)
  }

  private func inspector(of lane: Lane) throws(ComputeError) -> NetworkInspector {
    if let inspector { return inspector }
    let inspector = try NetworkInspector(lane.network)
    self.inspector = inspector
    return inspector
  }

  /// Returns the mean times since the previous call; if there was no step since, the times of that call.
  private func drainTimes() -> [Snapshot.LayerTime]? {
    latestTimes = stopwatch?.drain()?.map(Snapshot.LayerTime.init) ?? latestTimes
    return latestTimes
  }

  private func inspect(
    _ lane: Lane, with inspector: NetworkInspector, for interest: Interest,
    _ snapshot: inout Snapshot
  ) {
    let colors = lane.network.spec.inputColors
    if interest.kernels {
      snapshot.kernels = inspector.kernels(of: .values)?.reordered(from: colors)
    }
    snapshot.weights = interest.weights.flatMap { layer in
      inspector.weights(of: layer).map { Snapshot.WeightDistribution(layer, $0) }
    }
    // Before the first step of the session there are no activations, no gradients and no updates.
    guard lane.activations != .none else { return }
    if interest.layers {
      snapshot.layers = inspector.layers(step: lane.step).map(Snapshot.LayerSummary.init)
    }
    if let kind = interest.kernelChange {
      let quantity: Parameter.Quantity = kind == .update ? .momentumBuffer : .gradient
      snapshot.kernelChange = inspector.kernels(of: quantity).map {
        KernelChange(kind, $0.reordered(from: colors))
      }
    }
    if let kernel = interest.patchesOf, let responses = inspector.kernelResponses() {
      // The collection of another kernel is discarded.
      let present = patches.flatMap { $0.patches.kernel == kernel ? $0 : nil }
      var collection =
        present
        ?? PatchCollection(
          of: kernel, size: responses.size, network: lane.network.spec,
          dataMean: lane.data.meanColor)
      collection.add(responses)
      patches = collection
      snapshot.patches = collection.patches
    }
  }

  /// Adds a map of the regions that the network looks at: as much of it as fits into the time of a snapshot.
  private func attribute(
    _ request: AttributionRequest, to image: inout ImageAnalysis, of lane: Lane
  ) {
    if let job = lane.job, job.dividesNetwork {
      image.attribution = AttributionMap(request, problem: AttributionMap.divided)
      return
    }
    imageAnalyzer?.attribute(
      request, to: &image, knobs: lane.knobs, step: lane.step, within: Self.mapTime)
  }

  /// The time after which a snapshot begins no further pass for a map. With it a snapshot is due about every
  /// second (`SnapshotPublisher`), while the network is small.
  private static let mapTime = Duration.milliseconds(8)

  private func analyze(
    _ choice: ImageChoice, _ interest: Interest, of lane: Lane
  ) -> ImageAnalysis {
    let analyzer: ImageAnalyzer
    do {
      analyzer = try imageAnalyzer ?? ImageAnalyzer(lane.network, data: lane.data)
      imageAnalyzer = analyzer
    } catch {
      // Without memory this rank cannot evaluate an image together with the others.
      if let job = lane.job, job.dividesNetwork { job.fail(error) }
      return ImageAnalysis(choice, problem: "\(error)")
    }
    if let job = lane.job, job.dividesNetwork {
      return analyzer.analyze(
        choice, maps: interest.featureMaps, cell: interest.cell, knobs: lane.knobs,
        outcome: lane.outcome, in: job)
    }
    return analyzer.analyze(
      choice, maps: interest.featureMaps, cell: interest.cell, knobs: lane.knobs,
      outcome: lane.outcome)
  }
}

extension NetworkInspector {
  fileprivate func kernels(of quantity: Parameter.Quantity) -> Kernels? {
    kernels(quantity).map {
      Kernels(count: $0.count, channels: $0.channels, size: $0.size, weights: $0.weights)
    }
  }
}

extension Snapshot.LayerSummary {
  fileprivate init(_ statistics: LayerStatistics) {
    self.init(
      name: statistics.layer, output: statistics.output, mean: statistics.mean,
      deviation: statistics.deviation, minimum: statistics.minimum, maximum: statistics.maximum,
      zeros: statistics.zeros, gradientNorm: statistics.gradientNorm,
      updateRatio: statistics.updateRatio, histogram: statistics.histogram)
    units = statistics.units
    deadUnits = statistics.deadUnits?.count
    deadIndices = statistics.deadUnits.map { Array($0.prefix(Self.maximumDeadIndices)) }
    parameters = statistics.parameters
  }
}

extension Snapshot.LayerTime {
  fileprivate init(_ times: StepTimes.LayerSeconds) {
    self.init(
      name: times.name, forwardSeconds: times.forwardSeconds,
      backwardSeconds: times.backwardSeconds, updateSeconds: times.updateSeconds)
  }
}

extension Snapshot.WeightDistribution {
  fileprivate init(_ layer: String, _ statistics: WeightStatistics) {
    self.init(
      layer: layer, minimum: statistics.minimum, maximum: statistics.maximum,
      mean: statistics.mean, deviation: statistics.deviation, histogram: statistics.histogram)
  }
}
