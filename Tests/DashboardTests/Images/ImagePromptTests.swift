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

  /// Presses Enter, and returns the request for images that it sends.
  private func request(_ state: inout DashboardState) throws -> ImageFileRequest {
    let effects = update(&state, .terminal(.key(.enter)))
    guard effects.count == 1, case .findImages(let request?) = effects[0] else {
      throw Unexpected(effects: effects)
    }
    return request
  }

  private struct Unexpected: Error { let effects: [DashboardEffect] }

  private func found(
    _ request: ImageFileRequest, _ paths: [String], problems: [FoundImages.Problem] = [],
    of total: Int, isOver: Bool = true, in state: inout DashboardState
  ) {
    let checked = paths.count + problems.count
    _ = update(
      &state,
      .foundImages(
        FoundImages(
          request: request.number, paths: paths, problems: problems, checked: checked,
          total: total, secondsLeft: isOver ? nil : 7, isOver: isOver)))
  }

  @Test func aPathThatCannotBeOpenedStaysInThePrompt() throws {
    var state = typed([.character("5"), .character("o")], "/x.png")
    let before = state.images.choice
    let request = try request(&state)
    #expect(request.words == ["/x.png"] && request.whole == nil)
    #expect(prompt(state)?.isOpening == true && state.images.choice == before)
    found(
      request, [], problems: [.init(path: "/x.png", reason: "It is empty.")], of: 1, in: &state)
    #expect(prompt(state)?.problem == "It is empty." && prompt(state)?.field.text == "/x.png")
    #expect(state.images.choice == before)
    _ = update(&state, .terminal(.key(.backspace)))
    #expect(prompt(state)?.problem == nil && prompt(state)?.field.text == "/x.pn")
  }

  @Test func thePromptClosesWhenTheFirstImageIsFound() throws {
    var state = typed([.character("5"), .character("v"), .character("o")], "/x.png ~/y/*.jpg")
    let request = try request(&state)
    #expect(request.words == ["/x.png", "~/y/*.jpg"] && request.whole == "/x.png ~/y/*.jpg")
    // A reply to another request does not close it.
    var other = request
    other.number += 1
    found(other, ["/x.png"], of: 1, in: &state)
    #expect(prompt(state) != nil)
    found(request, ["/x.png"], of: 3, isOver: false, in: &state)
    #expect(state.overlay == nil && state.images.content == .maps)
    #expect(state.images.choice == .file(path: "/x.png"))
    found(request, ["/y/a.jpg", "/y/b.jpg"], of: 3, in: &state)
    #expect(state.images.own.paths == ["/x.png", "/y/a.jpg", "/y/b.jpg"])
    #expect(state.images.choice == .file(path: "/x.png"))
    #expect(state.notice?.text == NoticeText.ownImages(3))
  }

  @Test(arguments: [(80, 24), (120, 40)])
  func aDamagedImageIsNamedAndTheOthersAreShown(width: Int, height: Int) throws {
    var state = typed([.character("5"), .character("o")], "/y")
    _ = update(&state, .terminal(.resized(width: width, height: height)))
    let request = try request(&state)
    found(request, ["/y/a.png"], of: 1000, isOver: false, in: &state)
    func text() -> String {
      view(
        state, width: width, height: height, capabilities: .init(depth: .direct, unicode: true)
      ).plainText
    }
    #expect(text().contains("checking 1 of 1,000"), "\(text())")
    let damage = FoundImages.Problem(path: "/y/broken.png", reason: "It ends too early.")
    found(request, ["/y/c.png"], problems: [damage], of: 1000, in: &state)
    #expect(text().contains("1 of 3 cannot be shown: broken.png"), "\(text())")
    #expect(state.log.messages.last?.text == "/y/broken.png: It ends too early.")
    #expect(text().contains("1 of 2"))
    _ = update(&state, .terminal(.key(.right)))
    #expect(state.images.choice == .file(path: "/y/c.png"))
    _ = update(&state, .snapshot(run.snapshot(for: state.interest)))
    #expect(text().contains("c.png") && text().contains("2 of 2"))
  }

  @Test func escEndsTheSearchAndKeepsTheImagesThatWereFound() throws {
    var state = typed([.character("5"), .character("o")], "/y")
    let request = try request(&state)
    found(request, ["/y/a.png"], of: 1000, isOver: false, in: &state)
    #expect(update(&state, .terminal(.key(.escape))) == [.findImages(nil)])
    #expect(state.images.isFile && state.images.own.search == nil)
    // Replies that were on their way are ignored.
    found(request, ["/y/b.png"], of: 1000, in: &state)
    #expect(state.images.own.paths == ["/y/a.png"])
    #expect(update(&state, .terminal(.key(.right))) == [])
    #expect(state.notice?.text == NoticeText.onlyOwnImage)
    _ = update(&state, .terminal(.key(.escape)))
    #expect(!state.images.isFile)
  }

  @Test func escWhileOpeningReturnsToTheImageBefore() throws {
    var state = typed([.character("5"), .character("o")], "/x.png")
    let before = state.images.choice
    let request = try request(&state)
    #expect(update(&state, .terminal(.key(.escape))) == [.findImages(nil)])
    #expect(state.overlay == nil && state.images.choice == before)
    found(request, ["/x.png"], of: 1, in: &state)
    #expect(state.images.choice == before)
  }

  @Test func theTextOfThePromptBeforeIsReplacedByTyping() throws {
    func opened() throws -> DashboardState {
      var state = typed([.character("5"), .character("o")], "/x.png")
      _ = try request(&state)
      for key in [Key.escape, .character("o")] { _ = update(&state, .terminal(.key(key))) }
      return state
    }
    var state = try opened()
    #expect(prompt(state)?.field.text == "/x.png" && prompt(state)?.isSelected == true)
    var moved = state
    _ = update(&moved, .terminal(.key(.backspace)))
    #expect(prompt(moved)?.field.text == "/x.pn")
    for letter in "/y".unicodeScalars {
      _ = update(&state, .terminal(.key(.character(letter))))
    }
    #expect(prompt(state)?.field.text == "/y")
    state = try opened()
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
    ("'/a b/c'", "/a b/", ["c.png"], "/a\\ b/c.png"), ("/a/", "/a/", ["b\\1.png"], "/a/b\\\\1.png"),
    // The last of several paths; a blank in the only one.
    ("/x.png /a/c", "/a/", ["c 1.png"], "/x.png /a/c\\ 1.png"),
    ("'/x y.png' ~/c", "~/", ["c.png"], "'/x y.png' ~/c.png"),
    ("/a b/c", "/a b/", ["c.png"], "/a\\ b/c.png"),
    // Relative to the folder in which the dashboard was started.
    ("pi", "./", ["pics/"], "./pics/"), ("pics/c", "pics/", ["c.png"], "pics/c.png"),
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
