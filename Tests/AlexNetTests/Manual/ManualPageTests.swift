import Foundation
import Testing

@testable import AlexNet

@Suite struct ManualPageTests {
  private let pages: [ManualPage]

  init() throws {
    pages = try ManualPage.all(date: Date(timeIntervalSince1970: 0))
  }

  @Test func everyCommandHasAPage() {
    let names = pages.map(\.name)
    #expect(Set(names).count == names.count)
    #expect(names.first == "alexnet")
    for name in AlexNetCommand.names { #expect(names.contains("alexnet-\(name)")) }
    for name in RunsCommand.subcommandNames { #expect(names.contains("alexnet-runs-\(name)")) }
    for name in DataCommand.subcommandNames { #expect(names.contains("alexnet-data-\(name)")) }
    // Neither the parser's help nor a command that is not for users.
    #expect(!names.contains { $0.contains("help") || $0.contains(Installation.name) })
  }

  @Test func everyPageHasTheUsualSections() {
    for page in pages {
      let sections = page.text.split(separator: "\n").filter { $0.hasPrefix(".Sh ") }
        .map { $0.dropFirst(4) }
      #expect(sections.prefix(3) == ["NAME", "SYNOPSIS", "DESCRIPTION"])
      #expect(sections.contains("OPTIONS"))
      #expect(sections.contains("EXIT STATUS"))
      #expect(sections.last == "SEE ALSO")
      #expect(page.text.hasPrefix(".Dd January 1, 1970\n.Dt ALEXNET"))
    }
  }

  @Test func theProgramsPageHasAllTopics() throws {
    let page = try #require(pages.first)
    for topic in HelpTopic.all { #expect(page.text.contains("\n.Sh \(topic.section)\n")) }
  }

  @Test func everyOptionOfTheHelpIsInThePage() throws {
    let page = try #require(pages.first { $0.name == "alexnet-watch" })
    let help = AlexNetCommand.helpMessage(for: Watch.self)
    let options = Set(help.matches(of: /\n  (--[a-z-]+)/).map { String($0.1) })
    #expect(options.count > 40)
    for option in options {
      let tag = "Fl " + ManualText.words(String(option.dropFirst()))
      #expect(page.text.contains(tag), "\(option) is missing")
    }
  }

  @Test func examplesHaveTheirOwnSection() throws {
    let page = try #require(pages.first { $0.name == "alexnet-runs" })
    let parts = page.text.components(separatedBy: ".Sh EXAMPLES\n")
    #expect(parts.count == 2)
    #expect(parts[1].hasPrefix(".Bd -literal"))
    #expect(!page.text.contains("Examples:"))
  }

  @Test(arguments: [
    ("--network", "\\-\\-network"), ("a\\b", "a\\eb"), ("256×256", "256\\[u00D7]256"),
    ("plain", "plain"),
  ])
  func charactersThatAreNotTextAreEscaped(text: String, escaped: String) {
    #expect(ManualText.escaped(text) == escaped)
  }

  /// A line that begins with a dot or an apostrophe would be a macro.
  @Test func noLineOfTextBecomesAMacro() {
    var text = ManualText()
    text.sentences(".json is a suffix")
    text.literal(["'quoted'"])
    #expect(text.lines.first == "\\&.json is a suffix")
    #expect(text.lines[2] == "\\&'quoted'")
  }

  @Test func signsAndShortWordsAreNotMacrosOrDelimiters() {
    #expect(ManualText.words("D [ ]") == "\\&D \\&[ \\&]")
    #expect(ManualText.words("a \"b\"") == "\\&a \\&\\(dqb\\(dq")
  }

  @Test(arguments: [
    ("One. Two.", ["One.", "Two."]),
    ("At 0.01 it falls. It is fast.", ["At 0.01 it falls.", "It is fast."]),
    ("A file, e.g. a.json, exists", ["A file, e.g. a.json, exists"]), ("", []),
  ])
  func eachSentenceBeginsALine(text: String, sentences: [String]) {
    #expect(ManualText.sentences(of: text) == sentences)
  }

  /// mandoc is the reader of other systems, and the strictest check of the format.
  @Test(.enabled(if: FileManager.default.isExecutableFile(atPath: "/usr/bin/mandoc")))
  func mandocFindsNoFault() throws {
    let folder = try TemporaryFolder()
    for page in pages {
      let path = try folder.file(page.fileName, page.text)
      let output = try Command(
        path: "/usr/bin/mandoc", arguments: ["-T", "lint", "-W", "all", path], environment: [:]
      ).output()
      // The pages refer to each other, and are not installed here. They name the program in the place of an
      // operating system, as pages of programs for several systems do.
      let faults = output.split(separator: "\n").filter {
        !$0.contains("referenced manual not found")
          && !$0.contains("operating system explicitly specified: Os alexnet")
      }
      #expect(faults.isEmpty, "\(faults.joined(separator: "\n"))")
    }
  }
}
