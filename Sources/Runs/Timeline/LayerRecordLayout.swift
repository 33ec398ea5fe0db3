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
  }

  var layers: [Layer]
  /// The names of the layers with times; empty if times are not recorded.
  var timed: [String]

  /// The layout of the record of some statistics.
  init(_ measurements: LayerMeasurements) {
    layers = measurements.layers.enumerated().map { index, layer in
      let weights = measurements.weights.indices.contains(index) ? measurements.weights[index] : nil
      return Layer(
        name: layer.name, output: layer.output, units: layer.units, parameters: layer.parameters,
        bins: layer.histogram.count, weightBins: weights?.histogram.count ?? 0)
    }
    timed = (measurements.times ?? []).map(\.name)
  }

  // MARK: - Header

  static let signature = "ALEXLAYR"
  static let version: UInt32 = 1

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
      bytes.appendLittle(UInt64(layer.parameters))
      appendText(layer.name)
    }
    for name in timed { appendText(name) }
    var length: [UInt8] = []
    length.appendLittle(UInt32(bytes.count + 4))
    return length + bytes
  }

  init?(fields: ArraySlice<UInt8>) {
    var fields = RecordBytes(fields.dropFirst(4))
    layers = []
    timed = []
    // A layer has at least 36 bytes of fields.
    guard let layerCount = fields.integer(atMost: Self.maximumFieldsLength / 36),
      let timeCount = fields.integer(atMost: Self.maximumFieldsLength / 4)
    else { return nil }
    for _ in 0..<layerCount {
      let numbers = (0..<6).compactMap { _ in fields.integer(atMost: 1 << 24) }
      guard numbers.count == 6, numbers[4] <= 1 << 16, numbers[5] <= 1 << 16,
        let parameters = fields.value(UInt64.self).flatMap({ Int(exactly: $0) }),
        let name = fields.text()
      else { return nil }
      layers.append(
        Layer(
          name: name,
          output: Shape(channels: numbers[0], height: numbers[1], width: numbers[2]),
          units: numbers[3], parameters: parameters, bins: numbers[4], weightBins: numbers[5]))
    }
    for _ in 0..<timeCount {
      guard let name = fields.text() else { return nil }
      timed.append(name)
    }
  }

  // MARK: - Records

  /// A layer has seven numbers of its activations, its gradient and its update, its number of dead units
  /// and its histogram, then four numbers of its weights and their histogram.
  var contentLength: Int {
    layers.reduce(24 * timed.count) { $0 + 7 * 8 + 4 + 4 * $1.bins + 4 * 8 + 4 * $1.weightBins }
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
    for (index, layer) in content.layers.enumerated() {
      append([
        layer.mean, layer.deviation, layer.minimum, layer.maximum, layer.zeros, layer.gradientNorm,
        layer.updateRatio,
      ])
      bytes.appendLittle(Int32(clamping: layer.deadUnits ?? -1))
      append(layer.histogram)
      let weights = content.weights.indices.contains(index) ? content.weights[index] : nil
      append(
        weights.map { [$0.minimum, $0.maximum, $0.mean, $0.deviation] }
          ?? Array(repeating: Double.nan, count: 4))
      append(weights?.histogram ?? [])
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
      var summary = Snapshot.LayerSummary(
        name: layer.name, output: layer.output, mean: numbers[0], deviation: numbers[1],
        minimum: numbers[2], maximum: numbers[3], zeros: numbers[4], gradientNorm: numbers[5],
        updateRatio: numbers[6], histogram: bytes.counts(layer.bins))
      summary.units = layer.units
      summary.deadUnits = deadUnits < 0 ? nil : deadUnits
      summary.parameters = layer.parameters
      content.layers.append(summary)
      let weights = bytes.numbers(4)
      let histogram = bytes.counts(layer.weightBins)
      guard layer.weightBins > 0 else { continue }
      content.weights.append(
        .init(
          layer: layer.name, minimum: weights[0], maximum: weights[1], mean: weights[2],
          deviation: weights[3], histogram: histogram))
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

/// The rest of some bytes, from which values are read one after another.
private struct RecordBytes {
  private let bytes: [UInt8]
  private var offset = 0

  init(_ bytes: ArraySlice<UInt8>) { self.bytes = Array(bytes) }

  /// Returns the next integer; `nil` after the end.
  mutating func value<Value: FixedWidthInteger>(_ type: Value.Type) -> Value? {
    let size = MemoryLayout<Value>.size
    guard offset + size <= bytes.count else { return nil }
    defer { offset += size }
    return bytes.little(type, at: offset)
  }

  /// Returns the next integer of 32 bits; `nil` if it is larger than `most`, and after the end.
  mutating func integer(atMost most: Int) -> Int? {
    value(UInt32.self).flatMap { Int($0) <= most ? Int($0) : nil }
  }

  /// Returns the next text; `nil` if it is not UTF-8, and after the end.
  mutating func text() -> String? {
    guard let count = value(UInt32.self), offset + Int(count) <= bytes.count else { return nil }
    defer { offset += Int(count) }
    return String(validating: bytes[offset..<offset + Int(count)], as: UTF8.self)
  }

  mutating func numbers(_ count: Int) -> [Double] {
    (0..<count).map { _ in Double(bitPattern: value(UInt64.self) ?? 0) }
  }

  mutating func counts(_ count: Int) -> [Int] {
    (0..<count).map { _ in Int(value(UInt32.self) ?? 0) }
  }
}
