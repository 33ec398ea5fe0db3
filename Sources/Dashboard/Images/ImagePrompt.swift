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
  /// The reason for which the text was not accepted; `nil` before Enter.
  var problem: String?
  /// True from Enter until the trainer has opened the file.
  var isOpening = false

  static func path(_ field: TextField, before: ImageChoice) -> ImagePrompt {
    ImagePrompt(kind: .path(before: before), field: field)
  }

  static func className(_ field: TextField = TextField()) -> ImagePrompt {
    ImagePrompt(kind: .className, field: field)
  }

  /// Edits the text according to a key.
  /// - Returns: False if the key has no meaning in the prompt.
  mutating func press(_ key: Key) -> Bool {
    guard field.press(key) else { return false }
    problem = nil
    return true
  }

  mutating func paste(_ text: String) {
    field.paste(text)
    problem = nil
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
        note: prompt.isOpening ? "Esc cancels" : "Enter opens the image · Esc cancels",
        hint: "the path of an image", field: prompt.field, problem: prompt.problem,
        remark: prompt.isOpening
          ? "opening…"
          : "JPEG, PNG or WebP. Type its path from / or ~, or drop the file on the terminal.")
    case .className:
      TextPrompt(
        title: "Only images of a class", note: "Enter shows them · Esc cancels",
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
  mutating func pressInImagePrompt(_ key: Key, _ prompt: ImagePrompt) {
    var prompt = prompt
    if prompt.isOpening, key != .enter, case .path(let before) = prompt.kind {
      // The image is not wanted any more, or not from this path.
      images.choice = before
      prompt.isOpening = false
    }
    switch key {
    case .escape, .control("c"): overlay = nil
    case .enter: if !prompt.isOpening { accept(&prompt) }
    case _ where prompt.press(key): overlay = .image(prompt)
    default:
      overlay = .image(prompt)
      showNotice(NoticeText.noMeaning(of: key, "Enter accepts the text, Esc cancels"))
    }
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
