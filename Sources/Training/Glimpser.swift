import Channels
import Compute
import Runs

/// Shows pictures of networks to whoever watches, seldom enough that training does not notice.
struct Glimpser {
  /// Looking may take this share of the time.
  private static let share = 0.005
  /// No eye follows more often than so.
  private static let shortestInterval = Duration.milliseconds(400)

  private let watchers: Watchers
  /// The run of the first lane, which is shown to whoever names none, for as long as it goes.
  private let first: String
  /// Of lanes by the names of their runs, each made when somebody first looks.
  private var inspectors: [String: Inspector] = [:]
  private var collections: [String: PatchCollection] = [:]
  private let clock = ContinuousClock()
  private var next: ContinuousClock.Instant

  init(of first: String, showingTo watchers: Watchers) {
    self.first = first
    self.watchers = watchers
    next = clock.now
  }

  mutating func showIfDue(_ lanes: [Lane]) throws(ComputeError) {
    if clock.now >= next { try show(lanes) }
  }

  /// Shows each watcher those of these lanes that it is interested in.
  mutating func show(_ lanes: [Lane]) throws(ComputeError) {
    let start = ThreadTime.now
    // Those who look at the same see the same.
    var shown: [(interest: Interest, glimpses: [Glimpse])] = []
    for watcher in watchers.all {
      let interest = watcher.interest
      guard interest != .nothing else { continue }
      if let same = shown.first(where: { $0.interest == interest }) {
        watcher.glimpses.set(same.glimpses)
        continue
      }
      let runs = interest.runs.isEmpty ? [first] : interest.runs
      var glimpses: [Glimpse] = []
      for lane in lanes where runs.contains(lane.lines.run) {
        glimpses.append(try look(at: lane, for: interest))
      }
      guard !glimpses.isEmpty else { continue }
      shown.append((interest, glimpses))
      watcher.glimpses.set(glimpses)
    }
    let cost = ThreadTime.now - start
    next = clock.now + max(cost / Self.share, Self.shortestInterval)
  }

  /// Lets go of those that have ended.
  mutating func forget(allBut lanes: [Lane]) {
    let going = Set(lanes.map(\.lines.run))
    inspectors = inspectors.filter { going.contains($0.key) }
    collections = collections.filter { going.contains($0.key) }
  }

  private mutating func look(
    at lane: Lane, for interest: Interest
  ) throws(ComputeError) -> Glimpse {
    let inspector = try inspector(of: lane)
    // Before the first step there are kernels, but no activations yet.
    let layers =
      interest.layers && lane.step > 0 ? inspector.layers().map(Glimpse.Layer.init) : []
    var glimpse = Glimpse(
      run: lane.lines.run, step: lane.step, layers: layers,
      kernels: interest.kernels ? inspector.kernels(of: .values) : nil)
    // Before the first step nothing has changed them.
    if let kind = interest.kernelChange, lane.step > 0 {
      let part: Parameter.Part = kind == .update ? .velocity : .gradient
      glimpse.kernelChange = inspector.kernels(of: part).map { KernelChange(kind, $0) }
    }
    if let kernel = interest.patchesOf, lane.step > 0 {
      glimpse.patches = collect(kernel, inspector.kernelResponses(), of: lane)
    }
    return glimpse
  }

  /// Who looks at another kernel begins anew.
  private mutating func collect(
    _ kernel: Int, _ responses: KernelResponses?, of lane: Lane
  ) -> KernelPatches? {
    guard let responses else { return nil }
    let run = lane.lines.run
    let gathered = collections[run].flatMap { $0.patches.kernel == kernel ? $0 : nil }
    var current =
      gathered
      ?? PatchCollection(
        of: kernel, size: responses.size, inputScale: lane.network.spec.inputScale,
        mean: lane.data.meanColor)
    current.add(responses)
    collections[run] = current
    return current.patches
  }

  private mutating func inspector(of lane: Lane) throws(ComputeError) -> Inspector {
    if let inspector = inspectors[lane.lines.run] { return inspector }
    let new = try Inspector(lane.network)
    inspectors[lane.lines.run] = new
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
