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
    (["describe", "--batch", "0"], "alexnet: --batch cannot be 0. Give 1 to 65536.\n"),
    (["describe", "a", "b"], "alexnet: unexpected argument 'b'. See 'alexnet describe --help'"),
    (
      ["train", "--batch", "x"],
      "alexnet: --batch cannot be 'x'. Give a whole number, 1 to 65536.\n"
    ),
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

  /// Words that are not numbers, numbers out of range, and missing values.
  @Test(arguments: [
    ("train --rate -1", "--rate cannot be -1. Give a number, 0 or more."),
    ("train --rate=-1", "--rate cannot be -1. Give a number, 0 or more."),
    ("train --rate abc", "--rate cannot be 'abc'. Give a number, 0 or more."),
    ("train --rate nan", "--rate cannot be nan. Give a number, 0 or more."),
    ("train --rate inf", "--rate cannot be inf. Give a number, 0 or more."),
    ("train --rate -inf", "--rate cannot be -inf. Give a number, 0 or more."),
    ("train --rate 1e999", "--rate cannot be inf. Give a number, 0 or more."),
    ("train --decay -0.5", "--decay cannot be -0.5. Give a number, 0 or more."),
    ("train --momentum -1", "--momentum cannot be -1. Give 0 or more, below 1."),
    ("train --batch -3", "--batch cannot be -3. Give 1 to 65536."),
    ("train --batch 1.5", "--batch cannot be 1.5. Give a whole number, 1 to 65536."),
    ("train --steps -5", "--steps cannot be -5. Give 1 or more."),
    ("train --epochs -5", "--epochs cannot be -5. Give 1 to 1000000."),
    ("train --limit -5", "--limit cannot be -5. Give 1 or more."),
    ("train --threads -1", "--threads cannot be -1. Give 1 to 1024."),
    ("train --seeds -1", "--seeds cannot be -1. Give 1 to 100."),
    (
      "train --seed -1",
      "--seed cannot be -1. Give a whole number, 0 to 18446744073709551615."
    ),
    (
      "train --seed 99999999999999999999",
      "--seed cannot be 99999999999999999999. Give a whole number, 0 to 18446744073709551615."
    ),
    (
      "train --dropout -0.5",
      "--dropout cannot be -0.5. Give 'off' or a number, 0 or more, below 1."
    ),
    ("train --validate-every -1", "--validate-every cannot be -1. Give 0 or more."),
    ("train --checkpoint-every -1", "--checkpoint-every cannot be -1. Give 0 or more."),
    ("train --damage-limit -1", "--damage-limit cannot be -1. Give a share, 0 or more, below 1."),
    (
      "train --validation-share -1",
      "--validation-share cannot be -1. Give a share above 0 and below 1."
    ),
    ("resume x --from 1.5", "--from cannot be 1.5. Give a whole number, 0 or more."),
    ("bench --steps -2", "--steps cannot be -2. Give 1 to 100000."),
    ("describe --batch -2", "--batch cannot be -2. Give 1 to 65536."),
    ("runs compare a --error -5", "--error cannot be -5. Give 0 to 100."),
    ("kernels a --step -5", "--step cannot be -5. Give 0 or more."),
    ("data prepare / --to x --quality -5", "--quality cannot be -5. Give 1 to 100."),
    ("train --data --json", "missing value for '--data <scenes|PATH>'. See "),
    ("train --rate --json", "missing value for '--rate <rate>'. See "),
    ("train --rate", "missing value for '--rate <rate>'. See "),
    ("train --rate -x", "missing value for '--rate <rate>'. See "),
  ])
  func anInvalidNumberIsNamedWithTheAllowedOnes(line: String, message: String) throws {
    let result = try Program.run(line.split(separator: " ").map(String.init))
    #expect(result.status == 2)
    #expect(result.errorText.hasPrefix("alexnet: \(message)"))
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
