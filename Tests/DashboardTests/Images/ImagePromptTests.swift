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

  @Test func theTextOfThePromptBeforeIsReplacedByTyping() {
    var state = typed([.character("5"), .character("o")], "/x.png")
    _ = update(&state, .terminal(.key(.enter)))
    answer("It cannot be read.", in: &state)
    for key in [Key.escape, .character("o")] { _ = update(&state, .terminal(.key(key))) }
    #expect(prompt(state)?.field.text == "/x.png" && prompt(state)?.isSelected == true)
    var moved = state
    _ = update(&moved, .terminal(.key(.backspace)))
    #expect(prompt(moved)?.field.text == "/x.pn")
    for letter in "/y".unicodeScalars {
      _ = update(&state, .terminal(.key(.character(letter))))
    }
    #expect(prompt(state)?.field.text == "/y")
    state = typed([.character("5"), .character("o")], "/x.png")
    _ = update(&state, .terminal(.key(.enter)))
    for key in [Key.escape, .character("o")] { _ = update(&state, .terminal(.key(key))) }
    _ = update(&state, .terminal(.paste("/z.png")))
    #expect(prompt(state)?.field.text == "/z.png")
  }

  /// The typed text, the folder, the names in it, and the text after Tab.
  @Test(arguments: [
    ("/a/c", "/a/", ["cat.png", "dog.png"], "/a/cat.png"),
    ("/a/c", "/a/", ["cat 1.png", "cat 2.jpg", "dog.png"], "/a/cat"),
    ("/a/c", "/a/", ["cats/", "c.txt"], "/a/cats/"),
    ("/a/", "/a/", [".hidden.png", "x.WEBP"], "/a/x.WEBP"),
    ("/a/.", "/a/", [".hidden.png", "x.webp"], "/a/.hidden.png"),
    ("~", "~/", ["p/"], "~/p/"), ("", "~/", ["p/"], "~/p/"), ("/a/z", "/a/", ["cat.png"], "/a/z"),
    ("'/a b/c'", "/a b/", ["c.png"], "/a b/c.png"), ("/a/", "/a/", ["b\\1.png"], "/a/b\\\\1.png"),
  ])
  func tabCompletesAPath(typed text: String, folder: String, names: [String], completed: String) {
    var state = typed([.character("5"), .character("o")], text)
    #expect(update(&state, .terminal(.key(.tab))) == [.listFolder(folder)])
    _ = update(&state, .folder(ListedFolder(path: folder, names: names)))
    #expect(prompt(state)?.field.text == completed)
  }

  @Test func severalNamesAreShown() {
    var state = typed([.character("5"), .character("o")], "/a/c")
    _ = update(&state, .terminal(.key(.tab)))
    _ = update(&state, .folder(ListedFolder(path: "/a/", names: ["cat.png", "car.png"])))
    #expect(prompt(state)?.field.text == "/a/ca")
    #expect(prompt(state)?.completion?.hasSuffix("car.png  cat.png") == true)
    _ = update(&state, .terminal(.key(.character("t"))))
    #expect(prompt(state)?.completion == nil)
  }

  @Test func aListingOfAnotherFolderIsNotUsed() {
    var state = typed([.character("5"), .character("o")], "/a/c")
    _ = update(&state, .terminal(.key(.tab)))
    _ = update(&state, .terminal(.paste("x/")))
    let before = state
    _ = update(&state, .folder(ListedFolder(path: "/a/", names: ["cat.png"])))
    #expect(state == before)
    _ = update(&state, .folder(ListedFolder(path: "/a/cx/", names: nil)))
    #expect(prompt(state)?.completion?.contains("/a/cx/") == true)
  }

  @Test func aPathWithoutABeginningIsExplained() {
    var state = typed([.character("5"), .character("o")], "cat")
    #expect(update(&state, .terminal(.key(.tab))) == [])
    #expect(prompt(state)?.completion != nil && prompt(state)?.field.text == "cat")
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
