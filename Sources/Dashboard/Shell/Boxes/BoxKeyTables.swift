import TerminalUI

// The keys of pages and of prompts with a text field. The command of a key is the key itself, because the
// page or the text field interprets it.

extension KeyBindings<Key> {
  private static func binding(
    _ keys: Key..., label: String?, help: String, rank: Int, family: KeyFamily = .viewing
  ) -> KeyBinding<Key> {
    .init(keys, keys[0], label: label, help: help, rank: rank, family: family)
  }

  // MARK: - Pages

  private static let scrolling: [KeyBinding<Key>] = [
    binding(.up, label: "scroll", help: "one line up or down", rank: 2),
    binding(.down, label: "scroll", help: "one line up or down", rank: 2),
    binding(.pageUp, label: "page", help: "one page up or down", rank: 3),
    binding(
      .pageDown, .character(" "), label: "page", help: "one page up or down", rank: 3),
    binding(.home, .end, label: nil, help: "the first and the last line", rank: 5),
  ]

  static let helpPage = KeyBindings(
    scrolling + [
      binding(.character("/"), label: "search", help: "search a key or a word", rank: 1),
      binding(
        .escape, .enter, .character("q"), .character("?"), .function(1), label: "close",
        help: "close the page", rank: 0),
    ])

  static let messages = KeyBindings(
    scrolling + [
      binding(.character("/"), label: "filter", help: "only messages with a text", rank: 1),
      binding(
        .escape, .enter, .character("q"), .character("m"), label: "close", help: "close the page",
        rank: 0),
    ])

  static let lesson = KeyBindings(
    scrolling + [
      binding(
        .escape, .enter, .character("q"), .character("i"), label: "close",
        help: "close the page; i opens it again", rank: 0)
    ])

  /// Returns the keys of the search text of a page.
  /// - Parameter name: The word for the search.
  static func search(_ name: String) -> KeyBindings {
    KeyBindings([
      binding(.enter, label: "keep", help: "keep the \(name), and scroll", rank: 0),
      binding(.escape, label: "close", help: "remove the \(name); without text, close", rank: 0),
      binding(.up, label: "scroll", help: "one line up or down", rank: 1),
      binding(.down, label: "scroll", help: "one line up or down", rank: 1),
    ])
  }

  // MARK: - Text fields

  /// Returns the keys of a prompt.
  /// - Parameters:
  ///   - enter: The label and the effect of Enter.
  ///   - escape: The label and the effect of Esc.
  ///   - family: The kind of the key Enter.
  private static func prompt(
    enter: (label: String, help: String),
    escape: (label: String, help: String) = ("cancel", "close the box without a change"),
    family: KeyFamily = .viewing, others: [KeyBinding<Key>] = []
  ) -> KeyBindings {
    KeyBindings(
      [
        binding(.enter, label: enter.label, help: enter.help, rank: 0, family: family),
        binding(.escape, .control("c"), label: escape.label, help: escape.help, rank: 0),
      ] + others + [
        binding(.left, .right, label: nil, help: "move in the text; also Home and End", rank: 5),
        binding(.control("u"), label: nil, help: "delete the text before the cursor", rank: 5),
        binding(.control("w"), label: nil, help: "delete the word before the cursor", rank: 5),
      ])
  }

  static let namePrompt = prompt(enter: ("rename", "rename the run"))

  static let laneNamePrompt = prompt(
    enter: ("rename", "rename the run; its trainer does so after the current step"),
    family: .training)

  static let ratePrompt = prompt(
    enter: ("set the rate", "set the rate after the current step"), family: .training,
    others: [
      binding(.up, label: "× 1.25", help: "multiply the rate by 1.25", rank: 1),
      binding(.down, label: "× 0.8", help: "multiply the rate by 0.8", rank: 1),
      binding(.pageUp, label: "double", help: "double the rate", rank: 2),
      binding(.pageDown, label: "half", help: "halve the rate", rank: 2),
    ])

  static let rangePrompt = prompt(
    enter: ("set", "set the limits; auto for an end that follows from the values"),
    others: [
      binding(.tab, label: "other axis", help: "the limits of the steps, or of the values", rank: 1)
    ])

  static let imagePath = prompt(
    enter: ("open", "open the image"),
    others: [binding(.tab, label: "complete", help: "complete the path", rank: 1)])

  static let imageClass = prompt(enter: ("show", "show only images of the class"))

  static let runFilter = prompt(
    enter: ("keep", "keep the filter"), escape: ("all runs", "show all runs"))

  static let runNote = prompt(enter: ("save", "save the note"))
}

extension ImagePrompt {
  /// The keys of the prompt.
  var keys: KeyBindings<Key> {
    switch kind {
    case .path: .imagePath
    case .className: .imageClass
    }
  }
}
