import Foundation
import Runs
import Testing

@testable import AlexNet
@testable import LiveSession

extension ForReal {
  /// Files that cannot grow, as on a full disk: complete files stay complete, and the error is reported.
  @Suite(.serialized) struct FullDisk {
    private let runs: SmallRuns

    init() throws {
      runs = try SmallRuns()
    }

    /// Runs the program with a limit on the size of files, in blocks of 512 bytes.
    private func run(_ arguments: [String], blocks: Int) throws -> Program.Result {
      try Program(
        arguments + ["--runs", runs.store.directory], environment: ["LC_ALL": "C"],
        after: "ulimit -f \(blocks)"
      ).result()
    }

    private func files() throws -> [String] {
      try FileManager.default.contentsOfDirectory(atPath: "\(runs.store.directory)/mine")
    }

    @Test func aFileThatTheUserWritesIsCompleteOrUnchanged() throws {
      let options = try runs.tiny("train", "--steps", "5", "--run", "mine", "--quiet")
      #expect(try Program.run(options).status == 0)
      try runs.store.run(named: "mine").writeNote("the previous note")
      for (name, arguments) in [
        ("sheet.png", ["kernels", "mine", "--to", "\(runs.folder.path)/sheet.png"]),
        ("time.apng", ["kernels", "mine", "--to", "\(runs.folder.path)/time.apng"]),
        (
          "runs/mine/notes.txt",
          ["runs", "note", "mine", String(repeating: "another note ", count: 100)]
        ),
      ] {
        if !name.hasPrefix("runs") { _ = try runs.folder.file(name, "the previous picture") }
        let before = try #require(runs.folder.text(of: name))
        let result = try run(arguments, blocks: 1)
        #expect(result.status == 1)
        let error = RunsError.fileFailed(
          action: "write", path: "\(runs.folder.path)/\(name)", code: EFBIG)
        #expect(result.errorText == error.errorLine)
        #expect(runs.folder.text(of: name) == before)
        #expect(try run(arguments, blocks: 10_000).status == 0)
        #expect(runs.folder.text(of: name) != before)
      }
      #expect(try !files().contains { $0.hasSuffix(".part") })
      let others = try FileManager.default.contentsOfDirectory(atPath: runs.folder.path)
      #expect(!others.contains { $0.hasSuffix(".part") })
    }

    @Test func aCheckpointThatCouldNotBeSavedIsNamedAtTheEndAndTheStatusIsOne() throws {
      // There is room for the journal, but not for a checkpoint.
      let result = try run(
        runs.tiny("train", "--steps", "6", "--run", "mine", "--checkpoint-every", "2", "--quiet"),
        blocks: 200)
      #expect(result.status == 1)
      let events = try runs.recording().events
      guard case .warning(6, kind: TrainingEvent.unsaved, let message)? = events.dropLast().last,
        case .finished(6, _, .completed)? = events.last
      else {
        Issue.record("the journal does not name the missing checkpoint")
        return
      }
      let path = "\(runs.store.directory)/mine/checkpoints/step-00000006.safetensors"
      #expect(
        message.contains(RunsError.fileFailed(action: "write", path: path, code: EFBIG).problem))
      let error = UnsavedRun(
        run: "mine", message: message,
        command: "\(Resume.invocation) mine --runs \(runs.store.directory)", hasCheckpoint: false)
      #expect(result.errorText == error.errorLine)
    }

    @Test func aJournalThatCannotBeWrittenIsNamedAtTheEnd() throws {
      let options = try runs.tiny("train", "--steps", "50", "--run", "mine", "--quiet")
      #expect(try Program.run(options).status == 0)
      let run = try runs.store.run(named: "mine")
      let size = try Data(contentsOf: URL(filePath: run.journalPath)).count
      let result = try self.run(
        ["resume", "mine", "--steps", "400", "--quiet"], blocks: size / 512 + 1)
      #expect(result.status == 1)
      #expect(
        result.errorText.contains(
          RunsError.fileFailed(action: "write", path: run.journalPath, code: EFBIG).problem))
    }

    @Test func aTimelineThatCannotGrowStaysAndTrainingContinues() throws {
      let options = runs.compact("train", "--steps", "2", "--run", "mine", "--quiet")
      #expect(try Program.run(options).status == 0)
      let run = try runs.store.run(named: "mine")
      let before = try Data(contentsOf: URL(filePath: run.kernelsPath))
      let saved = try #require(run.checkpoints.steps.last)
      // There is room for the journal, but not for a record of the kernels or a checkpoint.
      let result = try self.run(
        ["resume", "mine", "--steps", "6", "--json"], blocks: before.count / 512)
      #expect(result.status == 1)
      for kind in ["kernels", "checkpoint", TrainingEvent.unsaved] {
        #expect(result.output.contains(#""kind":"\#(kind)","message":""#))
      }
      for path in [run.checkpoints.path(ofStep: 6), run.kernelsPath] {
        #expect(
          result.errorText.contains(
            RunsError.fileFailed(action: "write", path: path, code: EFBIG).problem))
      }
      #expect(try Data(contentsOf: URL(filePath: run.kernelsPath)) == before)
      #expect(try run.checkpoints.checkpoint(ofStep: saved).state.step == saved)
      guard case .finished(6, _, .completed)? = try run.recording().events.last else {
        Issue.record("the journal has no end")
        return
      }
      // With room again the run continues from its last checkpoint, and the timeline too.
      #expect(
        try self.run(["resume", "mine", "--steps", "6", "--quiet"], blocks: 1_000_000).status == 0)
      let timeline = try #require(try KernelTimeline(path: run.kernelsPath))
      #expect(timeline.steps.last == 6)
      #expect(run.checkpoints.steps.last == 6)
    }

    /// The checkpoint of this network has 7 KB. With 200 steps, the limit of 40 KB is between the journal of
    /// 36 KB and the event file, which has 45 KB and the statistics of the layers: the slower the machine, the more.
    @Test func trainingContinuesWithoutRoomForTensorBoard() throws {
      let spec = """
        {"name": "small", "input": [3, 32, 32], "inputScale": 0.017, "layers": [
          {"name": "conv1", "kind": "convolution", "outputs": 4, "kernel": 5, "padding": 2,
           "stride": 4, "weights": 0.01},
          {"name": "relu1", "kind": "relu"},
          {"name": "pool1", "kind": "pooling", "size": 7, "stride": 7},
          {"name": "fc2", "kind": "fully-connected", "outputs": 40, "weights": "he"}
        ]}
        """
      let logs = "\(runs.folder.path)/logs"
      let result = try run(
        runs.compact(
          "train", "--network", runs.folder.file("small.json", spec), "--steps", "200", "--run",
          "mine", "--quiet", "--tensorboard", logs), blocks: 80)
      let events = try runs.recording().events
      #expect(
        events.contains { if case .finished(200, _, .completed) = $0 { true } else { false } })
      #expect(try runs.store.run(named: "mine").checkpoints.steps.last == 200)
      let warnings = events.compactMap { event -> String? in
        if case .warning(_, kind: "tensorboard", let message) = event { message } else { nil }
      }
      let command =
        "alexnet export mine --tensorboard \(logs) --force --runs \(runs.store.directory)"
      // On a fast machine the training ends before the events are written. Then the report at the end is all.
      #expect(warnings.count <= 1)
      for warning in warnings {
        #expect(warning.contains(": File too large. ") && warning.contains("`\(command)`"))
      }
      #expect(result.errorText.contains("`\(command)` writes all of them.\n"))

      // The command does what it promises.
      let words = command.split(separator: " ").dropFirst().map(String.init)
      #expect(try Program.run(words).status == 0)
      let names = try FileManager.default.contentsOfDirectory(atPath: "\(logs)/mine")
      let file = try #require(names.count == 1 ? names.first : nil)
      let bytes = try Data(contentsOf: URL(filePath: "\(logs)/mine/\(file)")).count
      #expect(bytes > 80 * 512)
    }

    @Test(.enabled(if: Window.tmux != nil, "tmux is missing"))
    func theScreenReportsAPictureThatCannotBeWritten() throws {
      let options = try runs.tiny("train", "--steps", "5", "--run", "mine", "--quiet")
      #expect(try Program.run(options).status == 0)
      let window = try Window(
        ["attach", "mine", "--runs", runs.store.directory], width: 200,
        settings: #"sh -c 'ulimit -f 1; exec "$@"' sh"#)
      try window.shows("finished")
      try window.press("2")
      try window.footerShows("play")
      try window.press("w")
      try window.shows("Export mine")
      try window.press("Enter")
      try window.shows("cannot write")
      #expect(try !files().contains { $0.hasSuffix(".part") || $0.hasSuffix(".png") })
      try window.press("Escape")
      try window.waits(for: "the end of the box") { !$0.contains("Export mine") }
      try window.press("q")
      #expect(try window.status() == 0)
    }
  }
}
