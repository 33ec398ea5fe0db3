import Observing
import TerminalUI
import Testing

@testable import Dashboard

/// The prompts of the images' screen: for a path, and for a class.
@Suite struct ImagePromptTests {
  private let run = SyntheticRun(steps: 100)

  private func typed(_ keys: [Key], _ text: String) -> DashboardState {
    var state = run.state(after: keys)
    for letter in text.unicodeScalars {
      _ = update(&state, .terminal(.key(.character(letter))))
    }
    return state
  }

  private func prompt(_ state: DashboardState) -> ImagePrompt? {
    if case .image(let prompt) = state.overlay { prompt } else { nil }
  }

  private func answer(_ problem: String?, in state: inout DashboardState) {
    var snapshot = run.snapshot(for: state.interest)
    snapshot.image?.problem = problem
    _ = update(&state, .snapshot(snapshot))
  }

  @Test func aPathThatCannotBeOpenedStaysInThePrompt() {
    var state = typed([.character("5"), .character("o")], "/x.png")
    let before = state.images.choice
    _ = update(&state, .terminal(.key(.enter)))
    #expect(prompt(state)?.isOpening == true && state.images.choice == .file(path: "/x.png"))
    answer("It cannot be read.", in: &state)
    #expect(prompt(state)?.problem == "It cannot be read." && prompt(state)?.field.text == "/x.png")
    #expect(state.images.choice == before)
    _ = update(&state, .terminal(.key(.backspace)))
    #expect(prompt(state)?.problem == nil && prompt(state)?.field.text == "/x.pn")
  }

  @Test func thePromptClosesWhenTheImageIsOpened() {
    var state = typed([.character("5"), .character("v"), .character("o")], "/x.png")
    _ = update(&state, .terminal(.key(.enter)))
    // An answer to another choice does not close it.
    _ = update(&state, .snapshot(run.snapshot))
    #expect(prompt(state) != nil)
    answer(nil, in: &state)
    #expect(state.overlay == nil && state.images.isFile && state.images.content == .maps)
  }

  @Test func escWhileOpeningReturnsToTheImageBefore() {
    var state = typed([.character("5"), .character("o")], "/x.png")
    let before = state.images.choice
    _ = update(&state, .terminal(.key(.enter)))
    _ = update(&state, .terminal(.key(.escape)))
    #expect(state.overlay == nil && state.images.choice == before)
  }

  @Test func aClassIsFoundByAPartOfItsName() {
    var state = typed([.character("5"), .character("/")], "s 17")
    _ = update(&state, .terminal(.key(.enter)))
    #expect(state.overlay == nil && state.images.choice == .validation(.init(label: 17)))
    state = typed([.character("5"), .character("/")], "zebra")
    _ = update(&state, .terminal(.key(.enter)))
    #expect(prompt(state)?.problem != nil && state.images.label == nil)
  }

  @Test func exactNamesAndBeginningsComeFirst() {
    let classes = ["tow truck", "Truck", "truck trailer", "car"]
    var prompt = ImagePrompt.className(TextField("truck"))
    #expect(prompt.matches(in: classes) == [1, 2, 0])
    prompt.paste("s")
    #expect(prompt.matches(in: classes) == [])
  }
}
