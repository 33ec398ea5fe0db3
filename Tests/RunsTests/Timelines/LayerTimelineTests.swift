import Blueprint
import Checksums
import Foundation
import Observing
import Testing

@testable import Runs

@Suite struct LayerTimelineTests {
  private let folder: TemporaryFolder
  private var path: String { folder.path + "/layers.bin" }

  init() throws { folder = try TemporaryFolder() }

  /// Statistics of two layers with numbers that have no short form, and of a loss.
  private func measurements(
    _ step: Int, hasTimes: Bool = true, hasGradients: Bool = true
  ) -> LayerMeasurements {
    let value = 1 / (3 + Double(step))
    var layers = [
      Snapshot.LayerSummary(
        name: "conv1", output: Shape(channels: 8, height: 5, width: 4), mean: value,
        deviation: value * 2, minimum: -value, maximum: value * 9, zeros: 0.5, gradientNorm: value,
        updateRatio: value / 1000, histogram: [step, 3, 0, 4_000_000_000]),
      Snapshot.LayerSummary(
        name: "fc2 — last", output: Shape(channels: 10), mean: -value, deviation: 1, minimum: -1,
        maximum: 1, zeros: 0, gradientNorm: 0, updateRatio: 0, histogram: [1, 2, 3, step]),
    ]
    (layers[0].units, layers[0].parameters, layers[0].deadUnits) = (8, 224, step % 8)
    layers[0].deadIndices = Array((0..<8).suffix(step % 8))
    (layers[1].units, layers[1].parameters) = (10, 1610)
    let weights = layers.map {
      Snapshot.WeightDistribution(
        layer: $0.name, minimum: -value, maximum: value, mean: value / 7, deviation: 0.1,
        histogram: [5, step])
    }
    let gradients = layers.map {
      Snapshot.WeightDistribution(
        layer: $0.name, minimum: -value / 3, maximum: value / 9, mean: value / 70, deviation: 0.01,
        histogram: [7, step, 9])
    }
    let times = ["conv1", "norm1", "fc2 — last", "softmax"].map {
      Snapshot.LayerTime(
        name: $0, forwardSeconds: value, backwardSeconds: 2 * value, updateSeconds: 0)
    }
    return LayerMeasurements(
      layers: layers, weights: weights, gradients: hasGradients ? gradients : [],
      times: hasTimes ? times : nil)
  }

  private func record(_ steps: some Sequence<Int>, after step: Int = 0) throws {
    let recorder = try LayerRecorder(path: path, after: step)
    for step in steps { try recorder.append(measurements(step), step: step) }
  }

  private func timeline() throws -> LayerTimeline {
    try #require(try LayerTimeline(path: path))
  }

  // MARK: - Contents

  @Test func everyNumberIsReadBackExactly() throws {
    try record([1, 2, 7])
    let timeline = try timeline()
    #expect(timeline.steps == [1, 2, 7])
    for (index, step) in timeline.steps.enumerated() {
      #expect(timeline.measurements(at: index) == measurements(step))
    }
    #expect(timeline.records(after: 1).map(\.step) == [2, 7])
    #expect(timeline.records().map(\.measurements) == [1, 2, 7].map { measurements($0) })
    #expect(timeline.index(at: 6) == 1 && timeline.index(at: 0) == 0)
  }

  /// NaN is not equal to itself, so the bits are compared.
  @Test func numbersThatAreNotFiniteStayAsTheyAre() throws {
    var diverged = measurements(3)
    diverged.layers[0].mean = .nan
    diverged.layers[0].maximum = .infinity
    diverged.layers[1].gradientNorm = .nan
    diverged.weights[0].minimum = -.infinity
    // The extremes of numbers that are all NaN.
    diverged.gradients[1].minimum = .infinity
    diverged.gradients[1].maximum = -.infinity
    diverged.gradients[1].mean = .nan
    try LayerRecorder(path: path, after: 0).append(diverged, step: 3)
    let read = try #require(try timeline().measurements(at: 0))
    #expect(read.layers[0].mean.isNaN && read.layers[0].maximum == .infinity)
    #expect(read.layers[1].gradientNorm.isNaN && read.weights[0].minimum == -.infinity)
    #expect(read.gradients[1].minimum == .infinity && read.gradients[1].mean.isNaN)
    #expect(read.layers[1].histogram == diverged.layers[1].histogram)
  }

  @Test func aRecordWithoutTimesIsNextToOnesWithTimes() throws {
    let recorder = try LayerRecorder(path: path, after: 0)
    try recorder.append(measurements(1), step: 1)
    try recorder.append(measurements(2, hasTimes: false), step: 2)
    #expect(
      try timeline().records().map(\.measurements) == [
        measurements(1), measurements(2, hasTimes: false),
      ])
  }

  @Test func aRecordWithoutGradientsIsNextToOnesWithGradients() throws {
    let recorder = try LayerRecorder(path: path, after: 0)
    try recorder.append(measurements(1), step: 1)
    try recorder.append(measurements(2, hasGradients: false), step: 2)
    #expect(
      try timeline().records().map(\.measurements) == [
        measurements(1), measurements(2, hasGradients: false),
      ])
  }

  @Test func aMissingAndAnEmptyFileAreNotTimelines() throws {
    #expect(try LayerTimeline(path: path) == nil)
    _ = try LayerRecorder(path: path, after: 0)
    #expect(try LayerTimeline(path: path) == nil)
  }

  /// The offsets follow from the documentation of the format.
  @Test func theFileHasTheDocumentedFormat() throws {
    try record([1])
    let bytes = try Data(contentsOf: URL(filePath: path))
    func integer(_ offset: Int) -> Int {
      (0..<4).reduce(0) { $0 | Int(bytes[offset + $1]) << (8 * $1) }
    }
    #expect(bytes.prefix(8) == Data("ALEXLAYR".utf8) && integer(8) == 2)
    // The length of the fields, then two layers and four parts with times.
    let fields = integer(12)
    #expect(integer(16) == 2 && integer(20) == 4)
    // The first layer: its shape, units and numbers of bins.
    #expect((0..<7).map { integer(24 + 4 * $0) } == [8, 5, 4, 8, 4, 2, 3])
    let header = 12 + fields + 4
    #expect(integer(header - 4) == Int(CRC32.checksum(of: Array(bytes.prefix(header - 4)))))
    // A layer has 7 numbers, dead units, their bits (8 and 10 of them), 4 counts, then 4 numbers and 2 counts
    // of its weights, and 4 numbers and 3 counts of its gradient.
    let layer = 7 * 8 + 4 + 4 * 4 + 4 * 8 + 2 * 4 + 4 * 8 + 3 * 4
    let record = 8 + layer + 1 + layer + 2 + 4 * 3 * 8 + 4
    // In the record of step 1, only the last unit of the first layer is dead.
    #expect(bytes[header + 8 + 7 * 8 + 4] == 1 << 7)
    #expect(bytes.count == header + record && integer(header) == 1)
  }

  // MARK: - Continuing

  @Test func resumingRemovesLaterRecords() throws {
    try record(1...9)
    try record([6], after: 5)
    #expect(try timeline().steps == [1, 2, 3, 4, 5, 6])
    #expect(try timeline().measurements(at: 5) == measurements(6))
  }

  @Test func otherLayersStartANewFile() throws {
    try record(1...3)
    var other = measurements(4)
    other.layers[1].name = "fc3"
    let recorder = try LayerRecorder(path: path, after: 3)
    #expect(try timeline().steps == [1, 2, 3])
    try recorder.append(other, step: 4)
    #expect(try timeline().steps == [4])
  }

  @Test func recordsAreThinnedLikeThoseOfTheKernels() throws {
    try record(1...400)
    // Records are removed as soon as there are more than 64 new ones.
    var wanted: [Int] = []
    var newCount = 0
    for step in 1...400 {
      wanted.append(step)
      newCount += 1
      guard newCount > 64 else { continue }
      wanted = TimelineSpacing.kept(wanted)
      newCount = 0
    }
    let timeline = try timeline()
    #expect(timeline.steps == wanted && wanted.count < 200)
    for (index, step) in timeline.steps.enumerated() {
      #expect(timeline.measurements(at: index) == measurements(step))
    }
    #expect(!FileManager.default.fileExists(atPath: path + ".part"))
  }

  // MARK: - Damage

  @Test func aTruncatedFileHasItsCompleteRecords() throws {
    try record(1...4)
    let whole = try Data(contentsOf: URL(filePath: path))
    let header = headerLength(whole)
    let record = (whole.count - header) / 4
    for cut in stride(from: 0, through: whole.count, by: 29) {
      try whole.prefix(cut).write(to: URL(filePath: path))
      let count = max(0, cut - header) / record
      guard cut >= header else {
        #expect(try LayerTimeline(path: path) == nil)
        continue
      }
      #expect(try timeline().steps == Array((1...4).prefix(count)))
      // The recorder continues from there.
      try self.record([5], after: 9)
      #expect(try timeline().steps == Array((1...4).prefix(count)) + [5])
      #expect(try timeline().measurements(at: count) == measurements(5))
    }
  }

  private func headerLength(_ file: Data) -> Int {
    12 + (0..<4).reduce(0) { $0 | Int(file[12 + $1]) << (8 * $1) } + 4
  }

  @Test func aChangedByteNeverGivesWrongStatistics() throws {
    try record(1...3)
    let whole = try Data(contentsOf: URL(filePath: path))
    var generator = FixedRandomGenerator(state: 5)
    for _ in 0..<400 {
      var bytes = whole
      let place = Int.random(in: 0..<bytes.count, using: &generator)
      bytes[place] ^= UInt8.random(in: 1...255, using: &generator)
      try bytes.write(to: URL(filePath: path))
      guard let timeline = try? LayerTimeline(path: path) else { continue }
      for record in timeline.records() {
        #expect(record.measurements == measurements(record.step), "byte \(place)")
      }
    }
  }

  @Test func aNewerFileIsReported() throws {
    var header = Array("ALEXLAYR".utf8)
    for value: UInt32 in [3, 16, 7, 7, 7] {
      withUnsafeBytes(of: value.littleEndian) { header += $0 }
    }
    withUnsafeBytes(of: CRC32.checksum(of: header).littleEndian) { header += $0 }
    try Data(header).write(to: URL(filePath: path))
    #expect(throws: RunsError.newerTimeline(path: path, version: 3)) {
      try LayerTimeline(path: path)
    }
  }

  @Test func aMissingFolderIsAnError() throws {
    let nowhere = folder.path + "/none/layers.bin"
    #expect(throws: RunsError.fileFailed(action: "open", path: nowhere, code: ENOENT)) {
      _ = try LayerRecorder(path: nowhere, after: 0)
    }
  }
}
