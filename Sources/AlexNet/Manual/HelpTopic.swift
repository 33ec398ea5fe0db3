import Blueprint

/// A page of `alexnet help TOPIC` about something that several commands share. The manual page of the program
/// consists of the same topics.
struct HelpTopic: Equatable {
  /// The word that chooses the topic.
  var name: String
  /// The heading of the topic's section in the manual page.
  var section: String
  /// The contents in a few words.
  var abstract: String
  var blocks: [HelpBlock]

  /// All topics, in the order of the sections of a manual page.
  static let all = [
    firstSteps, keys, images, networks, terminal, json, environment, files, exitStatus, examples,
  ]

  /// Finds the topic of a command line; `nil` if the words request no help, or the help of a command.
  /// - Parameter words: The arguments of the program: "help", "files".
  /// - Throws: ``UnknownTopic`` for a word that is neither a topic nor a command.
  static func requested(by words: [String]) throws(UnknownTopic) -> HelpTopic? {
    guard words.count == 2, words[0] == "help", !words[1].hasPrefix("-") else { return nil }
    if let topic = all.first(where: { $0.name == words[1] }) { return topic }
    guard !AlexNetCommand.names.contains(words[1]), words[1] != "help" else { return nil }
    throw UnknownTopic(word: words[1])
  }

  /// The command line that prints the topic.
  var invocation: String { "\(AlexNetCommand.name) help \(name)" }

  /// The topic as text.
  func text(width: Int) -> String {
    "\(name): \(abstract)\n\n\(blocks.text(width: width))"
  }

  /// The list of topics, as the help of the program ends with it.
  static var list: String {
    let width = all.map(\.name.count).max() ?? 0
    return all.map { topic in
      let padding = String(repeating: " ", count: width + 2 - topic.name.count)
      return "  \(topic.name)\(padding)\(topic.abstract)"
    }.joined(separator: "\n")
  }
}

/// A word after `help` that is neither a topic nor a command.
struct UnknownTopic: ProgramError, Equatable {
  var word: String

  var problem: String { "there is no command and no topic '\(word)'" }
  var remedy: String {
    let topics = HelpTopic.all.map(\.name)
    // A word such as "compare" is a subcommand.
    let parents: [String: [String]] = [
      RunsCommand.name: RunsCommand.subcommandNames, DataCommand.name: DataCommand.subcommandNames,
    ]
    let parent = parents.first { $0.value.contains(word) }?.key
    let meant =
      parent.map { "\($0) \(word)" } ?? word.nearest(in: topics + AlexNetCommand.names)
    return
      (meant.map { "Did you mean `\(AlexNetCommand.name) help \($0)`? " } ?? "")
      + "The topics are \(topics.joined(separator: ", "))"
  }
  var hasNotStarted: Bool { true }
}
