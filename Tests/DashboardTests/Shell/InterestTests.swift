import Observing
import Runs
import TerminalUI
import Testing

@testable import Dashboard

/// The interest of each screen. It always includes the layers' statistics, from which curves over
/// the run are drawn.
@Suite struct InterestTests {
  private func interest(_ keys: Key...) -> Interest {
    SyntheticRun(steps: 200).state(after: keys).interest
  }

  @Test func theLiveScreenNeedsKernels() {
    #expect(interest() == Interest(layers: true, kernels: true))
  }

  @Test func theKernelsScreenNeedsChangesAndPatches() {
    #expect(
      interest(.character("2"), .right)
        == Interest(layers: true, kernels: true, kernelChange: .update, patchesOf: 1))
    #expect(
      interest(.character("2"), .character("v"), .character("v")).kernelChange == .gradient)
  }

  @Test func aShownRecordNeedsNoDataOfTheLatestSnapshot() {
    let past = SyntheticRun.atKernels(.character(",")).interest
    #expect(past.kernelChange == nil && past.patchesOf == nil)
  }

  @Test func chartsAndRunListNeedNoFurtherParts() {
    for key in ["3", "7"] as [Unicode.Scalar] {
      #expect(interest(.character(key)) == Interest(layers: true))
    }
  }

  @Test func theLayersScreenNeedsTimesAndWeights() {
    var wanted = Interest(layers: true)
    wanted.times = true
    wanted.weights = "conv2"
    #expect(interest(.character("4"), .down) == wanted)
  }

  @Test func theImagesScreenNeedsAnImageOrTheConfusion() {
    var wanted = Interest(layers: true)
    wanted.image = .validation(.init())
    wanted.featureMaps = "norm1"
    #expect(interest(.character("5"), .down) == wanted)
    wanted = Interest(layers: true)
    wanted.confusion = true
    #expect(interest(.character("5"), .character("v")) == wanted)
  }

  @Test func theCompareScreenNeedsComparedKernels() {
    #expect(interest(.character("6")) == Interest(layers: true))
    #expect(interest(.character("6"), .character("c")).kernels)
    #expect(!interest(.character("6"), .character("c"), .character("c")).kernels)
  }

  @Test func kernelsAreKeptUntilNewOnesArrive() throws {
    var state = SyntheticRun(steps: 200).state
    var later = SyntheticRun(steps: 300).snapshot
    later.kernels = nil
    _ = update(&state, .snapshot(later))
    #expect(state.snapshot?.step == 300 && state.snapshot?.kernels != nil)
    _ = update(&state, .terminal(.key(.character("2"))))
    #expect(state.kernels.analysis?.step == 200)
    _ = update(&state, .snapshot(SyntheticRun(steps: 301).snapshot))
    #expect(state.kernels.analysis?.step == 301)
  }
}
