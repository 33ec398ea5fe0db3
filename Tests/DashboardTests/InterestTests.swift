import Runs
import TerminalUI
import Testing

@testable import Dashboard

/// What a screen does not show is not looked at. The layers' statistics are, always: curves over the run
/// are made of them.
@Suite struct InterestTests {
  private func interest(_ keys: Key...) -> Interest {
    SyntheticRun(steps: 200).state(after: keys).interest
  }

  @Test func liveWantsTheKernels() {
    #expect(interest() == Interest(layers: true, kernels: true))
  }

  @Test func theKernelsWantWhatChangedThemAndTheChosenOnesPatches() {
    #expect(
      interest(.character("2"), .right)
        == Interest(layers: true, kernels: true, kernelChange: .update, patchesOf: 1))
    #expect(
      interest(.character("2"), .character("v"), .character("v")).kernelChange == .gradient)
  }

  @Test func inThePastNothingOfNowIsWanted() {
    let past = SyntheticRun.atKernels(.character(",")).interest
    #expect(past.kernelChange == nil && past.patchesOf == nil)
  }

  @Test func chartsAndRunsWantNothingMore() {
    for key in ["3", "7"] as [Unicode.Scalar] {
      #expect(interest(.character(key)) == Interest(layers: true))
    }
  }

  @Test func theLayersWantTimesAndTheChosenOnesWeights() {
    var wanted = Interest(layers: true)
    wanted.times = true
    wanted.weights = "conv2"
    #expect(interest(.character("4"), .down) == wanted)
  }

  @Test func theImagesWantTheImageAndTheMapsOrTheConfusion() {
    var wanted = Interest(layers: true)
    wanted.image = .validation(.init())
    wanted.featureMaps = "norm1"
    #expect(interest(.character("5"), .down) == wanted)
    wanted = Interest(layers: true)
    wanted.confusion = true
    #expect(interest(.character("5"), .character("v")) == wanted)
  }

  @Test func theComparisonWantsKernelsWhileTheyAreCompared() {
    #expect(interest(.character("6")) == Interest(layers: true))
    #expect(interest(.character("6"), .character("k")).kernels)
    #expect(!interest(.character("6"), .character("g")).kernels)
  }

  @Test func kernelsStayAsTheyWereSeenUntilTheyAreLookedAtAgain() throws {
    var state = SyntheticRun(steps: 200).state
    var later = SyntheticRun(steps: 300).glimpse
    later.kernels = nil
    _ = update(&state, .glimpse(later))
    #expect(state.glimpse?.step == 300 && state.glimpse?.kernels != nil)
    _ = update(&state, .terminal(.key(.character("2"))))
    #expect(state.kernels.study?.step == 200)
    _ = update(&state, .glimpse(SyntheticRun(steps: 301).glimpse))
    #expect(state.kernels.study?.step == 301)
  }
}
