import Blueprint
import Glibc
import Statistics

/// Measures the training step of a network on random images, without an input pipeline. Whole steps,
/// steps taken apart and the processor's own limit take turns, so that all ratios come from the same
/// minutes of a noisy machine.
public struct StepBenchmark: Sendable {
  public var spec: NetworkSpec
  public var batch: Int
  /// How many steps are measured, of each kind; at least 1.
  public var steps: Int
  public var threads: Int
  public var precision: Precision

  public init(spec: NetworkSpec, batch: Int, steps: Int, threads: Int, precision: Precision) {
    self.spec = spec
    self.batch = batch
    self.steps = steps
    self.threads = threads
    self.precision = precision
  }

  /// What was measured; times are medians.
  public struct Report: Sendable {
    public var imagesPerSecond: Double
    public var bestImagesPerSecond: Double
    /// Nominal work (2 operations a multiply-add, forward and backward) over the median time.
    public var gigaflopsPerSecond: Double
    /// Multiplications and additions on registers alone, as wide as the network's, all threads: the
    /// best of many bursts.
    public var peakGigaflopsPerSecond: Double
    /// Whether activations are kept in bfloat16, but multiplied in single precision.
    public var widensBFloat16: Bool
    /// How many threads computed, which is fewer than asked for where OpenMP gives fewer.
    public var threads: Int
    public var stepMilliseconds: Double
    /// A step's calls of oneDNN alone: no loss, dropout or update.
    public var libraryMilliseconds: Double
    /// Loss, dropout and update: what is not oneDNN's.
    public var outsideLibraryMilliseconds: Double
    public var residentBytes: Int
    public var minorFaultsPerStep: Double
    public var layers: [Part]

    /// The share of the processor's limit that the network's nominal work reaches.
    public var shareOfPeak: Double { gigaflopsPerSecond / peakGigaflopsPerSecond }
    /// The speed of a whole step over that of its oneDNN calls alone: 1 when nothing else costs.
    public var shareOfLibrary: Double { libraryMilliseconds / stepMilliseconds }
  }

  public struct Part: Sendable {
    public var layer: String
    public var direction: StepTask.Direction
    public var milliseconds: Double
  }

  /// - Parameter progress: called after each round with the number of rounds done.
  public func run(progress: (Int) -> Void = { _ in }) throws -> Report {
    let engine = try Engine(threads: threads)
    let layout = try spec.layout()
    try Network.check(layout, batch: batch, precision: precision, batchesAhead: 0)
    let network = try Network(
      spec, layout: layout, batch: batch, seed: 1, precision: precision, on: engine)
    fill(network)
    // A rate that moves the weights without ever leading anywhere.
    let knobs = Knobs(rate: 1e-6)
    for step in 1...2 { _ = network.train(knobs, step: step) }
    let tasks = network.tasks(knobs, step: 3)

    var whole: [Double] = []
    var apart: [[Double]] = Array(repeating: [], count: tasks.count)
    var peak = 0.0
    var faults = 0
    for round in 0..<steps {
      peak = max(peak, engine.measurePeak(precision, seconds: 0.05))
      let before = Self.usage()
      whole.append(milliseconds { _ = network.train(knobs, step: 3 + round) })
      faults += Self.usage().faults - before.faults
      for (index, task) in tasks.enumerated() {
        apart[index].append(milliseconds { task.run() })
      }
      progress(round + 1)
    }
    let step = Measurements(whole).median
    let medians = apart.map { Measurements($0).median }
    func sum(ofLibrary: Bool) -> Double {
      zip(tasks, medians).filter { ($0.0.implementation != nil) == ofLibrary }
        .reduce(0) { $0 + $1.1 }
    }
    let work = 2e-9 * Double(layout.trainingMultiplyAdds * batch)
    return Report(
      imagesPerSecond: Double(batch) / step * 1000,
      bestImagesPerSecond: Double(batch) / (whole.min() ?? step) * 1000,
      gigaflopsPerSecond: work / step * 1000, peakGigaflopsPerSecond: peak,
      widensBFloat16: precision == .bf16 && engine.widensBFloat16,
      threads: engine.threads, stepMilliseconds: step, libraryMilliseconds: sum(ofLibrary: true),
      outsideLibraryMilliseconds: sum(ofLibrary: false),
      residentBytes: Self.usage().residentBytes,
      minorFaultsPerStep: Double(faults) / Double(steps),
      layers: Self.parts(tasks, milliseconds: medians))
  }

  private func fill(_ network: Network) {
    var word: UInt32 = 1
    for index in network.input.elements.indices {
      word = word &* 1_664_525 &+ 1_013_904_223
      network.input.elements[index] = Float(Int32(word >> 24) - 128) * Float(spec.inputScale)
    }
    network.setLabels((0..<batch).map { Int32($0 % spec.classes) })
  }

  /// The tasks of a layer and direction added up, in the order of a step.
  private static func parts(_ tasks: [StepTask], milliseconds: [Double]) -> [Part] {
    var parts: [Part] = []
    for (task, time) in zip(tasks, milliseconds) {
      if let index = parts.firstIndex(where: {
        $0.layer == task.layer && $0.direction == task.direction
      }) {
        parts[index].milliseconds += time
      } else {
        parts.append(Part(layer: task.layer, direction: task.direction, milliseconds: time))
      }
    }
    return parts
  }

  private func milliseconds(_ body: () -> Void) -> Double {
    ContinuousClock().measure(body) / .milliseconds(1)
  }

  private static func usage() -> (faults: Int, residentBytes: Int) {
    var usage = rusage()
    getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
    return (usage.ru_minflt, usage.ru_maxrss * 1024)
  }
}
