import Blueprint
import Runs
import Testing

@testable import Training

extension TrainingSuites {
  @Suite struct CommandTests {
    @Test func aStopEndsTheRunAfterTheCurrentStep() throws {
      let run = try Recorder(.tiny(steps: 100)) { event in
        if case .step(let step) = event, step.step == 3 { [.stop] } else { [] }
      }
      #expect(run.steps.count == 3)
      #expect(
        run.events.last
          == .finished(step: 3, seconds: run.steps[2].seconds, reason: .stopped))
    }

    @Test func aPausedTrainerStepsOnCommandOnly() throws {
      // The pause is answered by the command to step, and each step by another one, until step 3.
      let run = try Recorder(.tiny(steps: 100), commands: [.pause]) { event in
        switch event {
        case .paused(_, on: true): [.step]
        case .step(let step): step.step < 3 ? [.step] : [.stop]
        default: []
        }
      }
      #expect(run.steps.count == 3)
      #expect(run.events.first == .paused(step: 0, on: true))
    }

    @Test func severalStepCommandsAtOnceAreAllCarriedOut() throws {
      let run = try Recorder(.tiny(steps: 100), commands: [.step, .step, .step]) { event in
        if case .step(let step) = event, step.step == 3 { [.stop] } else { [] }
      }
      #expect(run.steps.count == 3)
    }

    @Test func aStepCommandPausesARunningTrainer() throws {
      let run = try Recorder(.tiny(steps: 100), commands: [.step]) { event in
        if case .step = event { [.resume, .stop] } else { [] }
      }
      #expect(
        run.events.prefix(1) == [.paused(step: 0, on: true)])
      #expect(run.events.contains(.paused(step: 1, on: false)))
    }

    @Test func pausingChangesNoLoss() throws {
      let plain = try Recorder(.tiny(steps: 8)).losses
      let paused = try Recorder(.tiny(steps: 8), commands: [.pause]) { event in
        switch event {
        case .paused(_, on: true): [.resume]
        case .step(let step) where step.step == 4: [.pause]
        default: []
        }
      }
      #expect(paused.losses.map(\.bitPattern) == plain.map(\.bitPattern))
    }

    @Test func aScaledRateIsUsedAndReported() throws {
      let run = try Recorder(.tiny(steps: 4)) { event in
        if case .step(let step) = event, step.step == 2 { [.scaleRate(by: 0.1)] } else { [] }
      }
      #expect(run.events.contains(.rate(step: 2, rate: 0.05 * 0.1, cause: .hand)))
      #expect(run.steps.map(\.rate) == [0.05, 0.05, 0.05 * 0.1, 0.05 * 0.1])
    }

    @Test func aRateThatIsSetIsUsedAndReported() throws {
      let run = try Recorder(.tiny(steps: 4)) { event in
        if case .step(let step) = event, step.step == 2 { [.setRate(0.004)] } else { [] }
      }
      #expect(run.events.contains(.rate(step: 2, rate: 0.004, cause: .hand)))
      #expect(run.steps.map(\.rate) == [0.05, 0.05, 0.004, 0.004])
    }

    /// A screen shows a request until an event confirms it.
    @Test func commandsThatChangeNothingAreConfirmed() throws {
      let run = try Recorder(
        .tiny(steps: 1),
        commands: [
          .setRate(0.05), .dropout(on: true), .lrn(on: true), .resume, .pause, .pause, .resume,
        ])
      #expect(
        run.events.prefix(7) == [
          .rate(step: 0, rate: 0.05, cause: .hand),
          .toggled(step: 0, knob: .dropout, on: true), .toggled(step: 0, knob: .lrn, on: true),
          .paused(step: 0, on: false), .paused(step: 0, on: true), .paused(step: 0, on: true),
          .paused(step: 0, on: false),
        ])
    }

    @Test(arguments: TrainingEvent.ToggledKnob.allCases)
    func aToggleActsFromTheNextStep(_ knob: TrainingEvent.ToggledKnob) throws {
      func run(togglingAt toggled: Int?) throws -> Recorder {
        try Recorder(.tiny(steps: 6)) { event in
          guard case .step(let step) = event, step.step == toggled else { return [] }
          return knob == .dropout ? [.dropout(on: false)] : [.lrn(on: false)]
        }
      }
      let plain = try run(togglingAt: nil)
      let toggled = try run(togglingAt: 3)
      #expect(toggled.events.contains(.toggled(step: 3, knob: knob, on: false)))
      #expect(toggled.losses.prefix(3) == plain.losses.prefix(3))
      #expect(toggled.losses[3] != plain.losses[3])
    }

    @Test func dropoutSwitchedOnAgainHasThePlansProbability() throws {
      let plain = try Recorder(.tiny(steps: 6)).losses
      let toggled = try Recorder(
        .tiny(steps: 6), commands: [.dropout(on: false), .dropout(on: true)])
      #expect(toggled.losses.map(\.bitPattern) == plain.map(\.bitPattern))
    }

    @Test func aToggledLRNRestartsTheValidation() throws {
      // The command waits when the validation begins; all of the validation must be without LRN.
      let plain = try Recorder(
        .tiny(steps: 4, knobs: Knobs(rate: 0, dropout: 0, lrn: false), validateEvery: 2))
      let toggled = try Recorder(
        .tiny(steps: 4, knobs: Knobs(rate: 0, dropout: 0), validateEvery: 2)
      ) { event in
        if case .step(let step) = event, step.step == 2 { [.lrn(on: false)] } else { [] }
      }
      #expect(toggled.validations.map(\.loss) == plain.validations.map(\.loss))
    }

    @Test func aStopDuringAValidationGivesNoResult() throws {
      let run = try Recorder(.tiny(steps: 100, validateEvery: 2)) { event in
        if case .step(let step) = event, step.step == 2 { [.stop] } else { [] }
      }
      #expect(run.validations.isEmpty)
    }

    @Test func aSingleStepIsStillValidated() throws {
      let run = try Recorder(.tiny(steps: 100, validateEvery: 1), commands: [.step]) { event in
        if case .validation = event { [.stop] } else { [] }
      }
      #expect(run.validations.map(\.step) == [1])
    }
  }
}
