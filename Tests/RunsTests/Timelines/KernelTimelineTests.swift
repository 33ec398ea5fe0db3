import Checksums
import Foundation
import Observing
import Testing

@testable import Runs

@Suite struct KernelTimelineTests {
  private let folder: TemporaryFolder
  private var path: String { folder.path + "/kernels.bin" }
  private let shape = KernelTimeline.KernelShape(count: 3, channels: 3, size: 4)
  /// The length of the header in the documentation of the format.
  private let headerLength = 28

  init() throws { folder = try TemporaryFolder() }

  private func kernels(_ step: Int) -> Kernels {
    var generator = FixedRandomGenerator(state: UInt64(step) + 1)
    return Kernels(
      count: 3, channels: 3, size: 4,
      weights: (0..<144).map { _ in Float.random(in: -0.3...0.3, using: &generator) })
  }

  private func record(_ steps: some Sequence<Int>, after step: Int = 0) throws {
    let recorder = try KernelRecorder(path: path, shape: shape, after: step)
    for step in steps { try recorder.append(kernels(step), step: step) }
  }

  private func timeline() throws -> KernelTimeline {
    try #require(try KernelTimeline(path: path))
  }

  @Test func weightsAreReadBackToAHundredthOfTheLargest() throws {
    try record([0, 1, 7])
    let timeline = try timeline()
    #expect(timeline.steps == [0, 1, 7] && timeline.shape == shape)
    for (index, step) in timeline.steps.enumerated() {
      let read = try #require(timeline.kernels(at: index))
      for (a, b) in zip(read.weights, kernels(step).weights) { #expect(abs(a - b) < 0.3 / 200) }
    }
    #expect(timeline.index(at: 6) == 1 && timeline.index(at: 7) == 2)
    #expect(timeline.index(at: 999) == 2)
  }

  @Test func aMissingFileIsNotATimeline() throws {
    #expect(try KernelTimeline(path: path) == nil)
  }

  @Test func resumingRemovesLaterRecords() throws {
    try record(0...9)
    try record([6], after: 5)
    let timeline = try timeline()
    #expect(timeline.steps == [0, 1, 2, 3, 4, 5, 6])
    #expect(timeline.kernels(at: 6) != nil)
  }

  @Test func kernelsOfAnotherShapeStartANewFile() throws {
    try record(0...3)
    let other = KernelTimeline.KernelShape(count: 2, channels: 3, size: 4)
    _ = try KernelRecorder(path: path, shape: other, after: 3)
    #expect(try timeline().steps.isEmpty)
  }

  @Test func aTruncatedFileHasItsCompleteRecords() throws {
    try record(0...4)
    let whole = try Data(contentsOf: URL(filePath: path))
    let length = shape.recordLength
    for cut in stride(from: 0, through: whole.count, by: 7) {
      try whole.prefix(cut).write(to: URL(filePath: path))
      let count = max(0, cut - headerLength) / length
      guard cut >= headerLength else {
        #expect(try KernelTimeline(path: path) == nil)
        continue
      }
      #expect(try timeline().steps == Array((0...4).prefix(count)))
      // The recorder continues from there.
      try record([5], after: 9)
      let steps = try timeline().steps
      #expect(steps == Array((0...4).prefix(count)) + [5])
      #expect(try timeline().kernels(at: steps.count - 1) != nil)
    }
  }

  @Test func aChangedByteNeverGivesWrongKernels() throws {
    try record(0...2)
    let whole = try Data(contentsOf: URL(filePath: path))
    var generator = FixedRandomGenerator(state: 9)
    for _ in 0..<400 {
      var bytes = whole
      let place = Int.random(in: 0..<bytes.count, using: &generator)
      bytes[place] ^= UInt8.random(in: 1...255, using: &generator)
      try bytes.write(to: URL(filePath: path))
      guard let timeline = try? KernelTimeline(path: path) else { continue }
      for (index, step) in timeline.steps.enumerated() {
        guard let read = timeline.kernels(at: index) else { continue }
        let close = zip(read.weights, kernels(step).weights).allSatisfy { abs($0 - $1) < 0.01 }
        #expect(close, "byte \(place)")
      }
    }
  }

  @Test func aNewerFileIsReported() throws {
    var header = Array("ALEXKERN".utf8)
    for value: UInt32 in [2, 3, 3, 4] {
      withUnsafeBytes(of: value.littleEndian) { header += $0 }
    }
    withUnsafeBytes(of: CRC32.checksum(of: header).littleEndian) { header += $0 }
    try Data(header).write(to: URL(filePath: path))
    #expect(throws: RunsError.newerTimeline(path: path, version: 2)) {
      try KernelTimeline(path: path)
    }
  }

  // MARK: - Thinning

  /// A week of the paper's network at two seconds per step, thinned as often as the recorder does.
  @Test func aWeekIsSmallAndDenseAtBothEnds() {
    var steps: [Int] = []
    var (fresh, most) = (0, 0)
    for step in 0..<302_400 {
      if let last = steps.last, step < last + max(1, step / TimelineSpacing.newGapDivisor) {
        continue
      }
      steps.append(step)
      fresh += 1
      most = max(most, steps.count)
      if fresh > TimelineSpacing.slack {
        steps = TimelineSpacing.kept(steps)
        fresh = 0
      }
    }
    let paper = KernelTimeline.KernelShape(count: 96, channels: 3, size: 11)
    #expect(most * paper.recordLength < 20_000_000, "\(most) records")
    #expect(steps.count > 150, "\(steps.count) records")
    #expect(steps.prefix(12) == [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11])
    for (a, b) in zip(steps, steps.dropFirst()) {
      let distance = min(b, steps[steps.count - 1] - a)
      // A gap that was thinned earlier, when the end was nearer, can be smaller than necessary, but not
      // larger.
      let most = max(1, distance / TimelineSpacing.gapDivisor) + b / TimelineSpacing.newGapDivisor
      #expect(b - a <= most, "\(a)…\(b) of \(steps.last ?? 0)")
    }
  }

  @Test func thinningDoesNotChangeTheKeptRecords() throws {
    try record(0...400)
    let timeline = try timeline()
    #expect(timeline.steps.count < 200)
    #expect(timeline.steps.first == 0 && timeline.steps.last == 400)
    for (index, step) in timeline.steps.enumerated() {
      let read = try #require(timeline.kernels(at: index))
      let close = zip(read.weights, kernels(step).weights).allSatisfy { abs($0 - $1) < 0.01 }
      #expect(close, "step \(step)")
    }
    #expect(!FileManager.default.fileExists(atPath: path + ".part"))
  }

  @Test func aMissingFolderIsAnError() throws {
    let nowhere = folder.path + "/none/kernels.bin"
    #expect(throws: RunsError.fileFailed(action: "open", path: nowhere, code: ENOENT)) {
      _ = try KernelRecorder(path: nowhere, shape: shape, after: 0)
    }
  }
}
