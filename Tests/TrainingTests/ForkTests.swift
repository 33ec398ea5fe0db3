import Blueprint
import Foundation
import Images
import Runs
import Testing

@testable import Training

extension TrainingSuites {
  @Suite struct ForkTests {
    private let temporary = TemporaryStore()
    private var store: RunStore { temporary.store }

    private func plan(steps: Int = 30) -> RunPlan {
      var plan = RunPlan.tiny(
        steps: steps,
        knobs: Knobs(
          rate: 0.02, dropout: 0.25,
          augmentation: Augmentation(crop: true, mirror: true, colorNoise: true)),
        schedule: .plateau(.init(divisor: 2, patience: 1, threshold: 0.2, drops: 50)),
        validateEvery: 7)
      plan.checkpointEvery = 0
      return plan
    }

    /// Trains the run "a" and forks it after a step.
    /// - Parameter others: Further commands after steps of "a".
    private func fork(
      after step: Int, name: String? = "b", _ changes: [PlanChange] = [], steps: Int = 30,
      others: [Int: [AddressedCommand]] = [:]
    ) throws -> LaneRecorder {
      try LaneRecorder(
        [("a", plan(steps: steps))], in: store
      ) { line in
        guard line.run == "a", case .step(let made) = line.event else { return [] }
        return (others[made.step] ?? [])
          + (made.step == step ? [AddressedCommand(.fork(name: name, changes), run: "a")] : [])
      }
    }

    // After step 14 there is a validation, which can reduce the learning rate.
    @Test(arguments: [5, 14])
    func aForkWithoutAChangeEqualsItsParent(step: Int) throws {
      let lanes = try fork(after: step)
      let parent = lanes.steps("a").dropFirst(step).map(\.loss)
      #expect(lanes.steps("b").map(\.loss.bitPattern) == parent.map(\.bitPattern))
      #expect(lanes.steps("b").map(\.rate) == lanes.steps("a").dropFirst(step).map(\.rate))
      #expect(lanes.validations("b") == lanes.validations("a").filter { $0.step >= step })
    }

    // After step 7 the plan requires a validation. It is complete when the lanes fork after step 8.
    @Test(arguments: [5, 7, 8]) func aForkAndItsParentAreValidatedAtTheFork(step: Int) throws {
      let lanes = try fork(after: step, steps: 16)
      let forkSteps = [step] + [7, 14, 16].filter { $0 > step }
      #expect(lanes.validations("b").map(\.step) == forkSteps)
      #expect(lanes.validations("a").map(\.step) == Set([step, 7, 14, 16]).sorted())
      let first = try #require(lanes.validations("b").first)
      #expect(lanes.validations("a").contains(first))
    }

    // The schedule reduces the learning rate after two validations without a clear improvement, so a
    // validation that counted would be visible in the rate.
    @Test func theValidationAtAForkDoesNotCountForTheSchedule() throws {
      let second = AddressedCommand(.fork(name: "c", []), run: "a")
      let lanes = try fork(after: 5, [.lrn(false)], others: [12: [second]])
      let alone = try Recorder(plan())
      #expect(lanes.validations("a").count == alone.validations.count + 2)
      #expect(lanes.steps("a").map(\.loss.bitPattern) == alone.losses.map(\.bitPattern))
      #expect(lanes.steps("a").map(\.rate) == alone.steps.map(\.rate))
    }

    @Test func aForkOfAPausedLaneIsValidatedWhileItIsPaused() throws {
      var isPaused = false
      let lanes = try LaneRecorder([("a", plan(steps: 8))], in: store) { line in
        switch (line.run, line.event) {
        case ("a", .step(let made)) where made.step == 5:
          return [AddressedCommand(.pause), AddressedCommand(.fork(name: "b", []), run: "a")]
        case ("b", .paused(_, on: true)):
          isPaused = true
          // A paused trainer without a validation writes this checkpoint, and the test ends too.
          return [AddressedCommand(.checkpoint, run: "b")]
        case ("b", .validation), ("b", .checkpoint):
          return isPaused ? [AddressedCommand(.resume)] : []
        default: return []
        }
      }
      let events = lanes.events("b")
      let validation = events.firstIndex { if case .validation = $0 { true } else { false } }
      let resumption = events.firstIndex {
        if case .paused(_, on: false) = $0 { true } else { false }
      }
      #expect(try #require(validation) < #require(resumption))
    }

    @Test func aPlanWithoutValidationsIsNotValidatedAtAFork() throws {
      var plan = plan(steps: 9)
      plan.validateEvery = 0
      let lanes = try LaneRecorder([("a", plan)], in: store) { line in
        guard line.run == "a", case .step(let made) = line.event, made.step == 5 else { return [] }
        return [AddressedCommand(.fork(name: "b", []), run: "a")]
      }
      #expect(lanes.steps("b").count == 4)
      #expect(lanes.validations("a").isEmpty && lanes.validations("b").isEmpty)
    }

    @Test func aForkHasItsParentsPlanWithTheChangeAndItsLineage() throws {
      let lanes = try fork(after: 5, name: nil, [.dropout(0)])
      var plan = try #require(lanes.forks["a-no-dropout"])
      #expect(plan.lineage == Lineage(parent: "a", step: 5))
      plan.lineage = nil
      #expect(plan == self.plan().with([.dropout(0)]))
      guard case .resumed(let resumed)? = lanes.events("a-no-dropout").first else {
        Issue.record("the first event of the fork is not `resumed`")
        return
      }
      #expect(resumed.step == 5)
      #expect(resumed.knobs.dropout == 0)
      #expect(resumed.knobs.augmentation == plan.knobs.augmentation)
    }

    @Test func aForkWithAChangeLeavesItsParentAsItIs() throws {
      let lanes = try fork(after: 5, [.lrn(false)])
      #expect(try lanes.steps("a").map(\.loss) == Recorder(plan()).losses)
      #expect(lanes.steps("b").first?.step == 6)
      #expect(lanes.steps("b")[0].loss != lanes.steps("a")[5].loss)
    }

    @Test func aForkHasTheSwitchedKnobsOfItsParent() throws {
      let lanes = try fork(after: 8, others: [3: [AddressedCommand(.dropout(on: false), run: "a")]])
      #expect(lanes.steps("b").map(\.loss) == lanes.steps("a").dropFirst(8).map(\.loss))
    }

    @Test func aForkIsResumedAlone() throws {
      let whole = try fork(after: 5, [.rate(0.005)])
      let expected = whole.measures("b")
      try FileManager.default.removeItem(atPath: store.directory)
      // Both lanes are stopped after 12 steps; then the fork continues alone.
      let part = try fork(after: 5, [.rate(0.005)], others: [12: [AddressedCommand(.stop)]])
      let run = try store.run(named: "b")
      let rest = try Recorder(
        try run.plan(), run: run, from: try run.resumption())
      #expect(rest.steps.first?.step == part.steps("b").last.map { $0.step + 1 })
      let measures = part.measures("b") + rest.events.compactMap(\.measure)
      #expect(measures.map(\.bitPattern) == expected.map(\.bitPattern))
    }

    @Test func aForkHasACheckpointOfItsFirstStep() throws {
      _ = try fork(after: 5, steps: 6)
      #expect(try store.run(named: "b").checkpoints.steps.contains(5))
    }

    @Test func aChangeOfTheNetworkIsRefusedAfterTheFirstStep() throws {
      let lanes = try fork(after: 5, [.activation(.tanh)])
      let warning = lanes.events("a").compactMap { event -> String? in
        if case .warning(5, kind: "fork", let message) = event { message } else { nil }
      }
      let refusal = Trainer.ForkRefusal.tooLate(.activation(.tanh), step: 5)
      #expect(warning.first?.contains("\(refusal)") == true)
      #expect(lanes.events("b").isEmpty)
      #expect(try lanes.steps("a").map(\.loss) == Recorder(plan()).losses)
    }

    @Test func beforeTheFirstStepAForkCanHaveAnotherNetwork() throws {
      let plan = plan(steps: 8)
      let changed = plan.with([.pooling(.plain), .rate(0.01)])
      let lanes = try LaneRecorder([("a", plan)], commands: [AddressedCommand(.pause)]) { line in
        guard line.run == "a", case .paused(0, on: true) = line.event else {
          // The fork is paused because its parent is paused.
          if line.run == "b", case .paused = line.event { return [AddressedCommand(.resume)] }
          return []
        }
        return [AddressedCommand(.fork(name: "b", [.pooling(.plain), .rate(0.01)]), run: "a")]
      }
      #expect(try lanes.steps("a").map(\.loss) == Recorder(plan).losses)
      #expect(try lanes.steps("b").map(\.loss) == Recorder(changed).losses)
    }

    @Test func aSeventhLaneIsRefused() throws {
      let plan = plan(steps: 3)
      let lanes = try LaneRecorder(["a", "b", "c", "d", "e", "f"].map { ($0, plan) }) { line in
        if line.run == "a", case .step(let step) = line.event, step.step == 1 {
          [AddressedCommand(.fork(name: "g", []), run: "a")]
        } else {
          []
        }
      }
      #expect(lanes.events("g").isEmpty)
      #expect(
        lanes.events("a").contains { if case .warning(_, "fork", _) = $0 { true } else { false } })
    }
  }
}
