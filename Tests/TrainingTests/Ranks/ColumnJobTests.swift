import Blueprint
import Compute
import Observing
import Runs
import Testing

@testable import Training

extension TrainingSuites {
  /// Pairs of ranks with the columns of a network against one process.
  @Suite struct ColumnJobTests {
    private let temporary = TemporaryStore()

    private func plan(steps: Int = 30) -> RunPlan {
      var plan = RunPlan.tiny(steps: steps, validateEvery: 10)
      plan.network = .divisible
      plan.checkpointEvery = 0
      return plan
    }

    // With 4 ranks, two pairs divide each batch.
    @Test(arguments: [2, 4]) func columnsLearnLikeOneProcess(ranks: Int) throws {
      let alone = try Recorder(plan())
      let job = try JobRecorder(plan(), .init(ranks: ranks, columns: 2))
      #expect(largestDifference(alone.losses, job.losses()) < 1e-4)
      #expect(job.validations().map(\.top1) == alone.validations.map(\.top1))
      #expect(job.errors == Array(repeating: "", count: ranks - 1))
    }

    @Test(arguments: [(2, 2, 1, 1), (1, 1, 2, 2), (2, 2, 4, 2)])
    func aRunIsResumedWithAnotherDivision(
      ranks: Int, columns: Int, laterRanks: Int, laterColumns: Int
    ) throws {
      let whole = try Recorder(plan())
      let run = try temporary.store.create(plan(), name: "a", data: "patches")
      let first = try JobRecorder(
        plan(),
        .init(
          ranks: ranks, columns: columns, run: run,
          onEvent: { line in
            guard case .step(let made) = line.event, made.step == 13 else { return [] }
            return [AddressedCommand(.stop)]
          }))
      let second = try JobRecorder(
        plan(),
        .init(
          ranks: laterRanks, columns: laterColumns, run: run, resumption: try run.resumption()))
      #expect(largestDifference(whole.losses, first.losses() + second.losses()) < 1e-4)
    }

    @Test func snapshotsShowBothColumns() throws {
      var interest = Interest.overview
      interest.ranks = true
      interest.weights = "fc2"
      interest.image = .validation(.init(from: 7))
      interest.featureMaps = "conv1"
      interest.kernelChange = .update
      let alone = try LaneRecorder([("a", plan(steps: 5))], interest: interest)
      let job = try JobRecorder(plan(steps: 5), .init(ranks: 2, columns: 2, interest: interest))
      let expected = try #require(alone.snapshots.first)
      let found = try #require(job.snapshots.first)
      #expect(found.kernels?.count == 8)
      #expect(found.layers.map(\.name) == expected.layers.map(\.name))
      #expect(found.ranks?.map(\.column) == [0, 1])
      #expect(found.ranks?.map(\.images) == [16, 16])
      let numbers = zip(found.kernels?.weights ?? [], expected.kernels?.weights ?? [])
      #expect(numbers.allSatisfy { abs($0 - $1) < 1e-4 })
      #expect(found.image?.guesses.map(\.label) == expected.image?.guesses.map(\.label))
      #expect(found.image?.maps?.values.count == expected.image?.maps?.values.count)
      #expect(job.errors == [""])
    }

    @Test func anImageThatCannotBeOpenedIsAProblemOfTheAnalysisOnly() throws {
      var interest = Interest.nothing
      interest.image = .file(path: "/missing/image.png")
      let job = try JobRecorder(plan(steps: 5), .init(ranks: 2, columns: 2, interest: interest))
      #expect(job.snapshots.first?.image?.problem != nil)
      #expect(job.losses().count == 5)
    }
  }
}

extension NetworkSpec {
  /// A small network of two columns, with every kind of exchange between them.
  static let divisible = NetworkSpec(
    name: "divisible", source: "tests", input: Shape(channels: 3, height: 10, width: 10),
    inputScale: 1.0 / 58,
    layers: [
      LayerSpec(
        "conv1", .convolution(Convolution(outputs: 8, kernel: 3, initial: .init(.he)))),
      LayerSpec("relu1", .activation(.relu)),
      LayerSpec("pool1", .pooling(Pooling(size: 3, stride: 2))),
      LayerSpec(
        "conv2", .convolution(Convolution(outputs: 8, kernel: 3, initial: .init(.he)))),
      LayerSpec("relu2", .activation(.relu)),
      LayerSpec("fc2", .fullyConnected(FullyConnected(outputs: 32, initial: .init(.he)))),
      LayerSpec("relu3", .activation(.relu)),
      LayerSpec("drop2", .dropout),
      LayerSpec(
        "fc3",
        .fullyConnected(
          FullyConnected(outputs: 4, initial: .init(.gaussian(deviation: 0.01))))),
    ])
}
