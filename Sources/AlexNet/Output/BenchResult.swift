import Blueprint
import Compute
import DisplayText

/// The output of `bench`. The fields are the contract of `bench --json`.
struct BenchResult: Encodable {
  /// The time of one direction of a layer.
  struct Layer: Encodable {
    var name: String
    var direction: String
    var milliseconds: Double
  }

  var network: String
  var batch: Int
  var precision: String
  /// The number format in which layers with parameters multiply: "fp32" or "bf16".
  var arithmetic: String
  var threads: Int
  var imagesPerSecond: Double
  var bestImagesPerSecond: Double
  var gigaflopsPerSecond: Double
  /// The peak, and the share of it that is reached; `nil` with AMX, whose peak is not measured.
  var peakGigaflopsPerSecond: Double?
  var shareOfPeak: Double?
  var shareOfLibrary: Double
  var outsideLibraryMilliseconds: Double
  var stepMilliseconds: Double
  var residentBytes: Int
  var minorFaultsPerStep: Double
  var library: String
  var layers: [Layer]

  init(_ benchmark: StepBenchmark, _ report: StepBenchmark.Report) {
    network = benchmark.spec.name
    batch = benchmark.batch
    precision = benchmark.precision.rawValue
    arithmetic = benchmark.precision == .bf16 && !report.widensBFloat16 ? "bf16" : "fp32"
    threads = report.threads
    imagesPerSecond = report.imagesPerSecond
    bestImagesPerSecond = report.bestImagesPerSecond
    gigaflopsPerSecond = report.gigaflopsPerSecond
    peakGigaflopsPerSecond = report.peakGigaflopsPerSecond
    shareOfPeak = report.shareOfPeak
    shareOfLibrary = report.shareOfLibrary
    outsideLibraryMilliseconds = report.outsideLibraryMilliseconds
    stepMilliseconds = report.stepMilliseconds
    residentBytes = report.residentBytes
    minorFaultsPerStep = report.minorFaultsPerStep
    library = "oneDNN \(Engine.libraryVersion), \(Engine.instructions)"
    layers = report.layers.map {
      Layer(name: $0.layer, direction: $0.direction.rawValue, milliseconds: $0.milliseconds)
    }
  }
}

extension BenchResult {
  var text: String {
    """
    \(network.printable), batch \(batch.grouped), \(precision), \(threads) thread\(threads == 1 ? "" : "s"), \(library)

    \(layerTable.text)

    precision        \(precisionText)
    speed            \(imagesPerSecond.fixed(1)) images/s (best \(bestImagesPerSecond.fixed(1))), \
    \(stepMilliseconds.fixed(1)) ms a step
    arithmetic       \(gigaflopsPerSecond.fixed(0)) GFLOP/s\(peakText)
    outside oneDNN   \(outsideLibraryMilliseconds.fixed(1)) ms a step; the whole step reaches \
    \(shareOfLibrary.percent) of the speed of its oneDNN calls alone
    memory           \(residentBytes.memoryText) resident, \(minorFaultsPerStep.fixed(1)) page \
    faults a step
    Times are medians of one measurement, in which complete steps, single layers and the processor's
    peak are measured in turn.
    """
  }

  private var peakText: String {
    guard let shareOfPeak, let peakGigaflopsPerSecond else {
      return "; the peak of AMX is not measured"
    }
    return """
      , \(shareOfPeak.percent) of the peak of \(peakGigaflopsPerSecond.fixed(0)) GFLOP/s, \
      measured with multiplications on registers alone
      """
  }

  private var precisionText: String {
    guard precision == Precision.bf16.rawValue else { return precision }
    return arithmetic == "bf16"
      ? "bf16: activations, copies of the weights, and multiplications"
      : "bf16: activations; multiplications in fp32, which this processor does at least as fast"
  }

  /// One row for each layer, with its directions side by side. A direction without work is empty, except
  /// that a process without other ranks does not wait for them.
  private var layerTable: TextTable {
    let directions = StepTask.Direction.allCases.map(\.rawValue).filter { direction in
      direction != StepTask.Direction.exchange.rawValue
        || layers.contains { $0.direction == direction }
    }
    var table = TextTable([.left("layer, ms")] + directions.map { .right($0) } + [.right("sum")])
    var names: [String] = []
    for layer in layers where !names.contains(layer.name) { names.append(layer.name) }
    for name in names {
      let parts = layers.filter { $0.name == name }
      let cells = directions.map { direction in
        parts.first { $0.direction == direction }.map { $0.milliseconds.fixed(2) } ?? ""
      }
      table.add(
        [name] + cells + [parts.reduce(0) { $0 + $1.milliseconds }.fixed(2)])
    }
    return table
  }
}
