import Blueprint
import Dashboard
import Foundation
import Testing

@testable import AlexNet

@Suite struct HelpTopicTests {
  @Test(arguments: HelpTopic.all.map(\.name)) func eachTopicIsFoundByItsName(name: String) throws {
    #expect(try HelpTopic.requested(by: ["help", name])?.name == name)
  }

  /// The help of a command has precedence, and is the parser's.
  @Test func topicsAndCommandsHaveDifferentNames() {
    let names = HelpTopic.all.map(\.name)
    #expect(Set(names).count == names.count)
    #expect(Set(names).isDisjoint(with: AlexNetCommand.names))
    #expect(Set(HelpTopic.all.map(\.section)).count == names.count)
  }

  @Test(arguments: [
    [], ["help"], ["help", "train"], ["help", "help"], ["help", "--help"], ["train", "files"],
    ["help", "runs", "list"],
  ])
  func otherWordsRequestNoTopic(words: [String]) throws {
    #expect(try HelpTopic.requested(by: words) == nil)
  }

  @Test(arguments: [
    ("file", "files"), ("enviroment", "environment"), ("trian", "train"),
    ("compare", "runs compare"),
    ("get", "data get"),
  ])
  func aMisspeltWordIsAnswered(word: String, meant: String) {
    #expect(throws: UnknownTopic(word: word)) { try HelpTopic.requested(by: ["help", word]) }
    #expect(UnknownTopic(word: word).remedy.hasPrefix("Did you mean `alexnet help \(meant)`?"))
  }

  @Test func linesAreBrokenAtTheWidth() {
    let blocks: [HelpBlock] = [
      .paragraph("one two three four"), .literal(["a  b"]),
      .list([.init("k", "one two three four five six seven"), .init("a long term", "x")]),
    ]
    #expect(
      blocks.text(width: 34) == """
        one two three four

          a  b

          k            one two three four
                       five six seven
          a long term  x
        """)
  }

  @Test(arguments: HelpTopic.all) func noLineIsWiderThanAnOrdinaryTerminal(topic: HelpTopic) {
    #expect(topic.text(width: 80).split(separator: "\n").allSatisfy { $0.count <= 80 })
  }

  @Test func everyNetworkIsListed() {
    guard case .list(let items) = HelpTopic.networks.blocks[1] else {
      Issue.record("the list is missing")
      return
    }
    let names = items.flatMap { $0.term.components(separatedBy: ", ") }
    #expect(names.sorted() == NetworkSpec.presetNames.sorted())
  }

  /// 32×32 pixels remain that size with a padding of 2, and pools of 3 with a stride of 2 leave 15×15.
  @Test func theNetworkFileIsComplete() throws {
    let folder = try TemporaryFolder()
    let path = try folder.file("tiny.json", HelpTopic.networkFile.joined(separator: "\n"))
    let network = try NetworkSpec(contentsOf: path)
    let outputs = try network.layout().map(\.output)
    #expect(outputs[0] == Shape(channels: 32, height: 32, width: 32))
    #expect(outputs[2] == Shape(channels: 32, height: 15, width: 15))
  }

  /// The parser breaks longer lines of examples in the middle of a command.
  @Test func noExampleIsWiderThanAnOrdinaryTerminal() throws {
    func check(_ command: CommandInfo) {
      for case .literal(let lines) in command.discussionBlocks {
        for line in lines { #expect(line.count + 2 <= 80, "\(line)") }
      }
      command.visibleSubcommands.forEach(check)
    }
    try check(.program())
  }

  @Test func everyKeyOfTheDashboardIsExplained() throws {
    let text = HelpTopic.keys.text(width: 80)
    for part in KeyReference.all {
      for line in part.lines { #expect(text.contains("  \(line.keys)")) }
    }
  }
}

@Suite struct FirstRunHintTests {
  @Test(arguments: [(1, 1, true), (2, 2, true), (2, 1, false), (0, 0, false), (40, 3, false)])
  func onlyTheFirstRunsOfAUserAreFollowedByIt(recorded: Int, shown: Int, isShown: Bool) {
    let line = FirstRunHint.line(recorded: recorded, shown: shown)
    #expect((line != nil) == isShown)
    #expect(line?.contains("alexnet help first-steps") ?? true)
  }
}

@Suite struct VersionTests {
  @Test func theVersionIsOneLine() throws {
    let result = try Program.run("--version")
    #expect(result.status == 0)
    let line = try #require(result.lines.first)
    #expect(result.lines.count == 1)
    #expect(
      line.contains(
        /^alexnet \d+\.\d+\.\d+, commit (unknown|[0-9a-f]{12}(-changed)?), oneDNN \d+\.\d+\.\d+, .+ \(.+\)$/
      ))
    #expect(try Program.run("train", "--version").output == result.output)
  }
}
