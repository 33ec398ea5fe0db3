import Blueprint
import Channels
import Compute
import Images
import Runs

/// Shows pictures of the network to whoever watches, seldom enough that training does not notice; what
/// somebody newly asks for, at once.
struct Glimpser {
  /// What there is to be seen now, beside the network itself.
  struct Moment {
    var step: Int
    var knobs: Knobs
    /// Nil before the first validation.
    var examination: Examination?
  }

  /// Looking may take this share of the time.
  private static let share = 0.005
  /// No eye follows more often than so.
  private static let shortestInterval = Duration.milliseconds(400)
  /// Whoever has asked for much does not wait longer than so for the next picture.
  private static let longestDebt = Duration.seconds(20)

  private let network: Network
  private let data: any DataSource
  /// The name of the network's run.
  private let run: String
  private let watchers: Watchers
  // Made when somebody first looks.
  private var inspector: Inspector?
  private var prober: ImageProber?
  private var stopwatch: StepTimes?
  private var lastTimes: [Glimpse.LayerTime]?
  private let clock = ContinuousClock()
  private var next: ContinuousClock.Instant
  /// Somebody has begun to look at something else.
  private var isAsked = false

  init(
    _ network: Network, data: any DataSource, of run: String, showingTo watchers: Watchers
  ) {
    self.network = network
    self.data = data
    self.run = run
    self.watchers = watchers
    next = clock.now
  }

  /// What times the parts of the next step; nil when nobody wants to know.
  mutating func times() -> StepTimes? {
    guard watchers.all.contains(where: { $0.interest.times }) else { return nil }
    if stopwatch == nil { stopwatch = StepTimes(network) }
    return stopwatch
  }

  mutating func ask() { isAsked = true }

  mutating func showIfDue(_ moment: @autoclosure () -> Moment) {
    if isAsked || clock.now >= next { show(moment()) }
  }

  mutating func showIfAsked(_ moment: @autoclosure () -> Moment) {
    if isAsked { show(moment()) }
  }

  mutating func show(_ moment: Moment) {
    isAsked = false
    let start = ThreadTime.now
    // Those who look at the same see the same.
    var shown: [(interest: Interest, glimpse: Glimpse)] = []
    for watcher in watchers.all {
      let interest = watcher.interest
      guard interest != .nothing else { continue }
      if let same = shown.first(where: { $0.interest == interest }) {
        watcher.glimpses.set([same.glimpse])
      } else {
        let glimpse = look(for: interest, moment)
        shown.append((interest, glimpse))
        watcher.glimpses.set([glimpse])
      }
    }
    let cost = ThreadTime.now - start
    let now = clock.now
    let pause = max(cost / Self.share, Self.shortestInterval)
    next = min(max(next, now) + pause, now + max(pause, Self.longestDebt))
  }

  private mutating func look(for interest: Interest, _ moment: Moment) -> Glimpse {
    var glimpse = Glimpse(run: run, step: moment.step, layers: [], kernels: nil)
    // What there is no memory for is not shown; training goes on.
    if let inspector = try? openInspector() {
      // Before the first step there are kernels, but no activations yet.
      if interest.layers, moment.step > 0 {
        glimpse.layers = inspector.layers(step: moment.step).map(Glimpse.Layer.init)
      }
      if interest.kernels {
        glimpse.kernels = inspector.kernels().map {
          Kernels(count: $0.count, channels: $0.channels, size: $0.size, weights: $0.weights)
        }
      }
      glimpse.weights = interest.weights.flatMap { layer in
        inspector.weights(of: layer).map { Glimpse.Weights(layer, $0) }
      }
    }
    if interest.times {
      lastTimes = stopwatch?.take()?.map(Glimpse.LayerTime.init) ?? lastTimes
      glimpse.times = lastTimes
    }
    if let choice = interest.image {
      glimpse.image = look(at: choice, maps: interest.featureMaps, moment)
    }
    if interest.confusion { glimpse.confusion = moment.examination?.confusion }
    return glimpse
  }

  private mutating func look(
    at choice: ImageChoice, maps layer: String?, _ moment: Moment
  ) -> ImageLook {
    do {
      let prober = try prober ?? ImageProber(network, data: data)
      self.prober = prober
      return prober.look(
        at: choice, maps: layer, knobs: moment.knobs, examination: moment.examination)
    } catch {
      return ImageLook(choice, problem: "\(error)")
    }
  }

  private mutating func openInspector() throws(ComputeError) -> Inspector {
    if let inspector { return inspector }
    let new = try Inspector(network)
    inspector = new
    return new
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
