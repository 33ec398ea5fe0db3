import Blueprint
import Images
import Runs
import Testing

@testable import Training

extension TrainingSuites {
  @Suite struct JobFailureTests {
    private let temporary = TemporaryStore()

    private func plan(steps: Int = 40, validateEvery: Int = 0) -> RunPlan {
      var plan = RunPlan.tiny(steps: steps, validateEvery: validateEvery)
      plan.checkpointEvery = 0
      return plan
    }

    // A checkpoint holds the parameters, so a job of any number of ranks can continue from it.
    @Test(arguments: [(1, 3), (3, 2), (2, 1)]) func aRunIsResumedByAnotherNumberOfRanks(
      first: Int, second: Int
    ) throws {
      let plan = plan(validateEvery: 7)
      let whole = try Recorder(plan)
      let run = try temporary.store.create(plan, name: "a", data: "patches")
      let one = try JobRecorder(
        plan,
        .init(
          ranks: first, run: run,
          onEvent: { line in
            guard case .step(let made) = line.event, made.step == 17 else { return [] }
            return [AddressedCommand(.stop)]
          }))
      let other = try JobRecorder(
        plan, .init(ranks: second, run: run, resumption: try run.resumption()))
      #expect(other.steps().first?.step == 18)
      #expect(largestDifference(whole.losses, one.losses() + other.losses()) < 1e-4)
      let validations = one.validations() + other.validations()
      #expect(validations.map(\.top1) == whole.validations.map(\.top1))
    }

    @Test func otherImagesAreRefusedBeforeTheFirstStep() throws {
      let data: @Sendable (Int) -> any DataSource = { rank in
        var images = LabelledImages()
        images.shade = rank == 2 ? 1 : 0
        return images
      }
      #expect {
        try JobRecorder(plan(), .init(ranks: 3, data: data))
      } throws: { error in
        guard case .otherData(2, "node2", _, let difference)? = error as? RankRefusal else {
          return false
        }
        return difference == "1 with other contents"
      }
    }

    @Test func aRankThatCannotOpenItsImagesEndsAllRanks() throws {
      let data: @Sendable (Int) -> any DataSource = { rank in
        // One image is fewer than a batch.
        rank == 1 ? LabelledImages(train: [0]) : LabelledImages()
      }
      #expect {
        try JobRecorder(plan(), .init(ranks: 2, data: data))
      } throws: { error in
        guard case .failed(1, "node1", _)? = error as? RankRefusal else { return false }
        return true
      }
    }

    @Test func aBatchSmallerThanTheJobIsRefused() throws {
      var plan = plan()
      plan.batch = 2
      #expect(throws: RankRefusal.fewerImagesThanRanks(batch: 2, ranks: 3)) {
        try JobRecorder(plan, .init(ranks: 3))
      }
    }

    @Test func anErrorOfARankEndsAllRanksWithItsMessage() throws {
      let data: @Sendable (Int) -> any DataSource = { rank in
        FailingImages(failure: rank == 1 ? 40 : nil)
      }
      let run = try temporary.store.create(plan(), name: "a", data: "patches")
      let job = try JobRecorder(plan(), .init(ranks: 3, data: data, run: run))
      let message = try #require(job.failure())
      #expect(message.contains("Rank 1 (host node1"))
      #expect(message.contains("image-40"))
      #expect(message.contains("alexnet resume a"))
      #expect(job.errors.count == 2 && job.errors.allSatisfy { $0.contains("image-40") })
      // The checkpoint of the last complete step is written.
      #expect(try run.resumption().step == job.steps().last?.step)
    }

    @Test func anErrorOfRank0IsReportedAsWithoutAJob() throws {
      let data: @Sendable (Int) -> any DataSource = { rank in
        FailingImages(failure: rank == 0 ? 40 : nil)
      }
      let job = try JobRecorder(plan(), .init(ranks: 2, data: data))
      let message = try #require(job.failure())
      #expect(message.contains("image-40") && !message.contains("Rank"))
      #expect(job.errors.count == 1 && job.errors[0].contains("rank 0"))
    }

    @Test func aMissingRankEndsTheRunAtItsLastCompleteStep() throws {
      let run = try temporary.store.create(plan(), name: "a", data: "patches")
      let job = try JobRecorder(
        plan(),
        .init(
          ranks: 2, run: run,
          onJob: { event, job in
            if case .step(let made) = event, made.step == 5 { job.lose(rank: 1) }
          }))
      let message = try #require(job.failure())
      #expect(message.contains("Rank 1 (host node1") && message.contains("has ended"))
      #expect(job.steps().count == 5)
      #expect(try run.resumption().step == 5)
    }

    @Test func damagedImagesOfAllRanksAreReportedOnce() throws {
      let data: @Sendable (Int) -> any DataSource = { _ in
        FailingImages(damaged: [3, 77, 200])
      }
      let job = try JobRecorder(plan(steps: 48), .init(ranks: 3, data: data))
      #expect(job.failure() == nil)
      for image in [3, 77, 200] {
        #expect(
          job.warnings.count { $0.contains("image-\(image)'") || $0.contains("image-\(image) ") }
            == 1)
      }
    }
  }
}

/// Images of which some are damaged, and of which one can fail to be read.
private struct FailingImages: DataSource {
  private let images = ColorPatches()
  /// The training image that cannot be read; `nil` for none.
  var failure: Int?
  var damaged: Set<Int> = []

  var name: String { images.name }
  var classes: [String] { images.classes }
  var imageShape: Shape { images.imageShape }
  var colors: ColorStatistics { images.colors }
  var remembersImages: Bool { false }
  func count(_ split: Split) -> Int { images.count(split) }
  /// The images are the same on all ranks; only reading them fails.
  func fingerprint() throws(ImagesError) -> DataFingerprint { try images.fingerprint() }

  func makeReader() throws(ImagesError) -> any ImageReader {
    Reader(source: self, reader: try images.makeReader())
  }

  private struct Reader: ImageReader {
    let source: FailingImages
    let reader: any ImageReader

    func read(
      _ index: Int, of split: Split, into pixels: UnsafeMutableBufferPointer<UInt8>
    ) throws(ImagesError) -> Int {
      if split == .train, index == source.failure {
        throw .unreadable(path: "image-\(index)", reason: "the disk has failed")
      }
      if split == .train, source.damaged.contains(index) {
        throw .damagedImage(path: "image-\(index)", .truncated)
      }
      return try reader.read(index, of: split, into: pixels)
    }
  }
}
