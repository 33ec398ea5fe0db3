import Blueprint
import Foundation
import Images
import Observing
import Runs
import Testing

@testable import Training

extension TrainingSuites {
  /// Several ranks against one process with the same plan.
  @Suite struct JobTests {
    private func plan(steps: Int = 50, validateEvery: Int = 0) -> RunPlan {
      .tiny(
        steps: steps,
        knobs: Knobs(
          rate: 0.02, dropout: 0.25,
          augmentation: Augmentation(crop: true, mirror: true, colorNoise: true)),
        validateEvery: validateEvery)
    }

    // Batches of 16 are divided unequally between 3 ranks.
    @Test(arguments: 1...4) func ranksLearnLikeOneProcess(ranks: Int) throws {
      let alone = try Recorder(plan())
      let job = try JobRecorder(plan(), .init(ranks: ranks))
      #expect(largestDifference(alone.losses, job.losses()) < 1e-4)
      #expect(job.steps().map(\.top1) == alone.steps.map(\.top1))
      #expect(job.errors == Array(repeating: "", count: ranks - 1))
    }

    @Test(arguments: [2, 3]) func theSameNumberOfRanksGivesTheSameBits(ranks: Int) throws {
      let one = try JobRecorder(plan(steps: 20), .init(ranks: ranks)).losses()
      let other = try JobRecorder(plan(steps: 20), .init(ranks: ranks)).losses()
      #expect(one.count == 20)
      #expect(one.map(\.bitPattern) == other.map(\.bitPattern))
    }

    // 50 images in batches of 16, 8, 6 and 4; the ranks have different numbers of batches.
    @Test(arguments: 1...4) func everyValidationImageIsScoredOnce(ranks: Int) throws {
      var plan = plan(steps: 2, validateEvery: 2)
      plan.knobs.rate = 0
      let expected = try #require(try Recorder(plan).validations.last)
      var interest = Interest.nothing
      interest.confusion = true
      let job = try JobRecorder(plan, .init(ranks: ranks, interest: interest))
      let found = try #require(job.validations().last)
      #expect(found.top1 == expected.top1)
      #expect(found.top5 == expected.top5)
      #expect(abs(found.loss - expected.loss) < 1e-6 * expected.loss)
      let confusion = try #require(job.snapshots.first?.confusion)
      #expect(confusion.images.reduce(0, +) == 50)
    }

    @Test func commandsActOnAllRanksAtTheSameStep() throws {
      let commands: @Sendable (TrainingEvent) -> [TrainerCommand] = { event in
        guard case .step(let made) = event else {
          if case .paused(_, on: true) = event { return [.dropout(on: false), .step, .resume] }
          return []
        }
        return switch made.step {
        case 4: [.setRate(0.05)]
        case 8: [.pause]
        case 15: [.lrn(on: false), .scaleRate(by: 0.5)]
        case 24: [.stop]
        default: []
        }
      }
      let alone = try Recorder(plan(), onEvent: commands)
      let job = try JobRecorder(
        plan(),
        .init(ranks: 3, onEvent: { line in commands(line.event).map { AddressedCommand($0) } }))
      #expect(alone.losses.count == 24)
      #expect(largestDifference(alone.losses, job.losses()) < 1e-4)
      #expect(job.steps().map(\.rate) == alone.steps.map(\.rate))
      guard case .finished(24, _, .stopped)? = job.events().last else {
        Issue.record("the job has not ended as stopped")
        return
      }
      #expect(job.errors == ["", ""])
    }

    @Test func aForkIsMadeOnAllRanks() throws {
      let fork = AddressedCommand(.fork(name: "b", [.dropout(0)]), run: "a")
      let job = try JobRecorder(
        plan(steps: 20, validateEvery: 10),
        .init(
          ranks: 2, canFork: true,
          onEvent: { line in
            guard line.run == "a", case .step(let made) = line.event else { return [] }
            return made.step == 6 ? [fork] : []
          }))
      let alone = try LaneRecorder([("a", plan(steps: 20, validateEvery: 10))]) { line in
        guard line.run == "a", case .step(let made) = line.event else { return [] }
        return made.step == 6 ? [fork] : []
      }
      #expect(job.steps("b").first?.step == 7)
      #expect(largestDifference(alone.steps("a").map(\.loss), job.losses("a")) < 1e-4)
      #expect(largestDifference(alone.steps("b").map(\.loss), job.losses("b")) < 1e-4)
      #expect(job.validations("b").map(\.step) == alone.validations("b").map(\.step))
    }

    @Test func lanesTrainSideBySideOnAllRanks() throws {
      let plans = [("a", plan(steps: 12)), ("b", plan(steps: 12).with([.rate(0.05)]))]
      let alone = try LaneRecorder(plans)
      let job = try JobRecorder(plans, .init(ranks: 2))
      for run in ["a", "b"] {
        #expect(largestDifference(alone.steps(run).map(\.loss), job.losses(run)) < 1e-4)
      }
    }

    @Test func aTimeLimitEndsAllRanks() throws {
      let job = try JobRecorder(
        plan(steps: 100_000, validateEvery: 100_000),
        .init(ranks: 2, timeLimit: .milliseconds(200)))
      guard case .finished(_, _, .timeLimit)? = job.events().last else {
        Issue.record("the job has not ended at its time limit")
        return
      }
      #expect(job.validations().count == 1)
      #expect(job.errors == [""])
    }

    @Test func snapshotsHaveTheStatesOfTheRanks() throws {
      var interest = Interest.overview
      interest.ranks = true
      let job = try JobRecorder(plan(steps: 5), .init(ranks: 3, interest: interest))
      let snapshot = try #require(job.snapshots.first)
      let ranks = try #require(snapshot.ranks)
      #expect(ranks.map(\.rank) == [0, 1, 2])
      #expect(ranks.map(\.images) == [5, 5, 6])
      #expect(ranks.map(\.host) == ["node0", "node1", "node2"])
      #expect(ranks.allSatisfy { $0.column == nil })
      #expect(snapshot.kernels != nil)
    }
  }
}
