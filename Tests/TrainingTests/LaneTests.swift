import Blueprint
import Compute
import Foundation
import Images
import Observing
import Runs
import Testing

@testable import Training

extension TrainingSuites {
  @Suite struct LaneTests {
    private let knobs = Knobs(
      rate: 0.02, dropout: 0.25,
      augmentation: Augmentation(crop: true, mirror: true, colorNoise: true))

    private func plan(steps: Int = 40, seed: UInt64 = 1, threads: Int = 1) -> RunPlan {
      .tiny(
        steps: steps, knobs: knobs,
        schedule: .plateau(.init(divisor: 2, patience: 1, threshold: 0.2, drops: 50)),
        validateEvery: 7, seed: seed, threads: threads)
    }

    private func alone(_ plan: RunPlan) throws -> [Double] {
      try Recorder(plan).events.compactMap(\.measure)
    }

    @Test(arguments: [1, 2])
    func lanesWithoutAChangeAreThoseOfTheSameRunAlone(threads: Int) throws {
      let plan = plan(threads: threads)
      let expected = try alone(plan)
      let lanes = try LaneRecorder([("a", plan), ("b", plan), ("c", plan)])
      for run in ["a", "b", "c"] {
        #expect(lanes.measures(run).map(\.bitPattern) == expected.map(\.bitPattern))
      }
    }

    @Test(arguments: [
      [PlanChange.dropout(0)], [.lrn(false)], [.rate(0.1)], [.decay(0)], [.momentum(0.5)],
      [.activation(.tanh)], [.pooling(.plain)], [.initialization(.gaussian(deviation: 0.02))],
      [.augmentation(Augmentation(crop: false, mirror: true))], [.seed(9)],
    ])
    func aLaneWithAChangeIsTheChangedPlanAlone(changes: [PlanChange]) throws {
      let plan = plan(steps: 16)
      let lanes = try LaneRecorder([("a", plan), ("b", plan.with(changes))])
      let a = lanes.measures("a")
      let b = lanes.measures("b")
      #expect(try a == alone(plan))
      #expect(try b == alone(plan.with(changes)))
      #expect(a != b)
    }

    /// A study trains networks with other layers side by side. They share the memory for temporary tensors, whose
    /// size the first network decides.
    @Test(arguments: [[0, 1, 2], [2, 1, 0], [1, 2, 0]])
    func lanesOfDifferentNetworksAreThoseOfTheSameRunsAlone(order: [Int]) throws {
      var plans = [plan(steps: 16), plan(steps: 16), plan(steps: 16)]
      plans[1].network.layers.removeAll { ["norm1", "fc2", "relu2", "drop2"].contains($0.name) }
      let wide = Convolution(outputs: 24, kernel: 5, padding: 2, initial: .init(.he))
      plans[2].network.layers[0].kind = .convolution(wide)
      let lanes = try LaneRecorder(order.map { ("\($0)", plans[$0]) })
      for (number, plan) in plans.enumerated() {
        let expected = try alone(plan)
        #expect(lanes.measures("\(number)").map(\.bitPattern) == expected.map(\.bitPattern))
      }
    }

    @Test func lanesStepInTurns() throws {
      let plan = plan(steps: 9)
      let lanes = try LaneRecorder([("a", plan), ("b", plan)])
      let order = lanes.lines.compactMap { line -> String? in
        switch line.event {
        case .step(let step): "\(line.run)\(step.step)"
        case .validation: "\(line.run)v"
        default: nil
        }
      }
      let steps = (1...7).flatMap { ["a\($0)", "b\($0)"] }
      #expect(order == steps + ["av", "bv", "a8", "b8", "a9", "b9", "av", "bv"])
    }

    @Test func aLaneThatDivergesEndsAlone() throws {
      let plan = plan(steps: 20)
      let lanes = try LaneRecorder([("a", plan), ("b", plan.with([.rate(1e30)]))])
      guard case .failed(_, let message)? = lanes.events("b").last else {
        Issue.record("the lane with a rate of 1e30 has not failed")
        return
      }
      #expect(message.contains("diverged"))
      #expect(try lanes.measures("a") == alone(plan))
      guard case .finished(20, _, .completed)? = lanes.events("a").last else {
        Issue.record("the other lane has not completed its plan")
        return
      }
    }

    @Test func aLaneIsStoppedAlone() throws {
      let plan = plan(steps: 20)
      let lanes = try LaneRecorder([("a", plan), ("b", plan)]) { line in
        if line.run == "a", case .step(let step) = line.event, step.step == 3 {
          [AddressedCommand(.stop, run: "a")]
        } else {
          []
        }
      }
      #expect(lanes.steps("a").count == 3)
      #expect(try lanes.measures("b") == alone(plan))
    }

    @Test func aStopWithoutARunStopsAllLanes() throws {
      let lanes = try LaneRecorder([("a", plan()), ("b", plan())]) { line in
        if line.run == "b", case .step(let step) = line.event, step.step == 2 {
          [AddressedCommand(.stop)]
        } else {
          []
        }
      }
      #expect(lanes.steps("a").count == 2)
      #expect(lanes.steps("b").count == 2)
    }

    @Test func aToggleChangesItsLaneFromTheNextStep() throws {
      let plan = plan(steps: 12)
      let lanes = try LaneRecorder([("a", plan), ("b", plan)]) { line in
        if line.run == "b", case .step(let step) = line.event, step.step == 5 {
          [AddressedCommand(.lrn(on: false), run: "b")]
        } else {
          []
        }
      }
      let a = lanes.steps("a").map(\.loss)
      let b = lanes.steps("b").map(\.loss)
      #expect(try a == Recorder(plan).losses)
      #expect(a.prefix(5) == b.prefix(5))
      #expect(zip(a, b).dropFirst(5).allSatisfy { $0 != $1 })
    }

    @Test func aLaneThatWasPausedAloneSkipsNoBatch() throws {
      let plan = plan(steps: 30)
      let lanes = try LaneRecorder([("a", plan), ("b", plan)]) { line in
        guard case .step(let step) = line.event else { return [] }
        switch (line.run, step.step) {
        case ("b", 4): return [AddressedCommand(.pause, run: "b")]
        case ("a", 12): return [AddressedCommand(.resume, run: "b")]
        default: return []
        }
      }
      let expected = try alone(plan)
      #expect(lanes.measures("a") == expected)
      #expect(lanes.measures("b") == expected)
      // The paused lane has trained some of its steps after the end of the other.
      let last = lanes.lines.lastIndex { $0.run == "a" } ?? 0
      let later = lanes.lines[last...].count { $0.run == "b" }
      #expect(later > 8)
    }

    @Test func lanesThatReachTheSameStepAgainShareBatches() throws {
      let plan = plan(steps: 24)
      let lanes = try LaneRecorder([("a", plan), ("b", plan)]) { line in
        guard case .step(let step) = line.event else { return [] }
        switch (line.run, step.step) {
        case ("b", 4): return [AddressedCommand(.pause, run: "b")]
        case ("a", 10):
          return [AddressedCommand(.pause, run: "a"), AddressedCommand(.resume, run: "b")]
        case ("b", 10): return [AddressedCommand(.resume, run: "a")]
        default: return []
        }
      }
      let expected = try alone(plan)
      #expect(lanes.measures("a") == expected)
      #expect(lanes.measures("b") == expected)
    }

    @Test func tooManyLanesAreRefusedBeforeMemoryIsAllocated() throws {
      var plan = plan()
      plan.network = .paper
      plan.batch = 1
      while (try? Trainer.check(plan)) != nil { plan.batch *= 2 }
      plan.batch /= 2
      #expect {
        try Trainer.check(Array(repeating: plan, count: 4))
      } throws: { error in
        if case .tooManyLanes(4, let fitting, _, _)? = error as? ComputeError {
          fitting < 4
        } else {
          false
        }
      }
    }

    @Test func aWatcherReceivesSnapshotsOfTheLanesInItsInterest() throws {
      let lanes = try LaneRecorder(
        [("a", plan(steps: 3)), ("b", plan(steps: 3)), ("c", plan(steps: 3))],
        interest: Interest(layers: true, kernels: true, runs: ["c", "b"]))
      #expect(lanes.snapshots.map(\.run).contains("c"))
      #expect(lanes.snapshots.allSatisfy { $0.run != "a" && $0.step == 3 })
      #expect(lanes.snapshots.allSatisfy { !$0.layers.isEmpty && $0.kernels != nil })
    }
  }
}
