import Blueprint
import Glibc
import Statistics

/// Measures the training step of a network on random images, without a loading pipeline.
///
/// Each round measures a whole step, the tasks of a step one by one, and the processor's peak. Other load on
/// the machine therefore affects all of them alike, and the ratios are reliable.
public struct StepBenchmark: Sendable {
  /// The network.
  public var spec: NetworkSpec
  /// The number of images in a step.
  public var batch: Int
  /// The number of rounds; at least 1.
  public var steps: Int
  /// The number of computing threads.
  public var threads: Int
  /// The precision of a step.
  public var precision: Precision

  /// Creates a benchmark of one network.
  public init(spec: NetworkSpec, batch: Int, steps: Int, threads: Int, precision: Precision) {
    self.spec = spec
    self.batch = batch
    self.steps = steps
    self.threads = threads
    self.precision = precision
  }

  /// The results. Times are medians over the rounds.
  public struct Report: Sendable {
    /// The images of a batch over the median time of a step.
    public var imagesPerSecond: Double
    /// The images of a batch over the shortest time of a step.
    public var bestImagesPerSecond: Double
    /// The nominal work, 2 operations for a multiply-add in all passes, over the median time of a
    /// step.
    public var gigaflopsPerSecond: Double
    /// The peak of all threads, with the factors of the network: the best of many bursts. `nil` if they are
    /// multiplied by AMX.
    public var peakGigaflopsPerSecond: Double?
    /// True if activations are in bfloat16, but multiplied in single precision.
    public var widensBFloat16: Bool
    /// The number of threads that computed, which is smaller than requested where OpenMP gives
    /// fewer.
    public var threads: Int
    /// The time of a step, in milliseconds.
    public var stepMilliseconds: Double
    /// The time of a step's oneDNN operations and of the project's own convolutions, in milliseconds.
    public var libraryMilliseconds: Double
    /// The time of the other tasks, in milliseconds: loss, dropout, normalisation, pooling, update.
    public var outsideLibraryMilliseconds: Double
    /// The largest resident memory of the process, in bytes.
    public var residentBytes: Int
    /// The mean number of page faults without input or output in a step.
    public var minorFaultsPerStep: Double
    /// The times of each layer and direction, in the order of a step.
    public var layers: [TaskTime]

    /// The share of the peak that the nominal work reaches.
    public var shareOfPeak: Double? { peakGigaflopsPerSecond.map { gigaflopsPerSecond / $0 } }
    /// The speed of a whole step over that of these operations alone; 1 if nothing else takes
    /// time.
    public var shareOfLibrary: Double { libraryMilliseconds / stepMilliseconds }
  }

  /// The time of one layer in one direction.
  public struct TaskTime: Sendable {
    /// The name of the layer; "softmax" for the loss.
    public var layer: String
    /// The part of a step.
    public var direction: StepTask.Direction
    /// The time in milliseconds.
    public var milliseconds: Double
  }

  /// Runs the benchmark.
  ///
  /// - Parameter progress: A closure called after each round with the number of finished rounds.
  /// - Throws: ``ComputeError``, or `BlueprintError` for a network whose shapes do not fit.
  public func run(progress: (Int) -> Void = { _ in }) throws -> Report {
    let engine = try Engine(threads: threads)
    let layout = try spec.layout()
    try Network.check(layout, batch: batch, precision: precision, batchesAhead: 0)
    let network = try Network(
      spec, layout: layout, batch: batch, seed: 1, precision: precision, on: engine)
    fill(network)
    // The learning rate is so small that the loss cannot diverge.
    let knobs = Knobs(rate: 1e-6)
    for step in 1...2 { _ = network.train(knobs, step: step) }
    let tasks = network.tasks(knobs, step: 3)

    var whole: [Double] = []
    var apart: [[Double]] = Array(repeating: [], count: tasks.count)
    var peak: Double?
    var faults = 0
    for round in 0..<steps {
      peak = engine.measurePeak(precision, seconds: 0.05).map { max($0, peak ?? 0) }
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
      layers: Self.times(tasks, milliseconds: medians))
  }

  private func fill(_ network: Network) {
    let factor = Float(spec.meanPixelFactor)
    var word: UInt32 = 1
    for index in network.input.elements.indices {
      word = word &* 1_664_525 &+ 1_013_904_223
      network.input.elements[index] = Float(Int32(word >> 24) - 128) * factor
    }
    network.setLabels((0..<batch).map { Int32($0 % spec.classes) })
  }

  /// Returns the times of tasks, added up for each layer and direction, in the order of a step.
  private static func times(_ tasks: [StepTask], milliseconds: [Double]) -> [TaskTime] {
    var times: [TaskTime] = []
    for (task, time) in zip(tasks, milliseconds) {
      if let index = times.firstIndex(where: {
        $0.layer == task.layer && $0.direction == task.direction
      }) {
        times[index].milliseconds += time
      } else {
        times.append(TaskTime(layer: task.layer, direction: task.direction, milliseconds: time))
      }
    }
    return times
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
