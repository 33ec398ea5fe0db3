import Foundation
import Testing

@testable import LiveSession

@Suite struct CommandsOfTheShell {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  /// Runs a command to its end.
  private func run(
    _ text: String, _ environment: [String: String?] = [:], log: String = "log"
  ) throws -> ProcessExit? {
    let command = ShellCommand(
      text: text, environment: environment, log: "\(folder.path)/\(log)")
    return ProcessExit(waitingFor: try command.start().get())
  }

  @Test func getTheirEnvironmentAndAppendTheirOutputToTheLog() throws {
    setenv("ALEXNET_TOP5", "of this process", 1)
    defer { unsetenv("ALEXNET_TOP5") }
    try folder.file("log", "before\n")
    let exit = try run(
      #"echo "$ALEXNET_RUN|${ALEXNET_TOP5-unset}"; echo problem >&2; cat"#,
      ["ALEXNET_RUN": "a 'b' \"c\"\u{0}", "ALEXNET_TOP5": nil])
    #expect(exit?.status == 0)
    #expect(folder.text(of: "log") == "before\na 'b' \"c\"|unset\nproblem\n")
  }

  @Test(arguments: [("exit 3", 3), ("kill -9 $$", 137), ("no-such-program-here", 127)])
  func reportTheirExitStatus(text: String, status: Int32) throws {
    #expect(try run(text)?.status == status)
  }

  @Test func inheritNoOpenFile() throws {
    let path = "\(folder.path)/lock"
    // Without O_CLOEXEC, and with a lock that a copy of the descriptor would keep.
    let file = open(path, O_RDWR | O_CREAT, 0o644)
    #expect(file >= 0 && flock(file, LOCK_EX) == 0)
    defer { close(file) }
    _ = try run("ls /proc/self/fd | tr '\\n' ' '")
    // 3 is the folder that ls reads.
    #expect(folder.text(of: "log") == "0 1 2 3 ")
  }

  @Test func areInASessionOfTheirOwn() throws {
    // Field 6 of the file is the session (proc(5)).
    _ = try run("cut -d ' ' -f 6 /proc/$$/stat; echo $$")
    let words = (folder.text(of: "log") ?? "").split(whereSeparator: \.isWhitespace)
    #expect(words.count == 2 && words[0] == words[1])
  }

  @Test func runWithoutALogToo() throws {
    #expect(try run("echo x", log: "none/log")?.status == 0)
  }
}
