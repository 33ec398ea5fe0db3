import Blueprint
import Runs
import Testing

@testable import Training

extension TrainingSuites {
  /// A limit of a nanosecond has passed after any step.
  @Suite struct TimeLimitTests {
    private let moment = Duration.nanoseconds(1)
    private let temporary = TemporaryStore()
    private var store: RunStore { temporary.store }

    @Test func theRunEndsAfterTheStepInWhichTheLimitPasses() throws {
      let run = try Recorder(.tiny(steps: 100), timeLimit: moment)
      #expect(run.steps.map(\.step) == [1])
      #expect(run.steps.map(\.secondsLeft) == [0])
      #expect(
        run.events.last == .finished(step: 1, seconds: run.steps[0].seconds, reason: .timeLimit))
    }

    @Test func theRunIsValidatedAndSavedFirst() throws {
      let plan = RunPlan.tiny(steps: 100, validateEvery: 50)
      let run = try store.create(plan, name: "run", data: "patches")
      let recorder = try Recorder(plan, run: run, timeLimit: moment)
      #expect(recorder.validations.map(\.step) == [1])
      #expect(run.checkpoints.steps == [1])
    }

    @Test func theRunContinuesBitForBit() throws {
      let plan = RunPlan.tiny(steps: 6, validateEvery: 2)
      let run = try store.create(plan, name: "run", data: "patches")
      let whole = try Recorder(plan)
      var losses = try Recorder(plan, run: run, timeLimit: moment).losses
      losses += try Recorder(plan, run: run, from: run.resumption()).losses
      #expect(losses.map(\.bitPattern) == whole.losses.map(\.bitPattern))
    }

    @Test func aLimitThatDoesNotPassIsCountedDown() throws {
      let run = try Recorder(.tiny(steps: 3), timeLimit: .seconds(3600))
      #expect(
        run.events.last == .finished(step: 3, seconds: run.steps[2].seconds, reason: .completed))
      let left = run.steps.compactMap(\.secondsLeft)
      #expect(left.count == 3 && left == left.sorted(by: >))
      #expect(left.allSatisfy { (1...3600).contains($0) })
      #expect(try Recorder(.tiny(steps: 1)).steps.map(\.secondsLeft) == [nil])
    }

    @Test func allLanesEndInTheSameTurn() throws {
      let plan = RunPlan.tiny(steps: 100)
      // The first lane is paused before its first step.
      let lanes = try LaneRecorder(
        [("a", plan), ("b", plan), ("c", plan)], timeLimit: moment,
        commands: [AddressedCommand(.pause, run: "a")])
      for run in ["a", "b", "c"] {
        guard case .finished(let step, _, .timeLimit)? = lanes.events(run).last else {
          Issue.record("\(run) has not ended by the time limit")
          continue
        }
        #expect(step == (run == "a" ? 0 : 1))
      }
    }

    @Test func aStopBeforeTheLimitIsAStop() throws {
      let run = try Recorder(.tiny(steps: 100), timeLimit: .seconds(3600), commands: [.stop])
      guard case .finished(_, _, .stopped)? = run.events.last else {
        Issue.record("\(String(describing: run.events.last))")
        return
      }
    }
  }

  @Suite struct TrainingClockTests {
    @Test func theTimeBetweenTurnsDoesNotCount() throws {
      let clock = TrainingClock(limit: .seconds(3600))
      #expect(clock.secondsLeft == 3600)
      clock.measureTurn {}
      let left = try #require(clock.secondsLeft)
      #expect(left < 3600 && left == clock.secondsLeft && !clock.isOver)
      clock.measureTurn { #expect((clock.secondsLeft ?? 3600) < left) }
    }

    @Test func thereIsNoEndWithoutALimit() {
      let clock = TrainingClock(limit: nil)
      clock.measureTurn {}
      #expect(clock.secondsLeft == nil && !clock.isOver)
    }
  }
}
