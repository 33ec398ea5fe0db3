import Foundation
import Testing

/// A terminal window as a person has it: a tmux of its own with one window, in which a shell runs
/// the program. Keys go in, the screen comes out.
final class Window {
  struct Impatience: Error, CustomStringConvertible {
    var wanted: String
    var screen: String
    var description: String { "waited in vain for \(wanted); the screen is\n\(screen)" }
  }

  /// Generous: the machine may be busy with other things.
  private static let patience = Duration.seconds(60)
  static let tmux = ["/usr/bin", "/bin", "/usr/local/bin"].map { "\($0)/tmux" }
    .first { FileManager.default.isExecutableFile(atPath: $0) }
  /// What the shell says before the program starts.
  static let greeting = "this is the shell"

  private let folder: TemporaryFolder

  /// Opens a window and runs the program in it. What the program leaves of the screen can be looked
  /// at when it is over.
  /// - Parameters:
  ///   - settings: shell words before it: "TERM=dumb".
  ///   - redirection: shell words behind it: "2>complaint".
  init(
    _ arguments: [String], of executable: URL = Program.executable, width: Int = 80,
    height: Int = 24, settings: String = "", redirection: String = ""
  ) throws {
    folder = try TemporaryFolder()
    let program = ([executable.path] + arguments).map { "'\($0)'" }.joined(separator: " ")
    // The shell outlives the signals that are meant for the program, and so can tell its status.
    let script = """
      trap : HUP INT TERM QUIT
      cd '\(folder.path)'
      echo '\(Self.greeting)'
      env \(settings) sh -c 'echo $$ >pid; exec "$@"' sh \(program) \(redirection)
      echo $? >status.part; mv status.part status
      exec cat
      """
    try open(["sh", try folder.file("script", script)], width, height)
  }

  /// Opens a window with an interactive shell.
  init(shellAt width: Int, by height: Int) throws {
    folder = try TemporaryFolder()
    try open(["env", "PS1=ready> ", "bash", "--norc", "--noprofile", "-i"], width, height)
  }

  deinit { _ = try? tmux("kill-server") }

  private func open(_ command: [String], _ width: Int, _ height: Int) throws {
    try tmux(["new-session", "-d", "-x", "\(width)", "-y", "\(height)"] + command)
    // Nothing is left behind, not even by tests that were killed.
    try tmux(
      "run-shell", "-b",
      "while kill -0 \(getpid()) 2>/dev/null; do sleep 1; done; '\(Self.tmux ?? "tmux")' kill-server"
    )
  }

  @discardableResult
  private func tmux(_ arguments: String...) throws -> String { try tmux(arguments) }

  @discardableResult
  private func tmux(_ arguments: [String]) throws -> String {
    try Command(
      path: #require(Self.tmux),
      arguments: ["-u", "-S", "\(folder.path)/tmux", "-f", "/dev/null"] + arguments,
      environment: ["HOME": folder.path, "PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8"]
    ).output()
  }

  // MARK: - In

  /// Presses keys, by tmux's names: "d", "Escape", "C-z".
  func press(_ keys: String...) throws { try tmux(["send-keys"] + keys) }

  func resize(_ width: Int, _ height: Int) throws {
    try tmux("resize-window", "-x", "\(width)", "-y", "\(height)")
  }

  /// Closes the window under the program.
  func closeUnderProgram() throws { try tmux("kill-pane") }

  func send(_ signal: Int32) throws {
    let pid = try #require(folder.text(of: "pid").flatMap { pid_t($0.dropLast()) })
    kill(pid, signal)
  }

  // MARK: - Out

  func screen() throws -> String { try tmux("capture-pane", "-p") }

  /// With the sequences that colour it.
  func coloredScreen() throws -> String { try tmux("capture-pane", "-p", "-e") }

  /// What a format of tmux says: "#{cursor_flag}".
  func fact(_ format: String) throws -> String {
    String(try tmux("display-message", "-p", format).dropLast())
  }

  /// The screen once it is so.
  @discardableResult
  func waits(
    for wanted: String, until holds: (String) throws -> Bool
  ) throws -> String {
    let deadline = ContinuousClock.now + Self.patience
    while true {
      let screen = try screen()
      if try holds(screen) { return screen }
      guard ContinuousClock.now < deadline else {
        throw Impatience(wanted: wanted, screen: screen)
      }
      usleep(20_000)
    }
  }

  /// The screen once it shows this.
  @discardableResult
  func shows(_ text: String) throws -> String {
    try waits(for: "“\(text)”") { $0.contains(text) }
  }

  /// The program's exit status, as the shell has it: 128 and the signal's number for a signal.
  func status() throws -> Int32 {
    try waits(for: "the program's end") { _ in self.folder.text(of: "status") != nil }
    return try #require(folder.text(of: "status").flatMap { Int32($0.dropLast()) })
  }

  /// What the program wrote into a file by redirection.
  func file(_ name: String) throws -> String { try #require(folder.text(of: name)) }
}
