import Channels
import Compute
import Runs

/// Shows pictures of the network to whoever watches, seldom enough that training does not notice.
struct Glimpser {
  /// Looking may take this share of the time.
  private static let share = 0.005
  /// No eye follows more often than so.
  private static let shortestInterval = Duration.milliseconds(400)

  private let network: Network
  /// The name of the network's run.
  private let run: String
  private let watchers: Watchers
  /// Made when somebody first looks.
  private var inspector: Inspector?
  /// Of the mean colour of the images, which the network does not see.
  private let mean: SIMD3<Double>
  private var collection: PatchCollection?
  private let clock = ContinuousClock()
  private var next: ContinuousClock.Instant

  init(
    _ network: Network, of run: String, mean: SIMD3<Double> = SIMD3(repeating: 128),
    showingTo watchers: Watchers
  ) {
    self.network = network
    self.mean = mean
    self.run = run
    self.watchers = watchers
    next = clock.now
  }

  mutating func showIfDue(step: Int) throws(ComputeError) {
    if clock.now >= next { try show(step: step) }
  }

  mutating func show(step: Int) throws(ComputeError) {
    let start = ThreadTime.now
    // Those who look at the same see the same.
    var shown: [(interest: Interest, glimpse: Glimpse)] = []
    for watcher in watchers.all {
      let interest = watcher.interest
      guard interest != .nothing else { continue }
      if let same = shown.first(where: { $0.interest == interest }) {
        watcher.glimpses.set([same.glimpse])
      } else {
        let glimpse = try look(for: interest, step: step)
        shown.append((interest, glimpse))
        watcher.glimpses.set([glimpse])
      }
    }
    let cost = ThreadTime.now - start
    next = clock.now + max(cost / Self.share, Self.shortestInterval)
  }

  private mutating func look(for interest: Interest, step: Int) throws(ComputeError) -> Glimpse {
    let inspector = try openInspector()
    // Before the first step there are kernels, but no activations yet.
    let layers = interest.layers && step > 0 ? inspector.layers().map(Glimpse.Layer.init) : []
    var glimpse = Glimpse(
      run: run, step: step, layers: layers,
      kernels: interest.kernels ? inspector.kernels(of: .values) : nil)
    // Before the first step nothing has changed them.
    if let kind = interest.kernelChange, step > 0 {
      let part: Parameter.Part = kind == .update ? .velocity : .gradient
      glimpse.kernelChange = inspector.kernels(of: part).map { KernelChange(kind, $0) }
    }
    if let kernel = interest.patchesOf, step > 0 {
      glimpse.patches = collect(kernel, inspector.kernelResponses())
    }
    return glimpse
  }

  /// Who looks at another kernel begins anew.
  private mutating func collect(_ kernel: Int, _ responses: KernelResponses?) -> KernelPatches? {
    guard let responses else { return nil }
    let gathered = collection.flatMap { $0.patches.kernel == kernel ? $0 : nil }
    var current =
      gathered
      ?? PatchCollection(
        of: kernel, size: responses.size, inputScale: network.spec.inputScale, mean: mean)
    current.add(responses)
    self.collection = current
    return current.patches
  }

  private mutating func openInspector() throws(ComputeError) -> Inspector {
    if let inspector { return inspector }
    let new = try Inspector(network)
    inspector = new
    return new
  }
}

extension Inspector {
  func kernels(of part: Parameter.Part) -> Kernels? {
    kernels(part).map {
      Kernels(count: $0.count, channels: $0.channels, size: $0.size, weights: $0.weights)
    }
  }
}

extension Glimpse.Layer {
  init(_ statistics: LayerStatistics) {
    self.init(
      name: statistics.layer, output: statistics.output, mean: statistics.mean,
      deviation: statistics.deviation, minimum: statistics.minimum, maximum: statistics.maximum,
      zeros: statistics.zeros, gradientNorm: statistics.gradientNorm,
      updateRatio: statistics.updateRatio, histogram: statistics.histogram)
  }
}
