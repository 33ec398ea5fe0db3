import Foundation
import Runs
import Testing

extension ForReal {
  /// Runs that are ended in every way, and go on.
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

    /// What was told last of each step and validation; and the places where the run went on.
    private func told(_ name: String) throws -> (numbers: [String: [UInt64]], resumed: [Int]) {
      var numbers: [String: [UInt64]] = [:]
      var resumed: [Int] = []
      let recording = try runs.recording(of: name)
      #expect(recording.complaint == nil)
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

    @Test func killedAtAnyMomentItGoesOnAsIfNothingHadBeen() throws {
      #expect(
        try Program.run(try train("whole", "--steps", "\(Self.steps)")).status == 0)
      let whole = try told("whole")
      // The first is killed before there is a checkpoint, the others while they are written all the time.
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
      #expect(result.complaint.isEmpty)
      let broken = try told("broken")
      #expect(broken.numbers == whole.numbers)
      #expect(broken.resumed.count == 5)
      // Whoever is killed at a step has a checkpoint of an interval before, or the one before that,
      // which was being written.
      #expect(try #require(broken.resumed.last) >= reached - 20)
    }

    @Test(arguments: [SIGINT, SIGTERM])
    func stoppedBySignalItHasSaved(signal: Int32) throws {
      let program = try Program(try train("mine", "--steps", "100000"))
      _ = program.output(upTo: #""step":20,"#)
      program.send(signal)
      #expect(program.result().status == 128 + signal)
      guard case .finished(let step, _, .stopped) = try runs.recording(of: "mine").events.last
      else {
        Issue.record("it did not end in order")
        return
      }
      #expect(try runs.store.run(named: "mine").checkpoints.steps.last == step)
      let result = try Program.run(
        resume("mine", "--steps", "\(step + 1)", "--rate", "0.5", "--json"))
      #expect(result.status == 0)
      #expect(
        result.lines.first?.hasPrefix(#"{"event":"resumed","run":"mine","step":\#(step),"#) == true)
      #expect(result.output.contains(#"{"event":"rate","run":"mine","step":\#(step),"rate":0.5,"#))
      #expect(try Array(told("mine").numbers.keys).contains("step \(step + 1)"))
    }

    @Test func whatCannotGoOnIsSaidInALine() throws {
      #expect(
        try Program.run(try train("mine", "--steps", "20", "--checkpoint-every", "10")).status == 0)
      func complaint(_ arguments: [String]) throws -> String {
        let result = try Program.run(arguments)
        #expect(result.status == 2)
        #expect(result.output.isEmpty)
        #expect(result.complaint.wholeMatch(of: /alexnet: [^\n]+[.?;:] [^\n]+\.\n/) != nil)
        return result.complaint
      }
      #expect(
        try complaint(resume("mine"))
          == "alexnet: the run 'mine' is complete after 20 steps. Give more with --steps or --epochs.\n"
      )
      #expect(try complaint(resume("yours")).contains("there is no run called 'yours'"))
      #expect(try complaint(resume("mine", "--from", "7")).contains("no checkpoint of step 7"))
      #expect(try complaint(resume("mine", "--steps", "0")).contains("--steps"))
      let journal = try runs.store.run(named: "mine").openJournal()
      #expect(
        try complaint(resume("mine", "--steps", "30"))
          .contains(RunsError.alreadyRunning("mine").problem))
      withExtendedLifetime(journal) {}
    }

    @Test func aDamagedCheckpointIsPassedOverWithAWarning() throws {
      #expect(
        try Program.run(try train("mine", "--steps", "20", "--checkpoint-every", "10")).status == 0)
      let folder = try runs.store.run(named: "mine").checkpoints
      #expect(truncate(folder.path(ofStep: 20), 5000) == 0)
      let result = try Program.run(resume("mine", "--steps", "30", "--json"))
      #expect(result.status == 0)
      #expect(result.lines[0].contains(#""step":10,"#))
      #expect(result.lines[1].contains("is damaged: it is cut off. An older checkpoint is used."))
      #expect(folder.steps.suffix(1) == [30])
    }

    @Test func aTornJournalIsPutRightAndSaid() throws {
      #expect(try Program.run(try train("mine", "--steps", "20")).status == 0)
      let run = try runs.store.run(named: "mine")
      let file = try #require(fopen(run.journalPath, "a"))
      fputs(#"{"event":"st"#, file)
      fclose(file)
      let result = try Program.run(resume("mine", "--steps", "30", "--json"))
      #expect(result.status == 0)
      #expect(result.lines[1].contains("its 12 bytes have been dropped"))
      #expect(try run.recording().complaint == nil)
    }

    @Test func whenTheDiskIsFullTrainingGoesOnAndTheLastOneIsWhole() throws {
      #expect(try Program.run(try train("mine", "--steps", "20")).status == 0)
      // Files may be no larger than 200 KB: the journal has room, a checkpoint of 260 KB has not.
      let result = try Program(
        resume("mine", "--steps", "60", "--checkpoint-every", "10", "--json"),
        after: "ulimit -f 400"
      ).result()
      #expect(result.status == 1)
      #expect(result.complaint.contains("; the latest is that of step 20)"))
      #expect(
        result.output.contains(#"{"event":"warning","run":"mine","step":30,"kind":"checkpoint","#))
      #expect(result.output.contains("that of step 20 is kept. Training goes on."))
      let folder = try runs.store.run(named: "mine").checkpoints
      #expect(try folder.checkpoint(ofStep: 20).state.step == 20)
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).count == 1)
    }

    @Test(.enabled(if: Window.tmux != nil, "tmux is missing"))
    func onTheScreenTheCurvesGoOn() throws {
      let window = try Window(try runs.tiny("watch", "--run", "mine"))
      let step = try window.reachesStep(after: 30)
      try window.press("c")
      try window.waits(for: "a checkpoint") { _ in
        try !self.runs.store.run(named: "mine").checkpoints.steps.isEmpty
      }
      kill(try #require(try runs.trainer(of: "mine")), SIGKILL)
      try window.shows("The run was cut off")
      try window.shows("was ended by signal 9 (Killed)")
      try window.shows("alexnet resume mine")
      try window.press("q")
      #expect(try window.status() == 1)
      #expect(try runs.listed().starts(with: ["mine", "died"]))
      let again = try Window(resume("mine", "--watch"))
      try again.reachesStep(after: step)
      try again.press("q")
      try again.shows("Keep training?")
      try again.press("s")
      #expect(try again.status() == 0)
      #expect(try told("mine").resumed.count == 1)
    }
  }
}
