import Observing
import Runs
import TerminalUI
import Testing

@testable import Dashboard

/// The map of the regions that the network looks at, over the image.
@Suite struct AttributionTests {
  private let direct = TerminalCapabilities(depth: .direct, unicode: true)

  private func state(_ keys: Key...) -> DashboardState {
    SyntheticRun(steps: 1234).state(after: [.character("5")] + keys)
  }

  @Test func aKeyCyclesTheMapsAndTheTrainerComputesOnlyTheShownOne() {
    var state = state()
    #expect(state.interest.attribution == nil)
    for wanted in [AttributionRequest.Method.occlusion, .gradCAM, nil] {
      _ = update(&state, .terminal(.key(.character("a"))))
      #expect(state.images.attribution == wanted)
      #expect(state.interest.attribution == wanted.map { AttributionRequest($0) })
      #expect(state.notice?.text == NoticeText.attribution(wanted))
    }
    _ = update(&state, .terminal(.key(.character("a"))))
    for other in ["4", "1"] as [Unicode.Scalar] {
      _ = update(&state, .terminal(.key(.character(other))))
      #expect(state.interest.attribution == nil)
    }
    _ = update(&state, .terminal(.key(.character("5"))))
    #expect(state.interest.attribution?.method == .occlusion)
    _ = update(&state, .terminal(.key(.character("v"))))
    #expect(state.interest.attribution == nil && state.interest.confusion)
  }

  @Test func theClassIsTheLabelOrTheMostProbableOne() {
    var state = state()
    _ = update(&state, .terminal(.key(.character("c"))))
    #expect(state.notice?.text == NoticeText.noAttribution)
    _ = update(&state, .terminal(.key(.character("a"))))
    for target in [AttributionRequest.Target.mostProbable, .label] {
      _ = update(&state, .terminal(.key(.character("c"))))
      #expect(state.interest.attribution == .init(.occlusion, target: target))
      #expect(state.notice?.text == NoticeText.attributionTarget(target))
    }
    state.snapshot?.image?.label = nil
    _ = update(&state, .terminal(.key(.character("c"))))
    #expect(state.notice?.text == NoticeText.noLabelOfAttribution)
  }

  @Test func escRemovesTheMapFirst() {
    var view = ImagesState()
    view.open(["/a.png"])
    view.nextAttribution()
    var isLeft = view.goBack(nil)
    #expect(isLeft && view.attribution == nil && view.isFile)
    isLeft = view.goBack(nil)
    #expect(isLeft && !view.isFile)
  }

  @Test func aRunThatIsOverAsksItsCheckpoint() {
    var state = state(.character("a"))
    let effects = update(
      &state, .trainer(.finished(step: 1234, seconds: 1, reason: .completed)))
    let requests = effects.compactMap { effect in
      if case .analyzeImages(let request, _) = effect { request } else { nil }
    }
    #expect(requests.map(\.attribution) == [.init(.occlusion)])
  }

  /// A map for another class, method or image is not drawn under the new legend.
  @Test func onlyTheRequestedMapIsDrawn() throws {
    var state = state(.character("a"))
    let answer = try #require(state.imageAnalysis)
    #expect(state.shownAttribution(of: answer) != nil)
    _ = update(&state, .terminal(.key(.character("c"))))
    #expect(state.shownAttribution(of: answer) == nil)
    #expect(text(state).contains("waiting for the map"))
    var divided = answer
    divided.attribution = AttributionMap(
      .init(.occlusion, target: .mostProbable), problem: AttributionMap.divided)
    #expect(state.shownAttribution(of: divided) == nil)
    state.snapshot?.image = divided
    #expect(text(state).contains("divided among"))
  }

  private func text(_ state: DashboardState) -> String {
    view(state, width: 120, height: 40, capabilities: direct).plainText
  }

  /// The largest value of a Grad-CAM and the smallest probability of an occlusion map count most.
  @Test func heatIsRelativeToTheRangeOfTheMap() {
    var image = ImageAnalysis(.file(path: "a"))
    (image.width, image.height) = (3, 1)
    var map = AttributionMap(.init(.occlusion))
    (map.columns, map.rows, map.values) = ([0.5, 1.5, 2.5], [0.5], [0.9, 0.5, 0.1])
    func heat() -> [Int] {
      map.heat(width: 3, height: 1, of: image).map { Int(($0 * 100).rounded()) }
    }
    #expect(heat() == [0, 50, 100])
    map.request.method = .gradCAM
    #expect(heat() == [100, 50, 0])
    map.values = [0.4, 0.4, 0.4]
    #expect(heat() == [0, 0, 0])
  }

  @Test func aMapThatIsNotCompleteShowsItsProgress() {
    var state = state(.character("a"))
    state.snapshot?.image?.attribution?.values.removeLast(169 - 43)
    let shown = text(state)
    #expect(shown.contains("43 of 169 positions, square of 9 px"))
    #expect(shown.contains("1,180–1,234"))
    #expect(!shown.contains("renewed"))
  }

  @Test(arguments: [(80, 24), (120, 40), (200, 60)])
  func theMapsAreAsRecorded(width: Int, height: Int) throws {
    let appearances = [
      ("", direct), ("-256", TerminalCapabilities(depth: .indexed, unicode: true)),
      ("-ascii-mono", TerminalCapabilities(depth: .mono, unicode: false)),
    ]
    for (name, keys) in [
      ("occlusion", [Key.character("a")]), ("gradcam", ["a", "a"].map { .character($0) }),
    ] {
      for (suffix, capabilities) in appearances {
        var state = SyntheticRun(steps: 1234).state(after: [.character("5")] + keys)
        state.notice = nil
        try Golden.expect(
          view(state, width: width, height: height, capabilities: capabilities),
          is: "images-\(name)-\(width)x\(height)\(suffix)")
      }
    }
  }
}
