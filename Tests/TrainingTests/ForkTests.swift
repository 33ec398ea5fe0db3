import Blueprint
import Foundation
import Images
import Runs
import Testing

@testable import Training

extension TrainingSuites {
  @Suite struct ForkTests {
    private let store: RunStore

    init() throws {
      store = RunStore(
        directory: FileManager.default.temporaryDirectory
          .appending(path: "fork-tests-\(UUID().uuidString)").path())
    }

    private func cleaned<Result>(_ body: () throws -> Result) rethrows -> Result {
      defer { try? FileManager.default.removeItem(atPath: store.directory) }
      return try body()
    }

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

    /// Forks the run "a" after a step.
    private func fork(
      after step: Int, name: String? = "b", _ changes: [Change] = [], steps: Int = 30,
      others: [Int: [Order]] = [:]
    ) throws -> LaneRecorder {
      try LaneRecorder(
        [("a", plan(steps: steps))], in: store
      ) { line in
        guard line.run == "a", case .step(let made) = line.event else { return [] }
        return (others[made.step] ?? [])
          + (made.step == step ? [Order(.fork(name: name, changes), run: "a")] : [])
      }
    }

    // 14 is a step with a validation, after which the rate may fall.
    @Test(arguments: [5, 14])
    func aForkWithoutAChangeEqualsItsParent(step: Int) throws {
      try cleaned {
        let lanes = try fork(after: step)
        let parent = lanes.steps("a").dropFirst(step).map(\.loss)
        #expect(lanes.steps("b").map(\.loss.bitPattern) == parent.map(\.bitPattern))
        #expect(lanes.steps("b").map(\.rate) == lanes.steps("a").dropFirst(step).map(\.rate))
        let validations = lanes.events("a").filter { event in
          if case .validation(let validation) = event { validation.step >= step } else { false }
        }
        let its = lanes.events("b").filter { if case .validation = $0 { true } else { false } }
        #expect(its == validations)
      }
    }

    @Test func aForkHasItsParentsPlanWithTheChangeAndSaysWhereItIsFrom() throws {
      try cleaned {
        let lanes = try fork(after: 5, name: nil, [.dropout(0)])
        var plan = try #require(lanes.forks["a-no-dropout"])
        #expect(plan.lineage == Lineage(parent: "a", step: 5))
        plan.lineage = nil
        #expect(plan == self.plan().with([.dropout(0)]))
        guard case .resumed(let resumed)? = lanes.events("a-no-dropout").first else {
          Issue.record("the fork does not begin by saying where it goes on")
          return
        }
        #expect(resumed.step == 5)
        #expect(resumed.knobs.dropout == 0)
        #expect(resumed.knobs.augmentation == plan.knobs.augmentation)
      }
    }

    @Test func aForkWithAChangeLeavesItsParentAsItIs() throws {
      try cleaned {
        let lanes = try fork(after: 5, [.lrn(false)])
        #expect(try lanes.steps("a").map(\.loss) == Recorder(plan()).losses)
        #expect(lanes.steps("b").first?.step == 6)
        #expect(lanes.steps("b")[0].loss != lanes.steps("a")[5].loss)
      }
    }

    @Test func aForkHasWhatWasToggledOfItsParent() throws {
      try cleaned {
        let lanes = try fork(after: 8, others: [3: [Order(.dropout(on: false), run: "a")]])
        #expect(lanes.steps("b").map(\.loss) == lanes.steps("a").dropFirst(8).map(\.loss))
      }
    }

    @Test func aForkIsResumedAlone() throws {
      try cleaned {
        let whole = try fork(after: 5, [.rate(0.005)])
        let expected = whole.measures("b")
        try FileManager.default.removeItem(atPath: store.directory)
        // All are stopped after twelve steps; then the fork goes on by itself.
        let part = try fork(after: 5, [.rate(0.005)], others: [12: [Order(.stop)]])
        let run = try store.run(named: "b")
        let rest = try Recorder(
          try run.plan(), run: run, from: try run.resumption())
        #expect(rest.steps.first?.step == part.steps("b").last.map { $0.step + 1 })
        let told = part.measures("b") + rest.events.compactMap(\.measure)
        #expect(told.map(\.bitPattern) == expected.map(\.bitPattern))
      }
    }

    @Test func aForkCanGoOnFromItsFirstCheckpoint() throws {
      try cleaned {
        _ = try fork(after: 5, steps: 6)
        #expect(try store.run(named: "b").checkpoints.steps.contains(5))
      }
    }

    @Test func whatNeedsABeginningIsRefusedLater() throws {
      try cleaned {
        let lanes = try fork(after: 5, [.activation(.tanh)])
        let warning = lanes.events("a").compactMap { event -> String? in
          if case .warning(5, kind: "fork", let message) = event { message } else { nil }
        }
        #expect(warning.first?.contains("tanh can be changed at the beginning only") == true)
        #expect(lanes.events("b").isEmpty)
        #expect(try lanes.steps("a").map(\.loss) == Recorder(plan()).losses)
      }
    }

    @Test func beforeTheFirstStepAForkMayHaveAnotherNetwork() throws {
      let plan = plan(steps: 8)
      let changed = plan.with([.pooling(.plain), .rate(0.01)])
      let lanes = try LaneRecorder([("a", plan)], commands: [Order(.pause)]) { line in
        guard line.run == "a", case .paused(0, on: true) = line.event else {
          // The fork is paused as its parent is.
          if line.run == "b", case .paused = line.event { return [Order(.resume)] }
          return []
        }
        return [Order(.fork(name: "b", [.pooling(.plain), .rate(0.01)]), run: "a")]
      }
      #expect(try lanes.steps("a").map(\.loss) == Recorder(plan).losses)
      #expect(try lanes.steps("b").map(\.loss) == Recorder(changed).losses)
    }

    @Test func aFifthLaneIsRefused() throws {
      let plan = plan(steps: 3)
      let lanes = try LaneRecorder([("a", plan), ("b", plan), ("c", plan), ("d", plan)]) { line in
        if line.run == "a", case .step(let step) = line.event, step.step == 1 {
          [Order(.fork(name: "e", []), run: "a")]
        } else {
          []
        }
      }
      #expect(lanes.events("e").isEmpty)
      #expect(
        lanes.events("a").contains { if case .warning(_, "fork", _) = $0 { true } else { false } })
    }
  }
}
