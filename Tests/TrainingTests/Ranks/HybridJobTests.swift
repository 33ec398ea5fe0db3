import Blueprint
import Compute
import Observing
import Runs
import Testing

@testable import Training

extension TrainingSuites {
  /// Ranks that divide the units of the fully-connected layers against one process.
  @Suite struct HybridJobTests {
    private let temporary = TemporaryStore()

    private func plan(steps: Int = 30, validateEvery: Int = 10) -> RunPlan {
      var plan = RunPlan.tiny(steps: steps, validateEvery: validateEvery)
      plan.network = .divisible
      plan.checkpointEvery = 0
      return plan
    }

    @Test(arguments: [2, 3, 4]) func ranksLearnLikeOneProcess(ranks: Int) throws {
      let alone = try Recorder(plan())
      let job = try JobRecorder(plan(), .init(ranks: ranks, isHybrid: true))
      #expect(largestDifference(alone.losses, job.losses()) < 1e-4)
      #expect(job.validations().map(\.top1) == alone.validations.map(\.top1))
      #expect(job.errors == Array(repeating: "", count: ranks - 1))
      let other = try JobRecorder(plan(), .init(ranks: ranks, isHybrid: true)).losses()
      #expect(job.losses().map(\.bitPattern) == other.map(\.bitPattern))
    }

    /// The ranks and columns of a job, and whether it is a hybrid.
    typealias Division = (ranks: Int, columns: Int, isHybrid: Bool)
    static let resumptions: [(Division, Division)] = [
      ((2, 1, true), (1, 1, false)), ((1, 1, false), (3, 1, true)), ((3, 1, true), (2, 1, true)),
      ((2, 1, true), (4, 1, false)), ((4, 2, false), (4, 1, true)), ((3, 1, true), (2, 2, false)),
    ]

    @Test(arguments: resumptions)
    func aRunIsResumedWithAnotherDivision(first: Division, second: Division) throws {
      let whole = try Recorder(plan())
      let run = try temporary.store.create(plan(), name: "a", data: "patches")
      let one = try JobRecorder(
        plan(),
        .init(
          ranks: first.ranks, columns: first.columns, isHybrid: first.isHybrid, run: run,
          onEvent: { line in
            guard case .step(let made) = line.event, made.step == 13 else { return [] }
            return [AddressedCommand(.stop)]
          }))
      let other = try JobRecorder(
        plan(),
        .init(
          ranks: second.ranks, columns: second.columns, isHybrid: second.isHybrid, run: run,
          resumption: try run.resumption()))
      #expect(other.steps().first?.step == 14)
      #expect(largestDifference(whole.losses, one.losses() + other.losses()) < 1e-4)
    }

    // 50 images in batches of 8, 6 and 4. In the last turn some ranks have fewer images than others, or none.
    @Test(arguments: [2, 3, 4]) func everyValidationImageIsScoredOnce(ranks: Int) throws {
      var plan = plan(steps: 2, validateEvery: 2)
      plan.knobs.rate = 0
      let expected = try #require(try Recorder(plan).validations.last)
      var interest = Interest.nothing
      interest.confusion = true
      let job = try JobRecorder(plan, .init(ranks: ranks, isHybrid: true, interest: interest))
      let found = try #require(job.validations().last)
      #expect(found.top1 == expected.top1 && found.top5 == expected.top5)
      #expect(abs(found.loss - expected.loss) < 1e-6 * expected.loss)
      let confusion = try #require(job.snapshots.first?.confusion)
      #expect(confusion.images.reduce(0, +) == 50)
    }

    @Test func forksAndLanesTrainOnAllRanks() throws {
      let fork = AddressedCommand(.fork(name: "b", [.dropout(0)]), run: "a")
      let onEvent: @Sendable (EventLine) -> [AddressedCommand] = { line in
        guard line.run == "a", case .step(let made) = line.event else { return [] }
        return made.step == 6 ? [fork] : []
      }
      let job = try JobRecorder(
        plan(steps: 20), .init(ranks: 3, isHybrid: true, canFork: true, onEvent: onEvent))
      let alone = try LaneRecorder([("a", plan(steps: 20))], onEvent: onEvent)
      #expect(job.steps("b").first?.step == 7)
      for run in ["a", "b"] {
        #expect(largestDifference(alone.steps(run).map(\.loss), job.losses(run)) < 1e-4)
        #expect(job.validations(run).map(\.step) == alone.validations(run).map(\.step))
      }
    }

    @Test func snapshotsShowTheWholeNetwork() throws {
      var interest = Interest.overview
      interest.ranks = true
      interest.weights = "fc2"
      interest.image = .validation(.init(from: 7))
      interest.featureMaps = "fc2"
      interest.kernelChange = .update
      let alone = try LaneRecorder([("a", plan(steps: 5))], interest: interest)
      let job = try JobRecorder(
        plan(steps: 5), .init(ranks: 3, isHybrid: true, interest: interest))
      let expected = try #require(alone.snapshots.first)
      let found = try #require(job.snapshots.first)
      #expect(found.layers.map(\.name) == expected.layers.map(\.name))
      #expect(found.layers.map(\.units) == expected.layers.map(\.units))
      #expect(found.ranks?.map(\.dividesUnits) == [true, true, true])
      #expect(found.ranks?.map(\.column) == [nil, nil, nil])
      #expect(found.ranks?.map(\.images) == [5, 5, 6])
      let weights = zip(found.kernels?.weights ?? [], expected.kernels?.weights ?? [])
      #expect(weights.allSatisfy { abs($0 - $1) < 1e-4 })
      #expect(found.image?.guesses.map(\.label) == expected.image?.guesses.map(\.label))
      let maps = try #require(found.image?.maps)
      let others = try #require(expected.image?.maps)
      #expect(maps.values.count == 32)
      #expect(zip(maps.values, others.values).allSatisfy { abs($0 - $1) < 1e-3 })
      #expect(job.errors == ["", ""])
    }

    @Test func moreRanksThanClassesAreRefusedBeforeTheFirstStep() throws {
      #expect {
        try JobRecorder(plan(), .init(ranks: 5, isHybrid: true))
      } throws: { error in
        "\(error)".contains("fc3") && "\(error)".contains("5 processes")
      }
    }

    @Test func aMissingRankEndsTheJobAndLeavesTheLastCheckpoint() throws {
      let run = try temporary.store.create(plan(), name: "a", data: "patches")
      var plan = plan(validateEvery: 0)
      plan.checkpointEvery = 5
      let job = try JobRecorder(
        plan,
        .init(
          ranks: 3, isHybrid: true, run: run,
          onJob: { event, job in
            if case .step(let made) = event, made.step == 12 { job.lose(rank: 2) }
          }))
      #expect(job.failure()?.contains("ank 2") == true)
      #expect(run.checkpoints.steps.last == 10)
    }
  }
}
