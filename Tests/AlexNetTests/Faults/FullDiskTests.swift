import Foundation
import Runs
import Testing

extension ForReal {
  /// Files that may grow no further, as on a full disk: what there is stays whole, and it is said.
  @Suite(.serialized) struct FullDisk {
    private let runs: SmallRuns

    init() throws {
      runs = try SmallRuns()
    }

    /// Runs the program where files may have so many blocks of 512 bytes.
    private func run(_ arguments: [String], blocks: Int) throws -> Program.Result {
      try Program(
        arguments + ["--runs", runs.store.directory], environment: ["LC_ALL": "C"],
        after: "ulimit -f \(blocks)"
      ).result()
    }

    private func files() throws -> [String] {
      try FileManager.default.contentsOfDirectory(atPath: "\(runs.store.directory)/mine")
    }

    @Test func whatAPersonWritesIsWholeOrAsItWas() throws {
      let options = try runs.tiny("train", "--steps", "5", "--run", "mine", "--quiet")
      #expect(try Program.run(options).status == 0)
      try runs.store.run(named: "mine").writeNote("the note before")
      for (name, arguments) in [
        ("sheet.png", ["kernels", "mine", "--to", "\(runs.folder.path)/sheet.png"]),
        ("time.apng", ["kernels", "mine", "--to", "\(runs.folder.path)/time.apng"]),
        (
          "runs/mine/notes.txt",
          ["runs", "note", "mine", String(repeating: "another note ", count: 100)]
        ),
      ] {
        if !name.hasPrefix("runs") { _ = try runs.folder.file(name, "the picture before") }
        let before = try #require(runs.folder.text(of: name))
        let result = try run(arguments, blocks: 1)
        #expect(result.status == 2)
        #expect(
          result.complaint
            == "alexnet: cannot write \(runs.folder.path)/\(name): File too large. "
            + "Files may not become so large here: see `ulimit -f`.\n")
        #expect(runs.folder.text(of: name) == before)
        #expect(try run(arguments, blocks: 10_000).status == 0)
        #expect(runs.folder.text(of: name) != before)
      }
      #expect(try !files().contains { $0.hasSuffix(".part") })
      let others = try FileManager.default.contentsOfDirectory(atPath: runs.folder.path)
      #expect(!others.contains { $0.hasSuffix(".part") })
    }

    @Test func whatCouldNotBeSavedIsNamedAtTheEndAndTheStatusIsOne() throws {
      // Room for the journal, and for no checkpoint at all.
      let result = try run(
        runs.tiny("train", "--steps", "6", "--run", "mine", "--checkpoint-every", "2", "--quiet"),
        blocks: 200)
      #expect(result.status == 1)
      let folder = "\(runs.store.directory)/mine/checkpoints"
      #expect(
        result.complaint.hasPrefix(
          "alexnet: run mine is not all saved: Not saved: the checkpoint of step 6 (cannot write "
            + "\(folder)/step-00000006.safetensors: File too large; there is none)."))
      #expect(result.complaint.count { $0 == "\n" } == 1)
      let events = try runs.recording().events
      guard case .warning(6, kind: TrainingEvent.unsaved, _)? = events.dropLast().last,
        case .finished(6, _, .completed)? = events.last
      else {
        Issue.record("the journal does not tell what is missing")
        return
      }
    }

    @Test func aJournalThatCouldNotBeWrittenIsNamedAtTheEnd() throws {
      let options = try runs.tiny("train", "--steps", "50", "--run", "mine", "--quiet")
      #expect(try Program.run(options).status == 0)
      let run = try runs.store.run(named: "mine")
      let size = try Data(contentsOf: URL(filePath: run.journalPath)).count
      let result = try self.run(
        ["resume", "mine", "--steps", "400", "--quiet"], blocks: size / 512 + 1)
      #expect(result.status == 1)
      #expect(result.complaint.contains("the journal of the last steps (cannot write "))
    }

    @Test func whereTheTimeLineCannotGrowItStaysAndTrainingGoesOn() throws {
      let options = runs.compact("train", "--steps", "2", "--run", "mine", "--quiet")
      #expect(try Program.run(options).status == 0)
      let run = try runs.store.run(named: "mine")
      let before = try Data(contentsOf: URL(filePath: run.kernelsPath))
      let saved = try #require(run.checkpoints.steps.last)
      // Room for the journal, and neither for a record of the kernels nor for a checkpoint.
      let result = try self.run(
        ["resume", "mine", "--steps", "6", "--json"], blocks: before.count / 512)
      #expect(result.status == 1)
      for kind in ["kernels", "checkpoint", TrainingEvent.unsaved] {
        #expect(result.output.contains(#""kind":"\#(kind)","message":""#))
      }
      #expect(result.complaint.contains("the checkpoint of step 6 (cannot write "))
      #expect(result.complaint.contains("the kernels of the last steps (cannot write "))
      #expect(try Data(contentsOf: URL(filePath: run.kernelsPath)) == before)
      #expect(try run.checkpoints.checkpoint(ofStep: saved).state.step == saved)
      guard case .finished(6, _, .completed)? = try run.recording().events.last else {
        Issue.record("the journal does not tell of the end")
        return
      }
      // With room again it goes on from where it was saved, and so does the time-line.
      #expect(
        try self.run(["resume", "mine", "--steps", "6", "--quiet"], blocks: 1_000_000).status == 0)
      let timeline = try #require(try KernelTimeline(path: run.kernelsPath))
      #expect(timeline.steps.last == 6)
      #expect(run.checkpoints.steps.last == 6)
    }

    @Test(.enabled(if: Window.tmux != nil, "tmux is missing"))
    func onTheScreenItIsSaidThatNoPictureWasWritten() throws {
      let options = try runs.tiny("train", "--steps", "5", "--run", "mine", "--quiet")
      #expect(try Program.run(options).status == 0)
      let window = try Window(
        ["attach", "mine", "--runs", runs.store.directory], width: 200,
        settings: #"sh -c 'ulimit -f 1; exec "$@"' sh"#)
      try window.shows("finished")
      try window.press("2")
      try window.footerShows("play")
      try window.press("w")
      try window.footerShows("cannot write")
      #expect(try !files().contains { $0.hasSuffix(".part") || $0.hasSuffix(".png") })
      try window.press("q")
      #expect(try window.status() == 0)
    }
  }
}
