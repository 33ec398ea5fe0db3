import Blueprint
import Foundation
import Testing

@testable import AlexNet

@Suite struct Errors {
  @Test(arguments: [
    (["describe", "big"], "alexnet: there is no network and no run 'big'. "),
    (
      ["describe", "/nowhere.json"],
      "alexnet: " + BlueprintError.unreadableFile(path: "/nowhere.json", reason: "").problem
    ),
    (
      ["describe", "a", "b"],
      "alexnet: the argument 'b' cannot be used here. `alexnet describe --help`"
    ),
    (["train", "--json", "--quiet"], "alexnet: --json and --quiet exclude each other. "),
    (["train", "--json=yes"], "alexnet: --json has no value. "),
    (["--frobnicate"], "alexnet: there is no option --frobnicate here. `alexnet"),
  ])
  func areOneLineAndStatusTwo(arguments: [String], beginning: String) throws {
    let result = try Program.run(arguments)
    #expect(result.status == 2)
    #expect(result.output.isEmpty)
    #expect(result.errorText.hasPrefix(beginning), "\(result.errorText)")
    #expect(result.errorText.count { $0 == "\n" } == 1)
    #expect(result.errorText.hasSuffix(".\n"))
  }

  /// Misspelt words, and words of other programs, with the words that were meant.
  @Test(arguments: [
    ("trian", "`alexnet train`"), ("atach mine", "`alexnet attach`"),
    ("data prpare x", "`alexnet data prepare`"),
    ("train --learning-rate 1", "--rate"), ("train --epoch 1", "--epochs"),
    ("train --drop-out off", "--dropout"), ("train --no-dropout", "--dropout off"),
    ("watch --no-color", "--color never"), ("train --batch-size 8", "--batch"),
    ("train compact", "--network compact"), ("train /", "--data /"),
    ("describe compct", "compact"), ("runs list lnr=off", "lrn"),
    ("runs shwo first --runs /nowhere", "`alexnet runs show`"),
  ])
  func theWordThatWasMeantIsNamed(line: String, meant: String) throws {
    let result = try Program.run(line.split(separator: " ").map(String.init))
    #expect(result.status == 2)
    #expect(result.errorText.contains(" Did you mean \(meant)? "), "\(result.errorText)")
    #expect(result.errorText.count { $0 == "\n" } == 1)
  }

  @Test func aFolderThatDoesNotExistIsNamedWithItsOption() throws {
    let folder = try TemporaryFolder()
    _ = try folder.file("photos", "")
    let missing = try Program.run(["train", "--data", "\(folder.path)/photo"])
    #expect(missing.status == 2)
    #expect(
      missing.errorText
        == "alexnet: --data cannot be '\(folder.path)/photo': there is no such folder. Did you mean "
        + "photos? Give scenes, or the path of a folder of images.\n")
    let known = try Program.run(["train", "--data", "cifar-10"])
    #expect(
      known.errorText.hasSuffix(" `alexnet data get cifar-10` fetches it and prints its folder.\n"))
  }

  /// The command lines that lower modules name in their messages.
  @Test(arguments: [
    ProgramCommand.listRuns, ProgramCommand.attach(to: "a"), ProgramCommand.resume("a"),
    ProgramCommand.watch(lesson: "dropout"), ProgramCommand.describe("FILE.json"),
    ProgramCommand.getData("cifar-10"), ProgramCommand.prepareData("x"),
    ProgramCommand.evaluate("a"), ProgramCommand.reproduce("relu"),
  ])
  func theyNameCommandsThatExist(line: String) throws {
    let words = line.split(separator: " ").map(String.init)
    #expect(words.first == AlexNetCommand.name)
    try AlexNetCommand.checkCommand(Array(words.dropFirst()))
    _ = try AlexNetCommand.parseAsRoot(Array(words.dropFirst()))
  }

  /// Words that have nothing in common with an option or a command.
  @Test(arguments: ["xyzzy", "train --zzz 1", "describe qqqqqq"])
  func nothingIsGuessedForOtherWords(line: String) throws {
    let result = try Program.run(line.split(separator: " ").map(String.init))
    #expect(result.status == 2)
    #expect(!result.errorText.contains("Did you mean"))
  }

  /// Negative numbers look like options, and words of the shell that are not numbers do not.
  @Test(arguments: [
    ("train --rate -1", "--rate", "-1"), ("train --rate=-1", "--rate", "-1"),
    ("train --rate -inf", "--rate", "-inf"), ("train --batch -3", "--batch", "-3"),
    ("resume x --from -1", "--from", "-1"), ("kernels a --step -5", "--step", "-5"),
    ("runs compare a --error -5", "--error", "-5"),
    ("train --batch 9999999999999999999999", "--batch", "9999999999999999999999"),
  ])
  func anInvalidNumberIsOneLine(line: String, option: String, value: String) throws {
    let result = try Program.run(line.split(separator: " ").map(String.init))
    #expect(result.status == 2)
    #expect(result.errorText.hasPrefix("alexnet: \(option) cannot be \(value). Give a"))
    #expect(result.errorText.count { $0 == "\n" } == 1)
  }

  @Test(arguments: [
    ("train --data --json", "--data"),
    ("train --rate --json", "--rate"),
    ("train --rate", "--rate"),
    ("train --rate -x", "--rate"),
  ])
  func aMissingValueIsReportedWithItsOption(line: String, option: String) throws {
    let result = try Program.run(line.split(separator: " ").map(String.init))
    #expect(result.status == 2)
    #expect(result.errorText.hasPrefix("alexnet: \(option) has no value. Give "))
    #expect(result.errorText.count { $0 == "\n" } == 1)
  }

  @Test(arguments: [
    ("runs show", "<run>", "the name of a run"), ("data prepare x", "--to", "the path of a folder"),
    ("runs rename a", "<new-name>", "1 to 64 letters"), ("data get", "<data-set>", "cifar-10, "),
  ])
  func aMissingArgumentIsReportedWithItsValues(line: String, name: String, allowed: String) throws {
    let result = try Program.run(line.split(separator: " ").map(String.init))
    #expect(result.status == 2)
    #expect(
      result.errorText.hasPrefix("alexnet: \(name) is missing. Give \(allowed)"),
      "\(result.errorText)")
    #expect(result.errorText.count { $0 == "\n" } == 1)
  }

  @Test(arguments: [
    (["--rate", "-1"], ["--rate=-1"]), (["--rate", "-.5", "x"], ["--rate=-.5", "x"]),
    (["--rate=1", "-1"], ["--rate=1", "-1"]), (["a", "-1"], ["a", "-1"]),
    (["--", "--rate", "-1"], ["--", "--rate", "-1"]), (["--a", "-1", "-2"], ["--a=-1", "-2"]),
    (["--data", "--json"], ["--data", "--json"]), (["--a", "-y"], ["--a", "-y"]),
    (["--rate", "-"], ["--rate", "-"]), ([], []),
  ])
  func negativeNumbersStayWithTheirOptions(words: [String], joined: [String]) {
    #expect(NumericArguments.joined(words) == joined)
  }

  @Test(arguments: [
    ["train", "--run", "a\u{1b}[31m\nb"], ["describe", "big\u{7}"], ["wa\u{1b}ch"],
    ["train", "--data", "/nowhere\u{9b}1m\u{202e}"], ["train", "--batch", "1\u{1b}c"],
    ["runs", "show", "x\u{1b}c"], ["train", "--schedule", "x\u{1b}c"], ["--x\u{1b}c"],
    ["train", "--runs", "/dev/null/\u{1b}c", "--steps", "1"],
  ])
  func noErrorContainsControlCharacters(arguments: [String]) throws {
    let result = try Program.run(arguments)
    #expect(result.status == 2)
    #expect(result.output.isEmpty)
    #expect(
      result.errorText.contains("\\x1b") || result.errorText.contains("\\u{9b}")
        || result.errorText.contains("\\x07"))
    #expect(
      result.errorText.dropLast().unicodeScalars.allSatisfy {
        $0.value >= 0x20 && !(0x7f..<0xa0).contains($0.value) && $0 != "\u{202e}"
      })
  }

  @Test func helpIsNotAnError() throws {
    let result = try Program.run(["train", "--help"])
    #expect(result.status == 0)
    #expect(result.errorText.isEmpty)
    for option in [
      "--network", "--data", "--run", "--runs", "--seed", "--batch", "--steps", "--epochs",
      "--rate", "--momentum", "--decay", "--dropout", "--lrn", "--pooling", "--activation",
      "--initial",
      "--augment", "--validation-share", "--damage-limit", "--schedule", "--threads", "--limit",
      "--validate-every", "--json", "--quiet",
    ] {
      #expect(result.output.contains("  \(option) "))
    }
  }

  @Test func aNetworkThatDoesNotFitNamesTheLayer() throws {
    let folder = try TemporaryFolder()
    let file = try folder.file(
      "bad.json",
      """
      {"name": "bad", "input": [3, 8, 8], "layers": [
        {"name": "conv1", "kind": "convolution", "outputs": 4, "kernel": 11, "weights": 0.01},
        {"name": "fc", "kind": "fully-connected", "outputs": 2, "weights": "he"}
      ]}
      """)
    let result = try Program.run(["describe", file])
    #expect(result.status == 2)
    let error = BlueprintError.windowTooLarge(
      layer: "conv1", input: Shape(channels: 3, height: 8, width: 8), window: 11, padding: 0)
    #expect(result.errorText == "alexnet: \(error)\n")
  }

  @Test func anUnknownErrorIsStatusOne() {
    struct Mishap: Error {}
    let exit = ProgramExit(after: Mishap())
    #expect(exit.status == 1)
    #expect(exit.output == nil)
    #expect(exit.message == "alexnet: Mishap().\n")
  }
}
