import Foundation
import Runs
import Testing

@testable import AlexNet

extension ForReal {
  /// Runs that ended in different ways, and continue.
  @Suite(.serialized) struct Resuming {
    private let runs: SmallRuns

    init() throws {
      runs = try SmallRuns()
    }

    private static let steps = 400

    private func train(_ name: String, _ options: String...) throws -> [String] {
      try runs.tiny(
        "train", "--run", name, "--threads", "2", "--augment", "crop,mirror,colour",
        "--validate-every", "150", "--json") + options
    }

    private func resume(_ name: String, _ options: String...) -> [String] {
      ["resume", name, "--runs", runs.store.directory] + options
    }

    /// The last event of each step and validation, and the steps after which the run continued.
    private func recorded(_ name: String) throws -> (numbers: [String: [UInt64]], resumed: [Int]) {
      var numbers: [String: [UInt64]] = [:]
      var resumed: [Int] = []
      let recording = try runs.recording(of: name)
      #expect(recording.damage == nil)
      for event in recording.events {
        switch event {
        case .step(let step):
          numbers["step \(step.step)"] = [step.loss, step.top1, step.rate].map(\.bitPattern)
        case .validation(let validation):
          numbers["validation \(validation.step)"] = [validation.loss, validation.top1]
            .map(\.bitPattern)
        case .resumed(let event): resumed.append(event.step)
        default: break
        }
      }
      return (numbers, resumed)
    }

    @Test func aKilledRunContinuesBitForBit() throws {
      #expect(
        try Program.run(try train("whole", "--steps", "\(Self.steps)")).status == 0)
      let whole = try recorded("whole")
      // The first is killed before its first checkpoint, the others while checkpoints are being written.
      var program = try Program(
        try train("broken", "--steps", "\(Self.steps)", "--checkpoint-every", "10"))
      var reached = 0
      for step in [3, 61, 118, 240, 377] {
        _ = program.output(upTo: #""step":\#(step),"#)
        program.send(SIGKILL)
        #expect(program.result().status == SIGKILL)
        #expect(try runs.store.run(named: "broken").isTraining == false)
        reached = step
        program = try Program(resume("broken", "--json"))
      }
      let result = program.result()
      #expect(result.status == 0)
      #expect(result.errorText.isEmpty)
      let broken = try recorded("broken")
      #expect(broken.numbers == whole.numbers)
      #expect(broken.resumed.count == 5)
      // The last checkpoint is at most one interval before the step of the kill, or two if the last one
      // was being written.
      #expect(try #require(broken.resumed.last) >= reached - 20)
    }

    @Test(arguments: [SIGINT, SIGTERM])
    func aRunStoppedByASignalIsSaved(signal: Int32) throws {
      let program = try Program(try train("mine", "--steps", "100000"))
      _ = program.output(upTo: #""step":20,"#)
      program.send(signal)
      #expect(program.result().status == 128 + signal)
      guard case .finished(let step, _, .stopped) = try runs.recording(of: "mine").events.last
      else {
        Issue.record("the run did not end in order")
        return
      }
      #expect(try runs.store.run(named: "mine").checkpoints.steps.last == step)
      let result = try Program.run(
        resume("mine", "--steps", "\(step + 1)", "--rate", "0.5", "--json"))
      #expect(result.status == 0)
      #expect(
        result.lines.first?.hasPrefix(#"{"event":"resumed","run":"mine","step":\#(step),"#) == true)
      #expect(result.output.contains(#"{"event":"rate","run":"mine","step":\#(step),"rate":0.5,"#))
      #expect(try Array(recorded("mine").numbers.keys).contains("step \(step + 1)"))
    }

    @Test func aRunThatCannotContinueIsOneLine() throws {
      #expect(
        try Program.run(try train("mine", "--steps", "20", "--checkpoint-every", "10")).status == 0)
      func errorText(_ arguments: [String]) throws -> String {
        let result = try Program.run(arguments)
        #expect(result.status == 2)
        #expect(result.output.isEmpty)
        #expect(result.errorText.wholeMatch(of: /alexnet: [^\n]+[.?;:] [^\n]+\.\n/) != nil)
        return result.errorText
      }
      #expect(
        try errorText(resume("mine"))
          == RunComplete(run: "mine", step: 20, reason: .length).errorLine)
      #expect(
        try errorText(resume("yours"))
          == RunsError.noSuchRun("yours", directory: runs.store.directory).errorLine)
      #expect(
        try errorText(resume("mine", "--from", "7")).contains(
          RunsError.noSuchCheckpoint(run: "mine", step: 7, []).problem))
      #expect(try errorText(resume("mine", "--steps", "0")).contains("--steps"))
      let journal = try runs.store.run(named: "mine").openJournal()
      #expect(
        try errorText(resume("mine", "--steps", "30"))
          .contains(RunsError.heldByTrainer("mine").problem))
      withExtendedLifetime(journal) {}
    }

    @Test func aDamagedCheckpointIsSkippedWithAWarning() throws {
      #expect(
        try Program.run(try train("mine", "--steps", "20", "--checkpoint-every", "10")).status == 0)
      let folder = try runs.store.run(named: "mine").checkpoints
      #expect(truncate(folder.path(ofStep: 20), 5000) == 0)
      let result = try Program.run(resume("mine", "--steps", "30", "--json"))
      #expect(result.status == 0)
      #expect(result.lines[0].contains(#""step":10,"#))
      #expect(result.lines[1].contains(#""event":"warning""#))
      #expect(result.lines[1].contains("step-00000020.safetensors"))
      #expect(folder.steps.suffix(1) == [30])
    }

    @Test func anIncompleteLineOfTheJournalIsRemovedWithAWarning() throws {
      #expect(try Program.run(try train("mine", "--steps", "20")).status == 0)
      let run = try runs.store.run(named: "mine")
      let file = try #require(fopen(run.journalPath, "a"))
      fputs(#"{"event":"st"#, file)
      fclose(file)
      let result = try Program.run(resume("mine", "--steps", "30", "--json"))
      #expect(result.status == 0)
      #expect(result.lines[1].contains("12 bytes"))
      #expect(try run.recording().damage == nil)
    }

    @Test func onAFullDiskTrainingContinuesAndTheLastCheckpointStays() throws {
      #expect(try Program.run(try train("mine", "--steps", "20")).status == 0)
      // Files can have 200 KB: enough for the journal, too little for a checkpoint of 260 KB.
      let result = try Program(
        resume("mine", "--steps", "60", "--checkpoint-every", "10", "--json"),
        after: "ulimit -f 400"
      ).result()
      #expect(result.status == 1)
      #expect(result.errorText.contains("step 20"))
      #expect(
        result.output.contains(#"{"event":"warning","run":"mine","step":30,"kind":"checkpoint","#))
      #expect(result.output.contains("step 20 is kept"))
      let folder = try runs.store.run(named: "mine").checkpoints
      #expect(try folder.checkpoint(ofStep: 20).state.step == 20)
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).count == 1)
    }

    @Test(.enabled(if: Window.tmux != nil, "tmux is missing"))
    func theScreenShowsARunThatContinues() throws {
      let window = try Window(try runs.tiny("watch", "--run", "mine"))
      let step = try window.reachesStep(after: 30)
      try window.press("C")
      try window.waits(for: "a checkpoint") { _ in
        try !self.runs.store.run(named: "mine").checkpoints.steps.isEmpty
      }
      kill(try #require(try runs.trainer(of: "mine")), SIGKILL)
      try window.shows("signal 9 (Killed)")
      try window.shows("alexnet resume mine")
      try window.press("q")
      #expect(try window.status() == 1)
      #expect(try runs.listed().starts(with: ["mine", "interrupted"]))
      let again = try Window(resume("mine", "--watch"))
      try again.reachesStep(after: step)
      try again.press("q")
      try again.shows("Leave the screen?")
      try again.press("s")
      #expect(try again.status() == 0)
      #expect(try recorded("mine").resumed.count == 1)
    }
  }
}
