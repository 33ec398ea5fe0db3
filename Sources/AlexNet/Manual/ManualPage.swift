import FoundationEssentials
import Machine

/// A manual page of the program or of a command, in section 1.
struct ManualPage: Equatable {
  /// The name of the page: "alexnet-runs-list".
  var name: String
  /// The page in mdoc(7).
  var text: String

  var fileName: String { "\(name).1" }

  /// Returns the pages of the program and of all its commands.
  /// - Parameter date: The date in the pages.
  static func all(date: Date) throws -> [ManualPage] {
    let day = CalendarTime.universal(date.timeIntervalSince1970).text("%B %-d, %Y")
    return pages(of: try .program(), parents: [], day: day)
  }

  private static func pages(
    of command: CommandInfo, parents: [String], day: String
  ) -> [ManualPage] {
    let words = parents + [command.commandName]
    let writer = PageWriter(command: command, words: words, day: day)
    let page = ManualPage(name: words.joined(separator: "-"), text: writer.text)
    return [page] + command.visibleSubcommands.flatMap { pages(of: $0, parents: words, day: day) }
  }
}

/// The writer of one page.
private struct PageWriter {
  let command: CommandInfo
  /// The words that call the command.
  let words: [String]
  let day: String

  var text: String {
    var page = ManualText()
    let name = words.joined(separator: "-")
    page.macro("Dd \(day)")
    page.macro("Dt \(name.uppercased()) 1")
    page.macro("Os \(AlexNetCommand.name) \(AlexNetCommand.programVersion)")
    page.section("NAME")
    page.macro("Nm \(name)")
    page.macro("Nd \(ManualText.words(abstract))")
    page.section("SYNOPSIS")
    page.macro("Nm \(words.joined(separator: " "))")
    page.macro("Op Ar options")
    if !command.visibleSubcommands.isEmpty { page.macro("Op Ar command") }
    for argument in positional { page.macro(Self.synopsis(argument)) }
    page.section("DESCRIPTION")
    page.sentences(command.abstract ?? "")
    let (description, examples) = Self.parts(command.discussionBlocks)
    if !description.isEmpty {
      page.macro("Pp")
      page.add(description)
    }
    addCommands(to: &page)
    addOptions(to: &page)
    if words.count == 1 {
      for topic in HelpTopic.all {
        page.section(topic.section)
        page.add(topic.blocks)
      }
    } else {
      page.section("EXIT STATUS")
      page.sentences("0 if the command is done, 1 if it failed, and 2 if it could not start.")
      if !examples.isEmpty {
        page.section("EXAMPLES")
        page.add(examples)
      }
    }
    page.section("SEE ALSO")
    addReferences(to: &page)
    return page.text
  }

  /// The abstract as a phrase: without a capital letter at its start and without a full stop.
  private var abstract: String {
    let text = command.abstract ?? ""
    let phrase = text.prefix(1).lowercased() + text.dropFirst()
    return phrase.hasSuffix(".") ? String(phrase.dropLast()) : phrase
  }

  private var shown: [CommandInfo.Argument] {
    (command.arguments ?? []).filter(\.shouldDisplay)
  }

  private var positional: [CommandInfo.Argument] { shown.filter { $0.kind == "positional" } }

  private static func synopsis(_ argument: CommandInfo.Argument) -> String {
    let name = ManualText.words(argument.valueName ?? "value")
    return (argument.isOptional ? "Op " : "") + "Ar \(name)" + (argument.isRepeating ? " ..." : "")
  }

  /// Separates the examples from the rest of a discussion.
  private static func parts(
    _ blocks: [HelpBlock]
  ) -> (description: [HelpBlock], examples: [HelpBlock]) {
    let index = blocks.firstIndex(of: .paragraph("Examples:")) ?? blocks.endIndex
    return (Array(blocks[..<index]), Array(blocks[index...].dropFirst()))
  }

  private func addCommands(to page: inout ManualText) {
    guard !command.visibleSubcommands.isEmpty else { return }
    page.section("COMMANDS")
    page.list(
      command.visibleSubcommands.map { sub in
        let name = (words + [sub.commandName]).joined(separator: "-")
        return ("Xr \(name) 1", sub.abstract ?? "")
      })
  }

  /// Adds the arguments and options in the groups of `--help`.
  private func addOptions(to page: inout ManualText) {
    page.section("OPTIONS")
    var titles: [String?] = []
    for argument in shown where !titles.contains(argument.sectionTitle) {
      titles.append(argument.sectionTitle)
    }
    // Options without a group come last in the help, and would belong to the last group here.
    for title in titles.sorted(by: { $0 == nil && $1 != nil }) {
      if let title { page.macro("Ss \(ManualText.words(title))") }
      page.list(shown.filter { $0.sectionTitle == title }.map { (Self.tag($0), Self.text($0)) })
    }
  }

  private static func tag(_ argument: CommandInfo.Argument) -> String {
    let value = argument.kind == "flag" ? nil : ManualText.words(argument.valueName ?? "value")
    guard let names = argument.names, argument.kind != "positional" else {
      return "Ar \(value ?? "")"
    }
    let flags = names.map { "Fl \(ManualText.words(String($0.text.dropFirst())))" }
    return flags.joined(separator: " , ") + (value.map { " Ar \($0)" } ?? "")
  }

  /// The help of an argument, with its values and its default where the help does not state them.
  private static func text(_ argument: CommandInfo.Argument) -> String {
    var text = argument.abstract ?? ""
    if let values = argument.allValues, !values.allSatisfy({ text.contains($0) }) {
      text += " Values: \(values.joined(separator: ", "))."
    }
    if let value = argument.defaultValue, argument.kind != "flag", !text.contains("default") {
      text += " The default is \(value)."
    }
    return text
  }

  private func addReferences(to page: inout ManualText) {
    let pages = (1..<max(1, words.count)).map { words.prefix($0).joined(separator: "-") }
    let others = pages.isEmpty ? ["mpirun", "terminfo"] : pages
    for (index, name) in others.enumerated() {
      let section = name == "terminfo" ? 5 : 1
      page.macro("Xr \(name) \(section)" + (index + 1 < others.count ? " ," : ""))
    }
  }
}
