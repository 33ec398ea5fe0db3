import DisplayText
import Observing
import TerminalUI

/// The prompt for the paths of the user's own images, or for the class whose images are shown.
struct ImagePrompt: Equatable, Sendable {
  enum Kind: Equatable, Sendable {
    /// Paths of files, folders and patterns.
    case path
    /// A part of the name of a class.
    case className
  }

  let kind: Kind
  private(set) var field: TextField
  /// True until the first edit of a text that the prompt began with, which a typed character replaces.
  private(set) var isSelected = false
  /// The names that complete the path, or the reason for which there is none; `nil` before Tab.
  private(set) var completion: String?
  /// The reason for which the text was not accepted; `nil` before Enter.
  var problem: String?
  /// True from Enter until the first image has been found.
  var isOpening = false

  static func path(_ field: TextField) -> ImagePrompt {
    ImagePrompt(kind: .path, field: field, isSelected: !field.isEmpty)
  }

  static func className(_ field: TextField = TextField()) -> ImagePrompt {
    ImagePrompt(kind: .className, field: field)
  }

  /// Edits the text according to a key.
  /// - Returns: False if the key has no meaning in the prompt.
  mutating func press(_ key: Key) -> Bool {
    if isSelected, case .character = key { field = TextField() }
    guard field.press(key) else { return false }
    edited()
    return true
  }

  mutating func paste(_ text: String) {
    if isSelected { field = TextField() }
    field.paste(text)
    edited()
  }

  private mutating func edited() {
    isSelected = false
    problem = nil
    completion = nil
  }

  /// Completes the path by the names in its folder. Without a folder the path is explained.
  mutating func complete(by folder: ListedFolder?) {
    guard let path = PathCompletion(field.text), let folder else {
      completion = "A path begins with / or ~/."
      return
    }
    guard folder.path == path.folder else { return }
    edited()
    guard let names = folder.names else {
      completion = "The folder \(folder.path) cannot be read."
      return
    }
    let matches = path.matches(names)
    if let text = path.text(completedBy: matches) { field = TextField(text) }
    switch matches.count {
    case 0: completion = "No folder and no image has a name with this beginning."
    case 1: completion = nil
    default:
      let shown = matches.prefix(12).joined(separator: "  ")
      completion =
        "\(NumberText.grouped(matches.count)) names: \(shown)"
        + (matches.count > 12 ? "  …" : "")
    }
  }

  /// Returns the classes whose names contain the text: those that begin with it first.
  func matches(in classes: [String]) -> [Int] {
    let text = field.text.lowercased()
    let names = classes.map { $0.lowercased() }
    let found = names.indices.filter { names[$0].contains(text) }
    func rank(_ label: Int) -> Int {
      names[label] == text ? 0 : names[label].hasPrefix(text) ? 1 : 2
    }
    return found.sorted { (rank($0), $0) < (rank($1), $1) }
  }
}

extension DashboardState {
  /// The box of the prompt.
  func textPrompt(_ prompt: ImagePrompt) -> TextPrompt {
    switch prompt.kind {
    case .path:
      TextPrompt(
        title: "Images of your own",
        notes: prompt.isOpening
          ? ["Esc cancels"]
          : [
            "Enter opens them · Tab completes a path · Esc cancels",
            "Enter · Tab completes · Esc cancels", "Enter · Tab · Esc",
          ],
        hint: "files, a folder, or a pattern such as ~/*.png", field: prompt.field,
        problem: prompt.problem,
        remark: prompt.isOpening
          ? images.own.search.map(openingText) ?? "opening…"
          : prompt.completion
            ?? "JPEG, PNG or WebP: files with blanks between them, a folder, or a pattern such as ~/*.png. "
            + "Or drop files on the terminal.",
        isSelected: prompt.isSelected)
    case .className:
      TextPrompt(
        title: "Only images of a class",
        notes: ["Enter shows them · Esc cancels", "Enter · Esc cancels", "Enter · Esc"],
        hint: "a part of the name; empty for all classes", field: prompt.field,
        problem: prompt.problem, remark: matchesText(prompt))
    }
  }

  private func openingText(_ search: OwnImages.Search) -> String {
    search.total > 1 ? search.text : "opening…"
  }

  /// The number of the classes that fit, and the first of them.
  private func matchesText(_ prompt: ImagePrompt) -> String {
    let classes = lane.run?.classes ?? []
    let found = prompt.matches(in: classes)
    let count = "\(NumberText.grouped(found.count)) of \(NumberText.grouped(classes.count)) classes"
    guard !prompt.field.isEmpty, let first = found.first else { return count }
    let others = found.dropFirst().prefix(3).map { classes[$0] }
    return "Enter: \(classes[first]) · \(count)"
      + (others.isEmpty ? "" : " · also \(others.joined(separator: ", "))")
  }

  /// Handles a key while the prompt is open.
  mutating func pressInImagePrompt(_ key: Key, _ prompt: ImagePrompt) -> [DashboardEffect] {
    var prompt = prompt
    if prompt.isOpening, key != .enter {
      // The images are not wanted any more, or not from these paths.
      images.own.cancel()
      prompt.isOpening = false
    }
    switch key {
    case .escape, .control("c"): overlay = nil
    case .enter: return prompt.isOpening ? [] : accept(&prompt)
    case .tab where prompt.kind == .path:
      if let completion = PathCompletion(prompt.field.text) {
        overlay = .image(prompt)
        return [.listFolder(completion.folder)]
      }
      prompt.complete(by: nil)
      overlay = .image(prompt)
    case _ where prompt.press(key): overlay = .image(prompt)
    default:
      overlay = .image(prompt)
      showNotice(NoticeText.noMeaning(of: key, "Enter accepts the text, Esc cancels"))
    }
    return []
  }

  /// Completes the path of the open prompt.
  mutating func apply(_ folder: ListedFolder) {
    guard case .image(var prompt) = box, prompt.kind == .path else { return }
    prompt.complete(by: folder)
    box = .image(prompt)
  }

  private mutating func accept(_ prompt: inout ImagePrompt) -> [DashboardEffect] {
    guard prompt.kind == .path else {
      show(classOf: &prompt)
      return []
    }
    let typed = TypedPaths(prompt.field.text)
    guard !typed.paths.isEmpty else {
      overlay = nil
      return []
    }
    images.path = prompt.field.text
    prompt.isOpening = true
    prompt.problem = nil
    overlay = .image(prompt)
    return [
      .findImages(
        ImageFileRequest(number: images.own.begin(), words: typed.paths, whole: typed.whole))
    ]
  }

  private mutating func show(classOf prompt: inout ImagePrompt) {
    let classes = lane.run?.classes ?? []
    if prompt.field.isEmpty {
      overlay = nil
      images.show(onlyClass: nil)
      showNotice(NoticeText.allClasses)
    } else if let label = prompt.matches(in: classes).first {
      overlay = nil
      images.show(onlyClass: label)
      showNotice(NoticeText.only(classes[label]))
    } else {
      prompt.problem = NoticeText.noClass(prompt.field.text)
      overlay = .image(prompt)
    }
  }
}
