import Blueprint
import Channels
import Compute
import Images
import Runs

/// Shows pictures of networks to whoever watches, seldom enough that training does not notice; what
/// somebody newly asks for, at once.
struct Glimpser {
  /// Looking may take this share of the time.
  private static let share = 0.005
  /// Kernels and statistics creep; what shows them has thousands of cells to change.
  private static let shortestInterval = Duration.seconds(1)
  /// Whoever has asked for much does not wait longer than so for the next picture.
  private static let longestDebt = Duration.seconds(20)

  /// What it takes to look at a lane: each made when somebody first wants it.
  private struct Instruments {
    var inspector: Inspector?
    var prober: ImageProber?
    var stopwatch: StepTimes?
    var lastTimes: [Glimpse.LayerTime]?
    var collection: PatchCollection?
  }

  private let watchers: Watchers
  /// The run of the first lane, which is shown to whoever names none, for as long as it goes.
  private var first: String
  /// By the names of the lanes' runs.
  private var instruments: [String: Instruments] = [:]
  private let clock = ContinuousClock()
  private var next: ContinuousClock.Instant
  /// Somebody has begun to look at something else.
  private var isAsked = false
  /// What was last shown, and to whom: who comes within a second sees it too, and costs nothing.
  private var shown: [Shown] = []
  private var lastLook: ContinuousClock.Instant

  private struct Shown {
    var interest: Interest
    var glimpses: [Glimpse]
    var watchers: [Watcher]
  }

  init(of first: String, showingTo watchers: Watchers) {
    self.first = first
    self.watchers = watchers
    next = clock.now
    lastLook = next
  }

  /// What times the parts of a lane's next step; nil when nobody wants to know.
  mutating func times(of lane: Lane) -> StepTimes? {
    let run = lane.lines.run
    guard watchers.all.contains(where: { $0.interest.times && runs(of: $0.interest).contains(run) })
    else { return nil }
    let stopwatch = instruments[run]?.stopwatch ?? StepTimes(lane.network)
    instruments[run, default: .init()].stopwatch = stopwatch
    return stopwatch
  }

  mutating func ask() { isAsked = true }

  mutating func showIfDue(_ lanes: @autoclosure () -> [Lane]) {
    if clock.now >= next { show(lanes()) } else { showIfAsked(lanes()) }
  }

  mutating func showIfAsked(_ lanes: @autoclosure () -> [Lane]) {
    guard isAsked else { return }
    if clock.now >= lastLook + Self.shortestInterval { shown = [] }
    showOthers(lanes())
  }

  /// Shows each watcher those of these lanes that it is interested in.
  mutating func show(_ lanes: [Lane]) {
    shown = []
    showOthers(lanes)
  }

  /// The same for those who have not seen what was shown last.
  private mutating func showOthers(_ lanes: [Lane]) {
    isAsked = false
    let start = ThreadTime.now
    var hasLooked = false
    for watcher in watchers.all {
      let interest = watcher.interest
      guard interest != .nothing else { continue }
      // Those who look at the same see the same.
      if let index = shown.firstIndex(where: { $0.interest == interest }) {
        guard !shown[index].watchers.contains(where: { $0 === watcher }) else { continue }
        shown[index].watchers.append(watcher)
        watcher.glimpses.set(shown[index].glimpses)
        continue
      }
      let runs = runs(of: interest)
      var glimpses: [Glimpse] = []
      for lane in lanes where runs.contains(lane.lines.run) {
        glimpses.append(look(at: lane, for: interest))
      }
      guard !glimpses.isEmpty else { continue }
      hasLooked = true
      shown.append(Shown(interest: interest, glimpses: glimpses, watchers: [watcher]))
      watcher.glimpses.set(glimpses)
    }
    let now = clock.now
    // Nobody to look for is no debt, but asking all of them at every step would be one.
    guard hasLooked || now >= next else { return }
    if hasLooked { lastLook = now }
    let pause = max((ThreadTime.now - start) / Self.share, Self.shortestInterval)
    next = min(max(next, now) + pause, now + max(pause, Self.longestDebt))
  }

  private func runs(of interest: Interest) -> [String] {
    interest.runs.isEmpty ? [first] : interest.runs
  }

  /// A lane's run has another name now.
  mutating func rename(_ run: String, to name: String) {
    if first == run { first = name }
    instruments[name] = instruments.removeValue(forKey: run)
  }

  /// Lets go of those that have ended.
  mutating func forget(allBut lanes: [Lane]) {
    let going = Set(lanes.map(\.lines.run))
    instruments = instruments.filter { going.contains($0.key) }
  }

  private mutating func look(at lane: Lane, for interest: Interest) -> Glimpse {
    let run = lane.lines.run
    var tools = instruments[run] ?? Instruments()
    defer { instruments[run] = tools }
    var glimpse = Glimpse(run: run, step: lane.step, layers: [], kernels: nil)
    // What there is no memory for is not shown; training goes on.
    if let inspector = tools.inspector ?? (try? Inspector(lane.network)) {
      tools.inspector = inspector
      look(through: inspector, at: lane, for: interest, &tools, &glimpse)
    }
    if interest.times {
      tools.lastTimes = tools.stopwatch?.take()?.map(Glimpse.LayerTime.init) ?? tools.lastTimes
      glimpse.times = tools.lastTimes
    }
    if let choice = interest.image {
      glimpse.image = look(at: choice, maps: interest.featureMaps, of: lane, &tools)
    }
    if interest.confusion { glimpse.confusion = lane.outcome?.confusion }
    return glimpse
  }

  private func look(
    through inspector: Inspector, at lane: Lane, for interest: Interest,
    _ tools: inout Instruments, _ glimpse: inout Glimpse
  ) {
    if interest.kernels { glimpse.kernels = inspector.kernels(of: .values) }
    glimpse.weights = interest.weights.flatMap { layer in
      inspector.weights(of: layer).map { Glimpse.Weights(layer, $0) }
    }
    // Before the first step there are weights, but nothing has changed them and nothing is active.
    guard lane.step > 0 else { return }
    if interest.layers {
      glimpse.layers = inspector.layers(step: lane.step).map(Glimpse.Layer.init)
    }
    if let kind = interest.kernelChange {
      let part: Parameter.Part = kind == .update ? .velocity : .gradient
      glimpse.kernelChange = inspector.kernels(of: part).map { KernelChange(kind, $0) }
    }
    if let kernel = interest.patchesOf, let responses = inspector.kernelResponses() {
      // Who looks at another kernel begins anew.
      let gathered = tools.collection.flatMap { $0.patches.kernel == kernel ? $0 : nil }
      var collection =
        gathered
        ?? PatchCollection(
          of: kernel, size: responses.size, inputScale: lane.network.spec.inputScale,
          mean: lane.data.meanColor)
      collection.add(responses)
      tools.collection = collection
      glimpse.patches = collection.patches
    }
  }

  private func look(
    at choice: ImageChoice, maps layer: String?, of lane: Lane, _ tools: inout Instruments
  ) -> ImageLook {
    do {
      let prober = try tools.prober ?? ImageProber(lane.network, data: lane.data)
      tools.prober = prober
      return prober.look(at: choice, maps: layer, knobs: lane.knobs, outcome: lane.outcome)
    } catch {
      return ImageLook(choice, problem: "\(error)")
    }
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
    units = statistics.units
    deadUnits = statistics.deadUnits
    parameters = statistics.parameters
  }
}

extension Glimpse.LayerTime {
  fileprivate init(_ times: StepTimes.Layer) {
    self.init(
      name: times.name, forwardSeconds: times.forwardSeconds,
      backwardSeconds: times.backwardSeconds, updateSeconds: times.updateSeconds)
  }
}

extension Glimpse.Weights {
  fileprivate init(_ layer: String, _ statistics: WeightStatistics) {
    self.init(
      layer: layer, minimum: statistics.minimum, maximum: statistics.maximum,
      mean: statistics.mean, deviation: statistics.deviation, histogram: statistics.histogram)
  }
}
