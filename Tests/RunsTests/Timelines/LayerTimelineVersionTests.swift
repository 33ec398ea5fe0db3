import Blueprint
import Checksums
import Foundation
import Observing
import Testing

@testable import Runs

/// Files of version 1 of `layers.bin`, which have no gradients and no indices of dead units. The bytes are made here by the documentation of
/// that version.
@Suite struct LayerTimelineVersionTests {
  private let folder: TemporaryFolder
  private var path: String { folder.path + "/layers.bin" }

  init() throws { folder = try TemporaryFolder() }

  /// The statistics of one layer, and of the time of the loss.
  private func measurements(_ step: Int, hasGradients: Bool = false) -> LayerMeasurements {
    let value = 1 / Double(step)
    var layer = Snapshot.LayerSummary(
      name: "fc1", output: Shape(channels: 3), mean: value, deviation: 2, minimum: -1, maximum: 9,
      zeros: 0.25, gradientNorm: 0.5, updateRatio: 0.001, histogram: [step, 4])
    (layer.units, layer.parameters, layer.deadUnits) = (3, 15, 1)
    layer.deadIndices = hasGradients ? [2] : nil
    let weights = Snapshot.WeightDistribution(
      layer: "fc1", minimum: -value, maximum: value, mean: 0, deviation: 0.5,
      histogram: [5, step, 6])
    let gradients = Snapshot.WeightDistribution(
      layer: "fc1", minimum: -2, maximum: value, mean: 0.125, deviation: 0.25, histogram: [1, step])
    let time = Snapshot.LayerTime(
      name: "softmax", forwardSeconds: 0, backwardSeconds: value, updateSeconds: 0)
    return LayerMeasurements(
      layers: [layer], weights: [weights], gradients: hasGradients ? [gradients] : [],
      times: [time])
  }

  /// Writes a file of version 1.
  private func writeFirstVersion(_ steps: [Int]) throws {
    var header = Bytes()
    header.text("ALEXLAYR")
    header.integers([1])
    // The fields have 4 bytes of their length, 8 of counts, 24 + 8 + 4 + 3 of the layer and 4 + 7 of the time.
    header.integers([62, 1, 1])
    // The shape of the output, the units, and the bins of both histograms.
    header.integers([3, 1, 1, 3, 2, 3])
    header.integers([15, 0])
    header.integers([3])
    header.text("fc1")
    header.integers([7])
    header.text("softmax")
    header.addChecksum()
    var file = header.bytes
    for step in steps {
      let value = 1 / Double(step)
      var record = Bytes()
      record.integers([UInt32(step), 0])
      record.numbers([value, 2, -1, 9, 0.25, 0.5, 0.001])
      record.integers([1, UInt32(step), 4])
      record.numbers([-value, value, 0, 0.5])
      record.integers([5, UInt32(step), 6])
      record.numbers([0, value, 0])
      record.addChecksum()
      file += record.bytes
    }
    try Data(file).write(to: URL(filePath: path))
  }

  private struct Bytes {
    var bytes: [UInt8] = []

    mutating func text(_ text: String) { bytes += Array(text.utf8) }
    mutating func integers(_ values: [UInt32]) {
      for value in values { withUnsafeBytes(of: value.littleEndian) { bytes += $0 } }
    }
    mutating func numbers(_ values: [Double]) {
      for value in values { withUnsafeBytes(of: value.bitPattern.littleEndian) { bytes += $0 } }
    }
    mutating func addChecksum() { integers([CRC32.checksum(of: bytes)]) }
  }

  private func records() throws -> [LayerTimeline.Record] {
    try #require(try LayerTimeline(path: path)).records()
  }

  @Test func theFirstVersionIsRead() throws {
    try writeFirstVersion([1, 2, 5])
    #expect(try records().map(\.step) == [1, 2, 5])
    #expect(try records().map(\.measurements) == [1, 2, 5].map { measurements($0) })
  }

  /// A run that an earlier version of the program began is resumed by this one.
  @Test func aRunThatResumesKeepsItsRecordsOfTheFirstVersion() throws {
    try writeFirstVersion([1, 2, 5])
    let recorder = try LayerRecorder(path: path, after: 2)
    try recorder.append(measurements(3, hasGradients: true), step: 3)
    try recorder.append(measurements(4, hasGradients: true), step: 4)
    #expect(try records().map(\.step) == [1, 2, 3, 4])
    #expect(
      try records().map(\.measurements)
        == [1, 2].map { measurements($0) } + [3, 4].map { measurements($0, hasGradients: true) })
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["layers.bin"])
    // The file can be continued again.
    try LayerRecorder(path: path, after: 3).append(measurements(6, hasGradients: true), step: 6)
    #expect(try records().map(\.step) == [1, 2, 3, 6])
  }

  @Test func aDamagedRecordOfTheFirstVersionIsLeftOut() throws {
    try writeFirstVersion([1, 2, 5])
    var bytes = try Data(contentsOf: URL(filePath: path))
    let record = (bytes.count - 78) / 3
    // A byte of the second record, after its step.
    bytes[78 + record + 20] ^= 1
    try bytes.write(to: URL(filePath: path))
    try LayerRecorder(path: path, after: 9).append(measurements(7, hasGradients: true), step: 7)
    #expect(try records().map(\.step) == [1, 5, 7])
  }

  @Test func otherLayersThanThoseOfTheFirstVersionStartANewFile() throws {
    try writeFirstVersion([1, 2])
    var other = measurements(3, hasGradients: true)
    other.layers[0].name = "fc2"
    try LayerRecorder(path: path, after: 2).append(other, step: 3)
    #expect(try records().map(\.step) == [3])
  }
}
