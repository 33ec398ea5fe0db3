import Blueprint
import Foundation
import Runs
import Testing

@testable import LiveSession

@Suite struct ALostTrainer {
  private let folder: TemporaryFolder
  private let run: Run
  private let commands = RunCommandLines(resume: { "resume \($0)" }, attach: { "attach \($0)" })

  init() throws {
    folder = try TemporaryFolder()
    let plan = RunPlan(
      network: .compact(classes: 6, side: 32), data: .scenes, seed: 1, batch: 8, length: .endless,
      knobs: Knobs(), schedule: .constant, threads: 1, validateEvery: 50)
    run = try RunStore(directory: folder.path).create(plan, name: "mine", data: "scenes")
  }

  @Test func isNamedWithTheCommandThatContinuesItsRun() {
    let error = TrainerLost(run, commands)
    #expect(error.problem.contains("'mine'"))
    #expect(error.remedy.hasPrefix("`resume mine` "))
    #expect(error.checkpoint == nil && error.lastLines.isEmpty && error.exit == nil)
  }

  /// Lines of a log, and those of them that follow the last line about a step or the run.
  @Test(arguments: [
    ("step 1  loss 3\nFatal error: overflow\n0 main\n", ["Fatal error: overflow", "0 main"]),
    ("run mine in /runs/mine\nstep 1  loss 3\n", []), ("", []),
    ("a\nb\nc\nd\n", ["b", "c", "d"]),
  ])
  func hasTheLastLinesOfItsLog(log: String, lines: [String]) throws {
    try Data(log.utf8).write(to: URL(filePath: run.logPath))
    let error = TrainerLost(run, commands)
    #expect(error.lastLines == lines)
    #expect(error.text.split(separator: "\n").suffix(lines.count).map(String.init) == lines)
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
