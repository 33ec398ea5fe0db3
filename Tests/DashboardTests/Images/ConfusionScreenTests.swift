import Observing
import TerminalUI
import Testing

@testable import Dashboard

/// The confusion: a selection that keys, wheel and clicks move, and numbers with their units.
@Suite(.serialized) struct ConfusionScreenTests {
  /// Returns the confusion of a network that takes every second image of a class for the next class.
  private func state(classes: Int, width: Int = 120, height: Int = 40) -> DashboardState {
    let names = (0..<classes).map { "class \($0)" }
    var state = SyntheticRun(steps: 100, names: names).state(
      after: [.character("5"), .character("v")])
    _ = update(&state, .terminal(.resized(width: width, height: height)))
    let labels = (0..<4 * classes).map { Int32($0 % classes) }
    let guesses = labels.indices.map { image in
      image < 2 * classes ? labels[image] : (labels[image] + 1) % Int32(classes)
    }
    var snapshot = SyntheticRun(steps: 100, names: names).snapshot(for: state.interest)
    snapshot.confusion = Confusion(step: 1650, classes: classes, labels: labels, guesses: guesses)
    _ = update(&state, .snapshot(snapshot))
    return state
  }

  private func text(_ state: DashboardState) -> String {
    view(
      state, width: state.surface.width, height: state.surface.height,
      capabilities: state.surface.capabilities
    ).plainText
  }

  private func press(_ keys: Key..., in state: inout DashboardState) {
    for key in keys { _ = update(&state, .terminal(.key(key))) }
  }

  /// Each class has four images, two of them taken for the next class.
  @Test(arguments: [2, 10, 100, 1000], [(80, 24), (120, 40), (200, 60)])
  func theSelectedNumberIsASentence(classes: Int, size: (Int, Int)) {
    let state = state(classes: classes, width: size.0, height: size.1)
    #expect(
      text(state).contains("2 of 4 images of class 0 were taken for class 1 at step 1,650"),
      "\(text(state))")
    #expect(text(state).contains("2 of 4"))
  }

  @Test(arguments: [(80, 24), (120, 40), (200, 60)])
  func aMatrixThatDoesNotFitScrollsToTheSelection(width: Int, height: Int) {
    var state = state(classes: 100, width: width, height: height)
    #expect(text(state).contains(/classes 1–\d+, taken for 1–\d+ of 100/))
    press(.end, in: &state)
    #expect(text(state).contains(/classes \d+–100, taken for 1–\d+ of 100/))
    #expect(text(state).contains("0 of 4 images of class 99 were taken for class 1"))
    press(.home, in: &state)
    #expect(text(state).contains("classes 1–"))
  }

  @Test func keysMoveTheSelectionWithinTheMatrix() {
    var state = state(classes: 3)
    press(.up, in: &state)
    #expect(state.images.confusion.chosen == .init(truth: 0, guess: 1))
    press(.down, .right, .right, in: &state)
    #expect(state.images.confusion.chosen == .init(truth: 1, guess: 2))
    press(.left, .left, .left, in: &state)
    #expect(state.images.confusion.chosen == .init(truth: 1, guess: 0))
    press(.pageDown, in: &state)
    #expect(state.images.confusion.chosen == .init(truth: 2, guess: 0))
  }

  /// Rows of the lists are chosen where there is no matrix: all classes have the same error.
  @Test func keysMoveInTheListsWithoutAMatrix() {
    var state = state(classes: 1000)
    press(.down, in: &state)
    #expect(state.images.confusion.chosen == .init(truth: 1))
    #expect(text(state).contains("2 of 4 images of class 1 were wrong at step 1,650"))
    press(.end, in: &state)
    #expect(state.images.confusion.chosen == .init(truth: 999))
    #expect(text(state).contains("1,000 of 1,000") || text(state).contains("–1,000 of 1,000"))
    press(.home, .right, .right, in: &state)
    #expect(state.images.confusion.chosen == .init(truth: 1, guess: 2))
  }

  @Test func enterShowsTheImagesOfTheSelection() {
    var state = state(classes: 10)
    press(.down, .right, .enter, in: &state)
    #expect(state.images.content == .maps)
    #expect(
      state.images.choice == .validation(.init(errorsOnly: true, label: 1, guess: 2)))
    press(.escape, in: &state)
    #expect(state.images.content == .confusion)
    // On the diagonal are the images that were right.
    _ = update(&state, .snapshot(self.state(classes: 10).snapshot!))
    press(.left, .enter, in: &state)
    #expect(state.images.choice == .validation(.init(label: 1, guess: 1)))
  }

  @Test func anEmptyElementHasNoImages() {
    var state = state(classes: 10)
    press(.down, .enter, in: &state)
    #expect(state.images.content == .confusion || state.images.guess == 1)
    press(.escape, in: &state)
    _ = update(&state, .snapshot(self.state(classes: 10).snapshot!))
    press(.right, .right, .right, .enter, in: &state)
    #expect(state.images.content == .confusion && state.notice?.text.hasPrefix("0 of 4") == true)
  }

  @Test func aClickSelectsAndASecondOneShowsTheImages() throws {
    var state = state(classes: 10)
    let layout = state.layout.screen
    let panels = ConfusionPanels(state: Shared(state), edges: layout.edges)
    let confusion = try #require(state.snapshot?.confusion)
    let placed = try #require(
      panels.layout(confusion, in: layout.body, layout.appearance).matrix)
    let wanted = ConfusionState.Selection(truth: 4, guess: 5)
    let inside = placed.rect.inset(columns: 1, rows: 1)
    // The middle of the fifth row and of the sixth column.
    let x = inside.x + placed.matrix.names + 1 + 5 * placed.matrix.cell.width + 1
    let y = inside.y + 2 + 4 * placed.matrix.cell.height
    _ = update(&state, .terminal(.click(x: x, y: y)))
    #expect(state.images.confusion.chosen == wanted)
    _ = update(&state, .terminal(.wheel(1, x: x, y: y)))
    #expect(state.images.confusion.chosen == .init(truth: 5, guess: 5))
    _ = update(&state, .terminal(.wheel(-1, x: x, y: y)))
    _ = update(&state, .terminal(.click(x: x, y: y)))
    #expect(state.images.choice == .validation(.init(errorsOnly: true, label: 4, guess: 5)))
  }

  @Test func eachPartOfTheScreenHasItsOwnKeys() {
    var state = state(classes: 10, width: 200, height: 60)
    let footer = { (state: DashboardState) in
      self.text(state).split(separator: "\n").last.map(String.init) ?? ""
    }
    #expect(footer(state).contains("taken for") && !footer(state).contains("page"))
    press(.character("f"), in: &state)
    #expect(state.images.content == .confusion && !state.images.errorsOnly)
    press(.character("v"), in: &state)
    _ = update(&state, .tick(seconds: 1000))
    #expect(footer(state).contains("page") && !footer(state).contains("taken for"))
  }
}
