import DisplayText
import Observing
import TerminalUI

/// The prompt for the path of the user's own image, or for the class whose images are shown.
struct ImagePrompt: Equatable, Sendable {
  enum Kind: Equatable, Sendable {
    /// A path, with the choice before it is opened.
    case path(before: ImageChoice)
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
  /// True from Enter until the trainer has opened the file.
  var isOpening = false

  static func path(_ field: TextField, before: ImageChoice) -> ImagePrompt {
    ImagePrompt(kind: .path(before: before), field: field, isSelected: !field.isEmpty)
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
        title: "An image of your own",
        notes: prompt.isOpening
          ? ["Esc cancels"]
          : [
            "Enter opens the image · Tab completes the path · Esc cancels",
            "Enter · Tab completes · Esc cancels", "Enter · Tab · Esc",
          ],
        hint: "the path of an image", field: prompt.field, problem: prompt.problem,
        remark: prompt.isOpening
          ? "opening…"
          : prompt.completion
            ?? "JPEG, PNG or WebP. Type its path from / or ~, or drop the file on the terminal.",
        isSelected: prompt.isSelected)
    case .className:
      TextPrompt(
        title: "Only images of a class",
        notes: ["Enter shows them · Esc cancels", "Enter · Esc cancels", "Enter · Esc"],
        hint: "a part of the name; empty for all classes", field: prompt.field,
        problem: prompt.problem, remark: matchesText(prompt))
    }
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
    if prompt.isOpening, key != .enter, case .path(let before) = prompt.kind {
      // The image is not wanted any more, or not from this path.
      images.choice = before
      prompt.isOpening = false
    }
    switch key {
    case .escape, .control("c"): overlay = nil
    case .enter: if !prompt.isOpening { accept(&prompt) }
    case .tab where prompt.kind != .className:
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
    guard case .image(var prompt) = overlay, prompt.kind != .className else { return }
    prompt.complete(by: folder)
    overlay = .image(prompt)
  }

  private mutating func accept(_ prompt: inout ImagePrompt) {
    let path = TypedPath(prompt.field.text).path
    switch prompt.kind {
    case .path where path.isEmpty: overlay = nil
    case .path where lane.hasEnded:
      overlay = nil
      showNotice(NoticeText.noImages(lane.phaseWord))
    case .path:
      images.open(path)
      prompt.isOpening = true
      prompt.problem = nil
      overlay = .image(prompt)
    case .className: show(classOf: &prompt)
    }
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

  /// Closes the prompt when the trainer has opened the image; otherwise shows the problem in it.
  mutating func closeImagePrompt(answeredBy answer: ImageAnalysis?) {
    guard case .image(var prompt) = overlay, prompt.isOpening, let answer,
      answer.choice == images.choice, case .path(let before) = prompt.kind
    else { return }
    guard let problem = answer.problem else {
      overlay = nil
      return
    }
    images.choice = before
    prompt.isOpening = false
    prompt.problem = problem
    overlay = .image(prompt)
  }
}
