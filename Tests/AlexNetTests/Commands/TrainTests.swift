import Foundation
import Runs
import Testing

extension ForReal {
  /// `train`: training without a screen.
  @Suite(.serialized) struct Training {
    private typealias Event = [String: Any]
    private let runs: SmallRuns

    init() throws {
      runs = try SmallRuns()
    }

    private func events(_ output: String) throws -> [Event] {
      try output.split(separator: "\n").map { line in
        #expect(line.hasPrefix(#"{"event":""#))
        return try #require(
          try JSONSerialization.jsonObject(with: Data(line.utf8)) as? Event)
      }
    }

    private func losses(_ events: [Event]) -> [Double] {
      events.filter { $0["event"] as? String == "step" }.compactMap { $0["loss"] as? Double }
    }

    @Test func progressIsPrintedInLines() throws {
      let result = try Program.run(
        try runs.tiny("train", "--steps", "10", "--validate-every", "10", "--run", "mine"))
      #expect(result.status == 0)
      #expect(result.errorText.isEmpty)
      let lines = result.lines
      #expect(lines[0].hasPrefix("tiny, "))
      #expect(lines[0].contains(" on scenes: 256 training and "))
      #expect(lines[1] == "run mine in \(runs.store.directory)/mine")
      #expect(lines[2].hasPrefix("step 1/10  epoch 0.06  train loss "))
      #expect(lines[2].hasSuffix(" images/s"))
      let validations = lines.filter { $0.contains("  val loss ") }
      #expect(validations.map { $0.prefix(7) } == ["step 10"])
      #expect(lines.last?.hasPrefix("finished after 10 steps, ") == true)
      #expect(!result.output.contains("\u{1b}"))
    }

    @Test func jsonIsOneEventInEachLine() throws {
      let result = try Program.run(
        try runs.tiny(
          "train", "--steps", "3", "--validate-every", "3", "--run", "mine", "--seed", "5", "--json"
        ))
      #expect(result.status == 0)
      let events = try events(result.output)
      #expect(
        events.map { $0["event"] as? String } == [
          "started", "step", "step", "step", "validation", "checkpoint", "finished",
        ])
      #expect(events.allSatisfy { $0["run"] as? String == "mine" })
      let fields = [
        "started": [
          "network", "parameters", "data", "classes", "trainImages", "validationImages", "seed",
          "plan",
        ],
        "step": ["step", "epoch", "loss", "top1", "top5", "rate", "imagesPerSecond"],
        "validation": ["step", "epoch", "loss", "top1", "top5"],
        "checkpoint": ["step", "path"],
        "finished": ["step", "seconds", "reason"],
      ]
      for event in events {
        let name = try #require(event["event"] as? String)
        for field in fields[name, default: []] {
          #expect(event[field] != nil, "\(name) has no \(field)")
        }
      }
      #expect(events[0]["seed"] as? Int == 5)
      #expect(events[0]["trainImages"] as? Int == 256)
      #expect((events[4]["top1"] as? Double).map { (0...1).contains($0) } == true)
      #expect(events[6]["reason"] as? String == "completed")
      // The journal contains the same events.
      let parser = EventLine.Parser()
      #expect(
        try runs.recording().events == result.lines.compactMap { try parser.parse($0)?.event })
    }

    @Test func theSamePlanHasTheSameLosses() throws {
      func losses(seed: String) throws -> [Double] {
        let result = try Program.run(
          runs.compact("train", "--steps", "3", "--threads", "2", "--seed", seed, "--json"))
        return self.losses(try events(result.output))
      }
      let first = try losses(seed: "11")
      #expect(first.count == 3)
      #expect(try losses(seed: "11") == first)
      #expect(try losses(seed: "12") != first)
    }

    @Test func quietPrintsNothing() throws {
      let result = try Program.run(try runs.tiny("train", "--steps", "5", "--quiet"))
      #expect(result.status == 0)
      #expect(result.output.isEmpty)
      #expect(result.errorText.isEmpty)
      #expect(try runs.recording().events.last?.name == "finished")
    }

    @Test(arguments: [SIGINT, SIGTERM, SIGHUP])
    func aSignalStopsTheRunAndSavesIt(signal: Int32) throws {
      let program = try Program(try runs.tiny("train", "--json"))
      let beginning = program.output(upTo: #"{"event":"step""#)
      program.send(signal)
      let result = program.result()
      #expect(result.status == 128 + signal)
      #expect(result.errorText.isEmpty)
      let last = try #require(try events(beginning + result.output).last)
      #expect(last["event"] as? String == "finished")
      #expect(last["reason"] as? String == "stopped")
      #expect(try runs.listed().starts(with: ["tiny-scenes-1", "stopped"]))
    }

    @Test func aRateThatDivergesFails() throws {
      let result = try Program.run(try runs.tiny("train", "--rate", "1e30", "--json"))
      #expect(result.status == 1)
      let last = try #require(try events(result.output).last)
      #expect(last["event"] as? String == "failed")
      let message = try #require(last["message"] as? String)
      #expect(message.contains("--rate") && message.contains("1e30"))
      #expect(result.errorText == "alexnet: \(message)\n")
      #expect(result.errorText.count { $0 == "\n" } == 1)
      let listing = try Program.run("runs", "list", "--runs", runs.store.directory)
      #expect(listing.lines[1].split(separator: " ").starts(with: ["tiny-scenes-1", "failed"]))
      #expect(listing.output.contains("tiny-scenes-1: \(message)"))
    }

    @Test func aNameCannotBeUsedTwice() throws {
      let options = try runs.tiny("train", "--steps", "1", "--run", "mine", "--quiet")
      #expect(try Program.run(options).status == 0)
      let journal = runs.folder.text(of: "runs/mine/journal.jsonl")
      let result = try Program.run(options)
      #expect(result.status == 2)
      #expect(result.errorText.hasPrefix("alexnet: "))
      #expect(result.errorText.contains("mine"))
      #expect(runs.folder.text(of: "runs/mine/journal.jsonl") == journal)
    }

    @Test func runsThatCannotBeStoredDoNotStart() throws {
      let file = try runs.folder.file("file", "no folder")
      let result = try Program.run(
        ["train", "--steps", "1", "--runs", "\(file)/runs"])
      #expect(result.status == 2)
      #expect(result.output.isEmpty)
      #expect(result.errorText.hasPrefix("alexnet: "))
      #expect(result.errorText.contains("\(file)/runs"))
      #expect(result.errorText.count { $0 == "\n" } == 1)
    }

    @Test func aFullDiskIsReportedOnceAndAtTheEndAndTrainingContinues() throws {
      // There is room for the plan and the first lines of the journal. Then writing fails, as on a full disk.
      let options = try runs.tiny("train", "--steps", "100", "--run", "mine", "--quiet")
      let result = try Program(options, after: "ulimit -f 10").result()
      #expect(result.status == 1)
      #expect(result.output.isEmpty)
      let journal = "\(runs.store.directory)/mine/journal.jsonl"
      let failure = RunsError.fileFailed(action: "write", path: journal, code: EFBIG).problem
      #expect(result.errorText.hasPrefix("alexnet: \(failure)"))
      let lines = result.errorText.split(separator: "\n")
      #expect(lines.count == 2)
      #expect(lines[0].contains(journal))
      #expect(lines[1].contains("(\(failure)"))
      // The lines before the failure can be read.
      let recording = try runs.recording(of: "mine")
      #expect(recording.events.first?.name == "started")
      #expect(recording.damagedLines.isEmpty)
    }

    @Test func damagedDataAreReportedBeforeARunExists() throws {
      for batch in 1...5 { _ = try runs.folder.file("data_batch_\(batch).bin", "short") }
      _ = try runs.folder.file("test_batch.bin", "short")
      _ = try runs.folder.file("batches.meta.txt", "cat\ndog\n")
      let result = try Program.run(
        ["train", "--data", runs.folder.path, "--runs", runs.store.directory])
      #expect(result.status == 2)
      #expect(result.output.isEmpty)
      #expect(result.errorText.hasPrefix("alexnet: "))
      #expect(result.errorText.contains(runs.folder.path))
      #expect(result.errorText.count { $0 == "\n" } == 1)
      #expect(try runs.store.list().runs.isEmpty)
    }

    @Test(arguments: [
      ["--batch", "0"], ["--batch", "70000"], ["--steps", "0"], ["--epochs", "0"],
      ["--steps", "1", "--epochs", "1"], ["--rate", "nan"], ["--rate=-1"], ["--momentum", "1"],
      ["--decay", "inf"], ["--dropout", "1"], ["--dropout", "most"], ["--lrn", "yes"],
      ["--pooling", "square"], ["--activation", "gelu"], ["--augment", "spin"],
      ["--schedule", "never"], ["--threads", "0"], ["--limit", "0"], ["--validate-every=-1"],
      ["--seed=-1"], ["--data", "/nowhere"], ["--network", "large"], ["--network", "/no.json"],
      ["--network", "paper", "--batch", "60000"], ["--initial", "xavier"], ["--run", "a/b"],
      ["--run", ""], ["--steps"], ["--frobnicate"],
      ["surplus"],
    ])
    func anInvalidOptionIsOneLineAndStatusTwo(options: [String]) throws {
      let result = try Program.run(["train", "--runs", runs.store.directory] + options)
      #expect(result.status == 2)
      #expect(result.output.isEmpty)
      // "alexnet: what is wrong. What to do."
      #expect(
        result.errorText.wholeMatch(of: /alexnet: [^\n]+[.?;:] [^\n]+\.\n/) != nil,
        "\(result.errorText)")
      #expect(try runs.store.list().runs.isEmpty)
    }
  }

  @Suite(.serialized) struct Benchmarking {
    @Test func theFieldsOfTheContractArePresent() throws {
      let result = try Program.run(
        "bench", "--network", "compact", "--batch", "8", "--steps", "2", "--json")
      #expect(result.status == 0)
      #expect(result.errorText.isEmpty)
      let object = try #require(
        try JSONSerialization.jsonObject(with: Data(result.output.utf8)) as? [String: Any])
      #expect(object["network"] as? String == "compact")
      #expect(object["batch"] as? Int == 8)
      #expect(object["precision"] as? String == "fp32")
      #expect(object["threads"] as? Int == ProcessInfo.processInfo.activeProcessorCount)
      for field in [
        "imagesPerSecond", "bestImagesPerSecond", "gigaflopsPerSecond", "peakGigaflopsPerSecond",
        "shareOfPeak", "stepMilliseconds", "residentBytes",
      ] {
        #expect((object[field] as? Double).map { $0 > 0 } == true, "\(field)")
      }
      #expect((object["minorFaultsPerStep"] as? Double).map { $0 >= 0 } == true)
      let layers = try #require(object["layers"] as? [[String: Any]])
      let names = Set(layers.compactMap { $0["name"] as? String })
      #expect(
        names.isSuperset(of: ["conv1", "conv2", "conv3", "conv4", "conv5", "fc6", "fc7", "fc8"]))
      #expect(layers.allSatisfy { $0["direction"] is String && $0["milliseconds"] is Double })
    }
  }
}
