import Foundation
import Testing

@testable import AlexNet

/// A wrong value of every option of every command. The texts were written by hand, from the documentation.
@Suite struct ValuesOfOptions {
  /// A wrong value, and the advice that the error gives.
  struct Example {
    var value: String
    var advice: String

    init(_ value: String, _ advice: String) {
      self.value = value
      self.advice = advice
    }
  }

  private static let folder = Example("", "Give the path of a folder")
  private static let run = Example("", "Give the name of a run; `alexnet runs list` lists them")
  private static let newName = Example(
    "a/b", "Give 1 to 64 letters, digits, '-', '_' or '.', a letter or digit first")
  private static let checkpoint = Example("-5", "Give best, last, or the step of a checkpoint")
  private static let network = Example(
    "compct",
    "Did you mean compact? Give compact, alexnet, compact-32, paper, code-145, "
      + "code-147, code-148, code-150, cifar-11, cifar-13, cifar-18, cifar-26, four-layer, torchvision, bvlc-alexnet, caffenet, or the path of a network file, FILE.json"
  )

  /// The examples by option, or by the placeholder of an argument. Options with other values in one
  /// command have its name before them.
  private static let examples: [String: [Example]] = [
    "--network": [
      network, Example("", String(network.advice.trimmingPrefix("Did you mean compact? "))),
    ],
    "--data": [Example("", "Give scenes, or the path of a folder of images")],
    "resume --data": [folder],
    "reproduce --data": [folder],
    "reproduce --seeds": [Example("0", "Give a whole number, 1 to 20")],
    "reproduce <claim>": [
      Example(
        "reluu",
        "Did you mean relu? Give relu, lrn, overlap, dropout, augmentation, depth, columns or kernels"
      )
    ],
    "--budget": [Example("0", "Give a number of hours above 0, such as 8 or 0.5")],
    "--imagenet": [folder],
    "--record": [folder],
    "--repeat": [run],
    "--report": [Example("report.txt", "Give the path of a file that ends in .html")],
    "--study": [
      Example("a/b", "Give 1 to 24 letters, digits, '-', '_' or '.', a letter or digit first")
    ],
    "--among": [Example("", "Give scenes, or the path of a folder of images")],
    "--average": [run],
    "--count": [Example("0", "Give a whole number, 1 to 1000")],
    "evaluate --step": [checkpoint], "export --step": [checkpoint],
    "predict --step": [checkpoint], "similar --step": [checkpoint],
    "export --to": [
      Example("", "Give the path of a file that ends in .safetensors, .onnx or .csv")
    ],
    "--split": [Example("test", "Give validation, train or all")],
    "--tensorboard": [folder],
    "--top": [Example("0", "Give a whole number, 1 to 1000000")],
    "--views": [Example("3", "Give 1 or 10")],
    "<image>": [
      Example("", "Give the path of an image or a folder, or - for standard input")
    ],
    "--run": [newName, Example("", newName.advice)],
    "--runs": [folder],
    "--seed": [Example("-1", "Give a whole number, 0 to 18446744073709551615")],
    "--validation-share": [
      Example("1", "Give a share above 0 and below 1, such as 0.1"),
      Example("0", "Give a share above 0 and below 1, such as 0.1"),
    ],
    "--batch-scale": ["0", "-2", "four", "1.5", "1025"].map {
      Example($0, "Give a whole number, 1 to 1024")
    },
    "--processes": ["0", "two", "4097"].map { Example($0, "Give a whole number, 1 to 4096") },
    "--columns": ["0", "3"].map { Example($0, "Give a whole number, 1 to 2") },
    "--batch": [
      Example("0", "Give a whole number, 1 to 65536"),
      Example("x", "Give a whole number, 1 to 65536"),
      Example("65537", "Give a whole number, 1 to 65536"),
      Example("1.5", "Give a whole number, 1 to 65536"),
      Example("1,000", "Give a whole number, 1 to 65536"),
    ],
    "--steps": [Example("0", "Give a whole number, 1 or more")],
    "bench --steps": [Example("100001", "Give a whole number, 1 to 100000")],
    "--for": [
      Example("10", "Give a time above 0 with its units, such as 90s, 10m, 2h or 1h30m"),
      Example("10 minutes", "Give a time above 0 with its units, such as 90s, 10m, 2h or 1h30m"),
    ],
    "--epochs": [Example("-5", "Give a whole number, 1 to 1000000")],
    "--rate": [
      Example("abc", "Give a number, 0 or more, such as 0.01"),
      Example("-1", "Give a number, 0 or more, such as 0.01"),
      Example("nan", "Give a number, 0 or more, such as 0.01"),
      Example("inf", "Give a number, 0 or more, such as 0.01"),
      Example("1e999", "Give a number, 0 or more, such as 0.01"),
      Example("", "Give a number, 0 or more, such as 0.01"),
    ],
    "--momentum": [Example("1", "Give a number, 0 or more, below 1, such as 0.9")],
    "--decay": [Example("-0.5", "Give a number, 0 or more, such as 0.0005")],
    "--dropout": [
      Example("1.5", "Give off, or a probability from 0 to below 1, such as 0.5"),
      Example("on", "Give off, or a probability from 0 to below 1, such as 0.5"),
    ],
    "--lrn": [Example("maybe", "Give on or off")],
    "--pooling": [Example("plian", "Did you mean plain? Give overlapping or plain")],
    "--activation": [Example("tahn", "Did you mean tanh? Give relu or tanh")],
    "--initial": [Example("xavier", "Give he, a standard deviation, paper or caffe")],
    "--augment": [Example("flip", "Give any of crop, mirror and colour, joined by commas, or off")],
    "--schedule": [
      Example(
        "plateu", "Did you mean plateau? Give plateau, constant, or the path of a table, FILE.json"),
      Example("never", "Give plateau, constant, or the path of a table, FILE.json"),
    ],
    "--precision": [Example("fp8", "Give fp32, fp32-direct or bf16")],
    "--threads": [Example("0", "Give \(AllowedValues.threads.text)")],
    "--limit": [Example("0", "Give a whole number, 1 or more")],
    "--damage-limit": [Example("1", "Give a share, 0 or more, below 1, such as 0.05")],
    "--validate-every": [Example("-1", "Give a whole number, 0 or more")],
    "--checkpoint-every": [Example("-1", "Give a whole number, 0 or more")],
    "--lane": [
      Example(
        "dropout=1.5",
        "A lane's 'dropout' cannot be '1.5'. Give off, or a probability from 0 to below 1, such as 0.5"
      ),
      Example(
        "foo=1",
        "A lane cannot change 'foo'. A lane can change dropout, lrn, rate, momentum, decay, augment, "
          + "pooling, activation, initial, seed"),
      Example(
        "droput=off",
        "A lane cannot change 'droput'. Did you mean dropout? A lane can change dropout, lrn, rate, "
          + "momentum, decay, augment, pooling, activation, initial, seed"),
      Example("lrn", "A lane's 'lrn' has no value. Give on or off"),
    ],
    "--seeds": [Example("101", "Give a whole number, 1 to 100")],
    "--lesson": [
      Example("droput", "Did you mean dropout? Give dropout, lrn, relu, overlap or rate")
    ],
    "--color": [Example("17", "Give auto, never, 16, 256 or truecolor")],
    "--theme": [
      Example("drak", "Did you mean dark? Give auto, dark, light, contrast or color-blind")
    ],
    "--notify": [Example("ring", "Give off, bell or terminal")],
    "--pictures": [Example("sixels", "Did you mean sixel? Give auto, kitty, sixel or blocks")],
    "--once": [
      Example("80", "Give columns and rows, such as 80x24, from 40x10 to 1000x1000"),
      Example("39x24", "Give columns and rows, such as 80x24, from 40x10 to 1000x1000"),
      Example("80x2000", "Give columns and rows, such as 80x24, from 40x10 to 1000x1000"),
    ],
    "--from": [Example("1.5", "Give a whole number, 0 or more")],
    "data get --from": [
      Example("", "Give an address, such as https://example.org/data.tar.gz")
    ],
    "--error": [Example("150", "Give a percentage, 0 to 100, such as 25")],
    "--step": [Example("-5", "Give a whole number, 0 or more")],
    "--to": [folder],
    "kernels --to": [Example("a.jpg", "Give the path of a file that ends in .png, .apng or .gif")],
    "--quality": [Example("101", "Give a whole number, 1 to 100")],
    "--as": [newName, Example("", newName.advice)],
    "--classes": [Example("", "Give the path of a text file with one class a line")],
    "<file>": [Example("", "Give the path of a file, FILE.safetensors")],
    "<run>": [run], "<new-name>": [newName],
    "<path>": [folder],
    "<network>": [Example("", "Give a network, the path of a network file, or a run")],
    "<data-set>": [
      Example(
        "cifar-11",
        "Did you mean cifar-10? Give cifar-10, cifar-100, mnist, fashion-mnist or imagenette")
    ],
  ]

  /// Texts without a rule for each: a condition is checked when runs are listed, a note can be any text, and
  /// `--on` takes pairs, which `EventCommandTests.swift` tests.
  private static let free = ["<filter>", "<text>", "--on"]

  /// An option or an argument of a command.
  struct Option: Decodable {
    struct Name: Decodable {
      var kind: String
      var name: String
    }
    var kind: String
    var names: [Name]?
    var valueName: String?

    var text: String {
      let long = names?.first { $0.kind == "long" } ?? names?.first
      return long.map { "--\($0.name)" } ?? "<\(valueName ?? "")>"
    }
  }

  /// A command as the parser describes it.
  struct Command: Decodable {
    var commandName: String
    var subcommands: [Command]?
    var arguments: [Option]?
  }

  private struct Description: Decodable { var command: Command }

  /// All commands with the words that call them, without the program's name and without `help`.
  private static func commands(
    below command: Command, _ words: [String] = []
  ) -> [(words: [String], command: Command)] {
    [(words, command)]
      + (command.subcommands ?? []).filter { $0.commandName != "help" }
      .flatMap { commands(below: $0, words + [$0.commandName]) }
  }

  @Test func aWrongOneIsNamedWithTheAllowedOnes() throws {
    let description = try JSONDecoder().decode(
      Description.self, from: Data(AlexNetCommand._dumpHelp().utf8))
    var tested: Set<String> = []
    for (words, command) in Self.commands(below: description.command) {
      var positions = 0
      for option in command.arguments ?? [] where option.kind != "flag" {
        let name = option.text
        let before = Array(repeating: "x", count: option.kind == "positional" ? positions : 0)
        if option.kind == "positional" { positions += 1 }
        guard !Self.free.contains(name) else { continue }
        let specific = (words + [name]).joined(separator: " ")
        let key = Self.examples[specific] == nil ? name : specific
        tested.insert(key)
        let examples = try #require(Self.examples[key], "\(specific) has no example")
        for example in examples {
          let joined = name.hasPrefix("-") ? ["\(name)=\(example.value)"] : [example.value]
          expectRefusal(of: words + before + joined, name, example)
        }
      }
    }
    #expect(tested == Set(Self.examples.keys))
  }

  /// The number of processors is Foundation's. A quota can make it smaller.
  @Test func noMoreThreadsThanProcessorsAreAccepted() throws {
    let count = ProcessInfo.processInfo.activeProcessorCount
    _ = try AlexNetCommand.parseAsRoot(["train", "--threads", "1"])
    for command in [["train"], ["bench"]] {
      let error = #expect(throws: (any Error).self) {
        try AlexNetCommand.parseAsRoot(command + ["--threads", "\(count + 1)"])
      }
      let message = try #require(error.flatMap { ProgramExit(after: $0).message })
      let given = try #require(message.firstMatch(of: /1 to ([0-9]+) \(the processors/))
      #expect(try #require(Int(given.1)) <= count)
    }
  }

  private func expectRefusal(of arguments: [String], _ name: String, _ example: Example) {
    let error = #expect(throws: (any Error).self, "\(arguments)") {
      try AlexNetCommand.parseAsRoot(arguments)
    }
    guard let error else { return }
    let exit = ProgramExit(after: error)
    let shown = Double(example.value) == nil ? "'\(example.value)'" : example.value
    #expect(exit.status == 2)
    let problem =
      example.value.isEmpty && name.hasPrefix("-") ? "has no value" : "cannot be \(shown)"
    #expect(exit.message == "alexnet: \(name) \(problem). \(example.advice).\n")
  }
}
