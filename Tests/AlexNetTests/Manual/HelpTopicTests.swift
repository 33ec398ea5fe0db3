import Dashboard
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

  @Test(arguments: [("file", "files"), ("enviroment", "environment"), ("trian", "train")])
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
