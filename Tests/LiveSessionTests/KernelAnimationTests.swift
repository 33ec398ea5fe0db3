import Blueprint
import Dashboard
import Observing
import Runs
import Testing

@testable import LiveSession

@Suite struct AnimationsOfATimeline {
  private let folder: TemporaryFolder
  private let run: Run

  init() throws {
    folder = try TemporaryFolder()
    let plan = RunPlan(
      network: .compact(classes: 6, side: 32), data: .scenes, seed: 1, batch: 8, length: .endless,
      knobs: Knobs(), schedule: .constant, threads: 1, validateEvery: 50)
    run = try RunStore(directory: folder.path).create(plan, name: "mine", data: "scenes")
  }

  /// Records kernels of noise at the steps 0, 1, 2, …
  private func record(_ steps: Int, count: Int, size: Int) throws -> KernelExport {
    var state: UInt64 = 7
    func noise() -> Kernels {
      Kernels(
        count: count, channels: 3, size: size,
        weights: (0..<count * 3 * size * size).map { _ in
          state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
          return Float(Int32(truncatingIfNeeded: state >> 32)) / Float(Int32.max)
        })
    }
    let first = noise()
    let recorder = try KernelRecorder(path: run.kernelsPath, shape: .init(first), after: 0)
    for step in 0..<steps { try recorder.append(step == 0 ? first : noise(), step: step) }
    return KernelExport(step: steps - 1, kernels: first)
  }

  @Test func showEveryRecordOfAShortTimeline() throws {
    let export = try record(5, count: 4, size: 3)
    for format in [KernelAnimation.Format.apng, .gif] {
      let animation = try #require(try KernelAnimation(of: run, like: export, as: format))
      #expect(animation.steps == [0, 1, 2, 3, 4] && !animation.isThinned)
      let early = try #require(
        try KernelAnimation(of: run, like: export, as: format, until: 2))
      #expect(early.steps == [0, 1, 2] && early.recordCount == 3)
    }
  }

  /// Noise cannot be compressed: as GIF, a picture of 160 such kernels has about 100,000 bytes. A recorder
  /// removes none of the first 64 records.
  @Test func leaveOutRecordsAtEvenDistancesUntilTheFileIsSmallEnough() throws {
    let export = try record(60, count: 160, size: 11)
    let animation = try #require(try KernelAnimation(of: run, like: export, as: .gif))
    #expect(animation.bytes.count <= 5_000_000 && animation.bytes.count > 4_000_000)
    #expect(animation.isThinned && animation.recordCount == 60)
    #expect(animation.steps.first == 0 && animation.steps.last == 59)
    let distances = zip(animation.steps, animation.steps.dropFirst()).map { $1 - $0 }
    #expect(distances.max()! - distances.min()! <= 1)
    var shares: [Double] = []
    let all = try #require(
      try KernelAnimation(of: run, like: export, as: .gif, takesAll: true) { shares.append($0) })
    #expect(all.steps == Array(0..<60) && all.bytes.count > 5_000_000)
    #expect(shares.count == 60 && shares.last == 1)
  }

  @Test(arguments: [(1, 5, [4]), (2, 5, [0, 4]), (3, 5, [0, 2, 4]), (4, 7, [0, 2, 4, 6])])
  func framesAreChosenAtEvenDistances(count: Int, total: Int, byHand: [Int]) {
    #expect(KernelAnimation.even(count, of: total) == byHand)
  }

  @Test func twoFramesAlwaysRemain() {
    let frames = (0..<9).map { (step: $0, data: [UInt8](repeating: 0, count: 1000)) }
    #expect(KernelAnimation.fitting(frames, into: 10).map(\.step) == [0, 8])
    // Each frame has 1,003 bytes and 128 for the numbers before it; the header has 2,048.
    #expect(KernelAnimation.fitting(frames, into: 2048 + 5 * 1131).map(\.step) == [0, 2, 4, 6, 8])
    #expect(KernelAnimation.fitting(frames, into: 20_000).count == 9)
  }

  @Test func aRunWithoutATimelineHasNone() throws {
    let kernels = Kernels(count: 1, channels: 1, size: 1, weights: [1])
    let export = KernelExport(step: 0, kernels: kernels)
    #expect(try KernelAnimation(of: run, like: export, as: .gif) == nil)
  }
}
