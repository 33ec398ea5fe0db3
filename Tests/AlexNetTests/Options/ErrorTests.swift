import Blueprint
import Foundation
import Testing

@testable import AlexNet

@Suite struct Errors {
  @Test(arguments: [
    (
      ["describe", "big"],
      "alexnet: " + BlueprintError.unknownPreset("big", known: NetworkSpec.presetNames).problem
    ),
    (
      ["describe", "/nowhere.json"],
      "alexnet: " + BlueprintError.unreadableFile(path: "/nowhere.json", reason: "").problem
    ),
    (["describe", "a", "b"], "alexnet: unexpected argument 'b'. See 'alexnet describe --help'"),
    (["train", "--json", "--quiet"], "alexnet: "),
    (["train", "--lrn", "maybe"], "alexnet: the value 'maybe' is invalid for '--lrn <lrn>'. "),
    (["bench", "--precision", "fp8"], "alexnet: the value 'fp8' is invalid for "),
    (["watch", "--once", "80"], "alexnet: --once cannot be 80. Give columns and rows, such as "),
    (["--frobnicate"], "alexnet: unknown option '--frobnicate'"),
  ])
  func areOneLineAndStatusTwo(arguments: [String], beginning: String) throws {
    let result = try Program.run(arguments)
    #expect(result.status == 2)
    #expect(result.output.isEmpty)
    #expect(result.errorText.hasPrefix(beginning))
    #expect(result.errorText.count { $0 == "\n" } == 1)
    #expect(result.errorText.hasSuffix(".\n"))
  }

  /// Words that are not numbers, and numbers out of range.
  @Test(arguments: [
    ("describe --batch 0", "--batch", "0", "1 to 65536"),
    ("train --batch x", "--batch", "'x'", "a whole number, 1 to 65536"),
    ("train --rate -1", "--rate", "-1", "a number, 0 or more"),
    ("train --rate=-1", "--rate", "-1", "a number, 0 or more"),
    ("train --rate abc", "--rate", "'abc'", "a number, 0 or more"),
    ("train --rate nan", "--rate", "nan", "a number, 0 or more"),
    ("train --rate inf", "--rate", "inf", "a number, 0 or more"),
    ("train --rate -inf", "--rate", "-inf", "a number, 0 or more"),
    ("train --rate 1e999", "--rate", "inf", "a number, 0 or more"),
    ("train --decay -0.5", "--decay", "-0.5", "a number, 0 or more"),
    ("train --momentum -1", "--momentum", "-1", "0 or more, below 1"),
    ("train --batch -3", "--batch", "-3", "1 to 65536"),
    ("train --batch 1.5", "--batch", "1.5", "a whole number, 1 to 65536"),
    ("train --steps -5", "--steps", "-5", "1 or more"),
    ("train --epochs -5", "--epochs", "-5", "1 to 1000000"),
    ("train --limit -5", "--limit", "-5", "1 or more"),
    ("train --threads -1", "--threads", "-1", "1 to 1024"),
    ("train --seeds -1", "--seeds", "-1", "1 to 100"),
    ("train --seed -1", "--seed", "-1", "a whole number, 0 to 18446744073709551615"),
    (
      "train --seed 99999999999999999999", "--seed", "99999999999999999999",
      "a whole number, 0 to 18446744073709551615"
    ),
    ("train --dropout -0.5", "--dropout", "-0.5", "'off' or a number, 0 or more, below 1"),
    ("train --validate-every -1", "--validate-every", "-1", "0 or more"),
    ("train --checkpoint-every -1", "--checkpoint-every", "-1", "0 or more"),
    ("train --damage-limit -1", "--damage-limit", "-1", "a share, 0 or more, below 1"),
    ("train --validation-share -1", "--validation-share", "-1", "a share above 0 and below 1"),
    ("resume x --from 1.5", "--from", "1.5", "a whole number, 0 or more"),
    ("bench --steps -2", "--steps", "-2", "1 to 100000"),
    ("describe --batch -2", "--batch", "-2", "1 to 65536"),
    ("runs compare a --error -5", "--error", "-5", "0 to 100"),
    ("kernels a --step -5", "--step", "-5", "0 or more"),
    ("data prepare / --to x --quality -5", "--quality", "-5", "1 to 100"),
  ])
  func anInvalidNumberIsNamedWithTheAllowedOnes(
    line: String, option: String, value: String, allowed: String
  ) throws {
    let result = try Program.run(line.split(separator: " ").map(String.init))
    #expect(result.status == 2)
    #expect(
      result.errorText == OptionError(option: option, value: value, allowed: allowed).errorLine)
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
    #expect(result.errorText.hasPrefix("alexnet: missing value for '\(option) "))
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
