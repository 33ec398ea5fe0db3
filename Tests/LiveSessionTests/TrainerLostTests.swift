import Blueprint
import Foundation
import Runs
import Testing

@testable import LiveSession

@Suite struct ALostTrainer {
  private let folder: TemporaryFolder
  private let run: Run
  private let commands = RunCommandLines(
    resume: { runs, seconds in ["resume"] + runs + (seconds.map { ["--for", "\($0)"] } ?? []) },
    attach: { ["attach", $0] })

  init() throws {
    folder = try TemporaryFolder()
    let plan = RunPlan(
      network: .compact(classes: 6, side: 32), data: .scenes, seed: 1, batch: 8, length: .endless,
      knobs: Knobs(), schedule: .constant, threads: 1, validateEvery: 50)
    run = try RunStore(directory: folder.path).create(plan, name: "mine", data: "scenes")
  }

  @Test func isNamedWithTheCommandThatContinuesItsRun() {
    let error = TrainerLost([run], commands)
    #expect(error.problem.contains("'mine'"))
    #expect(error.remedy.hasPrefix("`resume mine` "))
    #expect(error.checkpoints == [0] && error.lastLines.isEmpty && error.exit == nil)
  }

  @Test func hasOneCommandForAllOfItsRuns() throws {
    let lane = try run.store.create(try run.plan(), name: "mine-tanh", data: "")
    let checkpoints = lane.checkpoints
    try FileManager.default.createDirectory(
      atPath: checkpoints.path, withIntermediateDirectories: true)
    try Data().write(to: URL(filePath: checkpoints.path(ofStep: 1200)))
    let error = TrainerLost([run, lane], commands, secondsLeft: 90)
    #expect(error.problem.hasPrefix("2 runs were interrupted: "))
    #expect(error.command == "resume mine mine-tanh --for 90.0")
    #expect(error.checkpoints == [0, 1200])
    #expect(error.remedy.hasSuffix(" 0 to 1,200"))
  }

  /// Lines of a log, and those of them that follow the last line about a step or the run.
  @Test(arguments: [
    ("step 1  loss 3\nFatal error: overflow\n0 main\n", ["Fatal error: overflow", "0 main"]),
    ("run mine in /runs/mine\nstep 1  loss 3\n", []), ("", []),
    ("a\nb\nc\nd\n", ["b", "c", "d"]),
  ])
  func hasTheLastLinesOfItsLog(log: String, lines: [String]) throws {
    try Data(log.utf8).write(to: URL(filePath: run.logPath))
    let error = TrainerLost([run], commands)
    #expect(error.lastLines == lines)
    #expect(error.text.split(separator: "\n").suffix(lines.count).map(String.init) == lines)
  }
}

@Suite struct CommandLinesAsText {
  /// The words are those of the Bourne shell: a quote within quotes ends them, and is escaped outside.
  @Test(arguments: [
    (["alexnet", "resume", "a-1", "--runs", "/x/y_z"], "alexnet resume a-1 --runs /x/y_z"),
    (["alexnet", "attach", "a", "--runs", "/my runs"], "alexnet attach a --runs '/my runs'"),
    (["echo", "it's", "", "$HOME"], #"echo 'it'\''s' '' '$HOME'"#),
  ])
  func areQuotedForAShell(words: [String], text: String) {
    #expect(RunCommandLines.text(words) == text)
  }
}

@Suite struct ExitsOfAProcess {
  private func exit(of script: String) throws -> ProcessExit? {
    var process: pid_t = 0
    let arguments: [String] = ["sh", "-c", script]
    var words = arguments.map { strdup($0) } + [nil]
    defer { for word in words { free(word) } }
    try #require(posix_spawn(&process, "/bin/sh", nil, nil, &words, nil) == 0)
    return ProcessExit(waitingFor: process)
  }

  @Test func haveTheStatusOrTheSignal() throws {
    let ended = try #require(try exit(of: "exit 3"))
    #expect(ended.status == 3 && ended.signal == nil)
    let killed = try #require(try exit(of: "kill -9 $$"))
    #expect(killed.status == 137 && killed.signal == SIGKILL)
  }

  @Test func areUnknownForAProcessThatIsNotAChild() {
    #expect(ProcessExit(waitingFor: 1) == nil)
  }
}
