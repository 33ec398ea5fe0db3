import Channels
import Compute
import Runs

/// Shows pictures of the network to whoever watches, seldom enough that training does not notice.
struct Glimpser {
  /// Looking may take this share of the time.
  private static let share = 0.005
  /// No eye follows more often than so.
  private static let shortestInterval = Duration.milliseconds(400)

  private let inspector: Inspector
  private let glimpses: LatestValue<Glimpse>
  private let clock = ContinuousClock()
  private var next: ContinuousClock.Instant

  init(_ inspector: Inspector, showingIn glimpses: LatestValue<Glimpse>) {
    self.inspector = inspector
    self.glimpses = glimpses
    next = clock.now
  }

  mutating func showIfDue(step: Int) {
    if clock.now >= next { show(step: step) }
  }

  mutating func show(step: Int) {
    let start = ThreadTime.now
    // Before the first step there are kernels, but no activations yet.
    let layers = step > 0 ? inspector.layers().map(Glimpse.Layer.init) : []
    let kernels = inspector.kernels().map {
      Kernels(count: $0.count, channels: $0.channels, size: $0.size, weights: $0.weights)
    }
    glimpses.set(Glimpse(step: step, layers: layers, kernels: kernels))
    let cost = ThreadTime.now - start
    next = clock.now + max(cost / Self.share, Self.shortestInterval)
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
