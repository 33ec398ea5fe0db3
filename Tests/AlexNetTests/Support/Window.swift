import Foundation
import Testing

/// A terminal window: a tmux with one window, in which a shell runs the program. A test presses keys and
/// reads the screen.
final class Window {
  /// The error of a condition that did not become true in time.
  struct Timeout: Error, CustomStringConvertible {
    var condition: String
    var screen: String
    var description: String { "waited in vain for \(condition); the screen is\n\(screen)" }
  }

  /// The longest wait for a condition. The machine can be busy with other things.
  private static let timeout = Duration.seconds(60)
  static let tmux = ["/usr/bin", "/bin", "/usr/local/bin"].map { "\($0)/tmux" }
    .first { FileManager.default.isExecutableFile(atPath: $0) }
  /// The text that the shell prints before the program starts.
  static let greeting = "this is the shell"

  private let folder: TemporaryFolder

  /// Opens a window and runs the program in it. The screen stays after the end of the program.
  /// - Parameters:
  ///   - settings: Arguments of `env` before the program: "TERM=dumb".
  ///   - redirection: Shell words behind the program: "2>errors".
  init(
    _ arguments: [String], of executable: URL = Program.executable, width: Int = 80,
    height: Int = 24, settings: String = "", redirection: String = ""
  ) throws {
    folder = try Self.homeFolder()
    let program = ([executable.path] + arguments).map { "'\($0)'" }.joined(separator: " ")
    // The shell survives the signals for the program, so it can write the program's status.
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
    folder = try Self.homeFolder()
    // Without a file for its history, the shell writes nothing when its folder is gone.
    let environment = ["env", "HISTFILE=", "PS1=ready> "]
    try open(environment + ["bash", "--norc", "--noprofile", "-i"], width, height)
  }

  deinit { _ = try? tmux("kill-server") }

  /// Makes the home directory of a user to whom the tour was offered before.
  private static func homeFolder() throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    try FileManager.default.createDirectory(
      atPath: "\(folder.path)/.config/alexnet", withIntermediateDirectories: true)
    _ = try folder.file(".config/alexnet/view.json", #"{"tour": true}"#)
    return folder
  }

  private func open(_ command: [String], _ width: Int, _ height: Int) throws {
    try tmux(["new-session", "-d", "-x", "\(width)", "-y", "\(height)"] + command)
    // The server ends with the test process, also if that is killed.
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

  // MARK: - Input

  /// Presses keys, named as in tmux: "d", "Escape", "C-z".
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

  // MARK: - Output

  func screen() throws -> String { try tmux("capture-pane", "-p") }

  /// The screen with the escape sequences of its colours.
  func coloredScreen() throws -> String { try tmux("capture-pane", "-p", "-e") }

  /// The value of a format of tmux: "#{cursor_flag}".
  func fact(_ format: String) throws -> String {
    String(try tmux("display-message", "-p", format).dropLast())
  }

  /// Waits until the screen fulfils a condition.
  /// - Returns: The screen.
  @discardableResult
  func waits(
    for condition: String, until holds: (String) throws -> Bool
  ) throws -> String {
    let deadline = ContinuousClock.now + Self.timeout
    while true {
      let screen = try screen()
      if try holds(screen) { return screen }
      guard ContinuousClock.now < deadline else {
        throw Timeout(condition: condition, screen: screen)
      }
      usleep(20_000)
    }
  }

  /// Waits until the screen contains a text.
  /// - Returns: The screen.
  @discardableResult
  func shows(_ text: String) throws -> String {
    try waits(for: "“\(text)”") { $0.contains(text) }
  }

  /// True if the program has ended.
  var hasEnded: Bool { folder.text(of: "status") != nil }

  /// Waits for the end of the program.
  /// - Returns: The exit status as the shell reports it: 128 + the signal's number for a signal.
  func status() throws -> Int32 {
    try waits(for: "the program's end") { _ in hasEnded }
    return try #require(folder.text(of: "status").flatMap { Int32($0.dropLast()) })
  }

  /// The text of a file that the program wrote by redirection.
  func file(_ name: String) throws -> String { try #require(folder.text(of: name)) }
}
