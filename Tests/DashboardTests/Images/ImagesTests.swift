import Blueprint
import Observing
import Runs
import TerminalUI
import Testing

@testable import Dashboard

/// The state of the images' screen after its keys.
@Suite struct ImagesTests {
  private func answer(_ view: ImagesState, number: Int?, label: Int? = nil) -> ImageAnalysis {
    var look = ImageAnalysis(view.choice)
    look.number = number
    look.label = label
    return look
  }

  private func search(_ view: ImagesState) -> ImageChoice.Search? {
    if case .validation(let search) = view.choice { search } else { nil }
  }

  @Test func theSearchContinuesAtTheShownImage() {
    var view = ImagesState()
    // The trainer skipped some images and shows the twelfth.
    view.move(by: 1, from: answer(view, number: 12))
    #expect(search(view) == .init(from: 13))
    // Without an answer yet, the search continues from the requested image.
    view.move(by: 1, from: answer(ImagesState(), number: 12))
    #expect(search(view) == .init(from: 14))
    view.move(by: -1, from: answer(view, number: 20))
    #expect(search(view) == .init(from: 19, isBackward: true))
    view.moveToFirst()
    #expect(search(view) == .init())
  }

  @Test func classesAreCycledWithAllOfThem() {
    var view = ImagesState()
    view.moveClass(by: 1, of: 3, from: nil)
    #expect(view.label == 0)
    for wanted in [1, 2, nil, 0] {
      view.moveClass(by: 1, of: 3, from: nil)
      #expect(view.label == wanted)
    }
    view.moveClass(by: -1, of: 3, from: nil)
    #expect(view.label == nil)
    view.moveClass(by: -1, of: 3, from: nil)
    #expect(view.label == 2)
    // The search starts at the class of the shown image; without classes it does not move.
    var other = ImagesState()
    other.moveClass(by: 1, of: 3, from: answer(other, number: 5, label: 1))
    #expect(other.label == 2 && search(other)?.from == 0)
    other.moveClass(by: 1, of: 0, from: nil)
    #expect(other.label == 2)
  }

  @Test func errorsBeginAtTheShownImage() {
    var view = ImagesState()
    view.toggleErrors(answer(view, number: 7))
    #expect(search(view) == .init(from: 7, errorsOnly: true))
    view.toggleErrors(answer(view, number: 9))
    #expect(search(view) == .init(from: 9))
  }

  @Test func escClosesOneThingAtATime() {
    var view = ImagesState()
    view.toggleErrors(nil)
    view.show(onlyClass: 4)
    view.content = .confusion
    let look = answer(view, number: 3)
    var isLeft = false
    isLeft = view.goBack(look)
    #expect(isLeft && view.content == .maps && view.label == 4)
    view.open(["/somewhere/x.png"])
    #expect(view.isFile && view.choice == .file(path: "/somewhere/x.png"))
    isLeft = view.goBack(look)
    #expect(isLeft && !view.isFile && view.label == 4)
    isLeft = view.goBack(look)
    #expect(isLeft && view.label == nil && view.errorsOnly)
    isLeft = view.goBack(look)
    #expect(isLeft && !view.errorsOnly)
    isLeft = view.goBack(look)
    #expect(!isLeft)
    // After the user's own image, the previous search continues.
    view.open(["/somewhere/x.png"])
    isLeft = view.goBack(look)
    #expect(isLeft && search(view)?.from == 3)
  }

  @Test func arrowsWalkOverTheUsersOwnImages() {
    var view = ImagesState()
    view.open(["/a.png", "/b.png"])
    view.open(["/c.png"], isFirst: false)
    var shown: [ImageChoice] = []
    for count in [1, 1, 1, -1] {
      view.move(by: count, from: nil)
      shown.append(view.choice)
    }
    #expect(shown == ["/b.png", "/c.png", "/a.png", "/c.png"].map { .file(path: $0) })
    view.moveToFirst()
    #expect(view.choice == .file(path: "/a.png"))
    // New images replace them.
    view.open(["/d.png"])
    #expect(view.own.paths == ["/d.png"] && view.choice == .file(path: "/d.png"))
  }

  @Test func escReturnsToTheConfusionFromItsImages() {
    var view = ImagesState()
    view.content = .confusion
    view.show(label: 4, guess: 2)
    #expect(view.content == .maps)
    #expect(search(view) == .init(errorsOnly: true, label: 4, guess: 2))
    let isLeft = view.goBack(nil)
    #expect(isLeft && view.content == .confusion && !view.isFiltered)
    view.show(label: 4, guess: 4)
    #expect(search(view) == .init(label: 4, guess: 4))
    view.toggleErrors(nil)
    #expect(search(view) == .init(errorsOnly: true, label: 4))
  }

  @Test func layersEndAtTheFirstAndTheLast() throws {
    let network = SyntheticRun.network
    let layers = network.layersWithMaps
    var view = ImagesState()
    view.moveLayer(by: -1, in: network)
    #expect(view.layer == layers.first)
    view.moveLayer(by: 1, in: network)
    #expect(view.layer == layers[1])
    view.turnPage(by: 2, of: 4)
    #expect(view.page == 2)
    for _ in layers { view.moveLayer(by: 1, in: network) }
    #expect(view.layer == layers.last && view.page == 0)
  }

  @Test func pagesHoldEveryMapAndAreFull() {
    let appearance = Appearance(.init(depth: .direct, unicode: true))
    for (count, side, width, height) in [
      (256, 13, 60, 12), (96, 27, 40, 10), (4096, 1, 30, 8), (64, 6, 200, 50),
    ] {
      let grid = MapGrid(
        count: count, height: side, width: side,
        values: Array(repeating: 1, count: count * side * side))
      let pages = MapPages(of: grid, in: Rect(x: 0, y: 0, width: width, height: height), appearance)
      let shown = (0..<pages.count).map { pages[$0] }
      #expect(Set(shown.flatMap(\.self)) == Set(0..<count))
      #expect(Set(shown.map(\.count)).count == 1)
      #expect(pages[99_999] == shown.last)
    }
  }

  @Test func pagesAreTurnedWithinTheirRange() throws {
    var state = SyntheticRun(steps: 1234).state(after: [.character("5")])
    _ = update(&state, .terminal(.resized(width: 80, height: 24)))
    func note() -> String {
      view(state, width: 80, height: 24, capabilities: state.surface.capabilities).plainText
        .split(separator: "\n").first { $0.contains("conv1 maps") }.map(String.init) ?? ""
    }
    #expect(note().contains("maps 1–6 of 64"))
    let first = view(state, width: 80, height: 24, capabilities: state.surface.capabilities)
    _ = update(&state, .terminal(.key(.character("."))))
    #expect(state.images.page == 1 && note().contains("maps 7–12 of 64"))
    #expect(view(state, width: 80, height: 24, capabilities: state.surface.capabilities) != first)
    for _ in 0..<50 { _ = update(&state, .terminal(.key(.character(".")))) }
    #expect(note().contains("–64 of 64"))
    for _ in 0..<50 { _ = update(&state, .terminal(.key(.character(",")))) }
    #expect(state.images.page == 0)
  }

  @Test func keysAnswerWithNotices() {
    var state = SyntheticRun(steps: 1234).state(after: [.character("5")])
    func press(_ key: Key) -> String? {
      _ = update(&state, .terminal(.key(key)))
      return state.notice?.text
    }
    let errors = press(.character("f"))
    #expect(errors == NoticeText.errorsOnly)
    let ofClass = press(.pageDown)
    #expect(ofClass != nil && ofClass == state.images.label.map { NoticeText.only("class \($0)") })
    _ = press(.character("v"))
    #expect(state.images.content == .confusion)
    _ = press(.character("v"))
    #expect(state.images.content == .maps)
    _ = press(.down)
    #expect(state.layerOfMaps == SyntheticRun.network.layersWithMaps[1])
    // Only a run that is over has checkpoints to choose from.
    let checkpoint = press(.character("b"))
    #expect(checkpoint == NoticeText.networkAnswers)
  }
}
