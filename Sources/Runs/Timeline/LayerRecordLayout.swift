import Blueprint
import Observing

/// The layout of `layers.bin`: the layers with parameters, and the names of all parts of the network whose
/// times are recorded.
struct LayerRecordLayout: TimelineLayout {
  typealias Content = LayerMeasurements

  /// A layer with parameters.
  struct Layer: Equatable {
    var name: String
    var output: Shape
    var units: Int
    var parameters: Int
    /// The number of bins of the histogram of the activations.
    var bins: Int
    /// The number of bins of the histogram of the weights.
    var weightBins: Int
    /// The number of bins of the histogram of the gradient; 0 in version 1, which has no gradients.
    var gradientBins: Int
  }

  var layers: [Layer]
  /// The names of the layers with times; empty if times are not recorded.
  var timed: [String]
  let version: UInt32

  /// Creates the layout of the record of some statistics, in the newest version.
  init(_ measurements: LayerMeasurements) {
    version = Self.version
    layers = measurements.layers.enumerated().map { index, layer in
      Layer(
        name: layer.name, output: layer.output, units: layer.units, parameters: layer.parameters,
        bins: layer.histogram.count,
        weightBins: measurements.weights.element(at: index)?.histogram.count ?? 0,
        gradientBins: measurements.gradients.element(at: index)?.histogram.count ?? 0)
    }
    timed = (measurements.times ?? []).map(\.name)
  }

  /// Makes a place for what a record lacks and the file has, so that both have one layout.
  mutating func addMissingParts(of file: Self) {
    if timed.isEmpty { timed = file.timed }
    guard layers.count == file.layers.count else { return }
    for index in layers.indices where layers[index].gradientBins == 0 {
      layers[index].gradientBins = file.layers[index].gradientBins
    }
  }

  /// Returns true if the other layout is this one, or lacks only the gradients.
  func includes(_ other: Self) -> Bool {
    var other = other
    guard timed == other.timed, layers.count == other.layers.count else { return false }
    for index in layers.indices where other.layers[index].gradientBins == 0 {
      other.layers[index].gradientBins = layers[index].gradientBins
    }
    return layers == other.layers
  }

  // MARK: - Header

  static let signature = "ALEXLAYR"
  static let version: UInt32 = 2

  static func fieldsLength(_ start: ArraySlice<UInt8>) -> Int? {
    let length = Int(Array(start.prefix(4)).little(UInt32.self, at: 0))
    return (12...maximumFieldsLength).contains(length) ? length : nil
  }

  var fields: [UInt8] {
    var bytes: [UInt8] = []
    func appendText(_ text: String) {
      bytes.appendLittle(UInt32(text.utf8.count))
      bytes += Array(text.utf8)
    }
    bytes.appendLittle(UInt32(layers.count))
    bytes.appendLittle(UInt32(timed.count))
    for layer in layers {
      let shape = layer.output
      for number in [
        shape.channels, shape.height, shape.width, layer.units, layer.bins, layer.weightBins,
      ] { bytes.appendLittle(UInt32(number)) }
      if version > 1 { bytes.appendLittle(UInt32(layer.gradientBins)) }
      bytes.appendLittle(UInt64(layer.parameters))
      appendText(layer.name)
    }
    for name in timed { appendText(name) }
    var length: [UInt8] = []
    length.appendLittle(UInt32(bytes.count + 4))
    return length + bytes
  }

  init?(fields: ArraySlice<UInt8>, version: UInt32) {
    self.version = version
    var fields = RecordBytes(fields.dropFirst(4))
    layers = []
    timed = []
    // A layer has at least 36 bytes of fields.
    guard let layerCount = fields.integer(atMost: Self.maximumFieldsLength / 36),
      let timeCount = fields.integer(atMost: Self.maximumFieldsLength / 4)
    else { return nil }
    for _ in 0..<layerCount {
      let count = version > 1 ? 7 : 6
      let numbers = (0..<count).compactMap { _ in fields.integer(atMost: 1 << 24) }
      guard numbers.count == count, numbers[4...].allSatisfy({ $0 <= 1 << 16 }),
        let parameters = fields.value(UInt64.self).flatMap({ Int(exactly: $0) }),
        let name = fields.text()
      else { return nil }
      layers.append(
        Layer(
          name: name,
          output: Shape(channels: numbers[0], height: numbers[1], width: numbers[2]),
          units: numbers[3], parameters: parameters, bins: numbers[4], weightBins: numbers[5],
          gradientBins: count > 6 ? numbers[6] : 0))
    }
    for _ in 0..<timeCount {
      guard let name = fields.text() else { return nil }
      timed.append(name)
    }
  }

  // MARK: - Records

  /// A layer has seven numbers of its activations, its gradient and its update, its number of dead units
  /// and its histogram, then four numbers of its weights and their histogram. From version 2 on, there are
  /// also the bits of the dead units behind their number, and the numbers and the histogram of the gradient.
  var contentLength: Int {
    layers.reduce(24 * timed.count) { length, layer in
      let added = version > 1 ? layer.units.bytesOfBits + 4 * 8 + 4 * layer.gradientBins : 0
      return length + 7 * 8 + 4 + 4 * layer.bins + 4 * 8 + 4 * layer.weightBins + added
    }
  }

  func bytes(of content: LayerMeasurements) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(contentLength)
    func append(_ numbers: [Double]) {
      for number in numbers { bytes.appendLittle(number.bitPattern) }
    }
    func append(_ counts: [Int]) {
      for count in counts { bytes.appendLittle(UInt32(clamping: count)) }
    }
    func append(_ distribution: Snapshot.WeightDistribution?, bins: Int) {
      append(
        distribution.map { [$0.minimum, $0.maximum, $0.mean, $0.deviation] }
          ?? Array(repeating: Double.nan, count: 4))
      append(distribution?.histogram ?? Array(repeating: 0, count: bins))
    }
    for (index, layer) in content.layers.enumerated() {
      append([
        layer.mean, layer.deviation, layer.minimum, layer.maximum, layer.zeros, layer.gradientNorm,
        layer.updateRatio,
      ])
      bytes.appendLittle(Int32(clamping: layer.deadUnits ?? -1))
      if version > 1 {
        bytes += RecordBytes.bits(layer.deadIndices ?? [], count: layers[index].units)
      }
      append(layer.histogram)
      append(content.weights.element(at: index), bins: layers[index].weightBins)
      if version > 1 {
        append(content.gradients.element(at: index), bins: layers[index].gradientBins)
      }
    }
    if let times = content.times {
      for time in times {
        append([time.forwardSeconds, time.backwardSeconds, time.updateSeconds])
      }
    } else {
      append(Array(repeating: Double.nan, count: 3 * timed.count))
    }
    return bytes
  }

  func content(from bytes: ArraySlice<UInt8>) -> LayerMeasurements {
    var bytes = RecordBytes(bytes)
    var content = LayerMeasurements(layers: [], weights: [], times: nil)
    for layer in layers {
      let numbers = bytes.numbers(7)
      let deadUnits = Int(bytes.value(Int32.self) ?? -1)
      let deadIndices = version > 1 ? bytes.indices(ofBits: layer.units) : []
      var summary = Snapshot.LayerSummary(
        name: layer.name, output: layer.output, mean: numbers[0], deviation: numbers[1],
        minimum: numbers[2], maximum: numbers[3], zeros: numbers[4], gradientNorm: numbers[5],
        updateRatio: numbers[6], histogram: bytes.counts(layer.bins))
      summary.units = layer.units
      summary.deadUnits = deadUnits < 0 ? nil : deadUnits
      // Without bits the indices are known only if there are no dead units.
      summary.deadIndices = deadUnits == 0 || !deadIndices.isEmpty ? deadIndices : nil
      summary.parameters = layer.parameters
      content.layers.append(summary)
      if let weights = bytes.distribution(of: layer.name, bins: layer.weightBins) {
        content.weights.append(weights)
      }
      // Without a gradient, the smallest number is NaN. That of a measured gradient never is.
      if version > 1,
        let gradient = bytes.distribution(of: layer.name, bins: layer.gradientBins),
        !gradient.minimum.isNaN
      {
        content.gradients.append(gradient)
      }
    }
    let times = timed.map { name in
      let seconds = bytes.numbers(3)
      return Snapshot.LayerTime(
        name: name, forwardSeconds: seconds[0], backwardSeconds: seconds[1],
        updateSeconds: seconds[2])
    }
    let isMeasured = !times.isEmpty && !times.contains { $0.forwardSeconds.isNaN }
    content.times = isMeasured ? times : nil
    return content
  }
}

extension Array {
  /// Returns the element at an index; `nil` outside of the array.
  fileprivate func element(at index: Int) -> Element? {
    indices.contains(index) ? self[index] : nil
  }
}
