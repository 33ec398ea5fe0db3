import Foundation

/// Another program, run to its end. Foundation's `Process` cannot run tmux, which starts a server: it
/// waits for the server too, and passes the blocked signals of the test's thread on to it.
struct Command {
  /// The error of a program that cannot be started; `code` is an `errno`.
  struct NotStarted: Error {
    var path: String
    var code: Int32
  }

  var path: String
  var arguments: [String]
  var environment: [String: String]

  /// Runs the program.
  /// - Returns: The text on standard output.
  func output() throws -> String {
    let output = Pipe()
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0)
    posix_spawn_file_actions_adddup2(
      &actions, output.fileHandleForWriting.fileDescriptor, STDOUT_FILENO)
    posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0)
    // The program inherits no other descriptor. Closing one that is not open has no effect.
    for descriptor in Int32(3)..<256 { posix_spawn_file_actions_addclose(&actions, descriptor) }
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    var noSignals = sigset_t()
    sigemptyset(&noSignals)
    posix_spawnattr_setsigmask(&attributes, &noSignals)
    posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK))
    var words = ([path] + arguments).map { strdup($0) } + [nil]
    var settings = environment.map { strdup("\($0)=\($1)") } + [nil]
    defer { for word in words + settings { free(word) } }
    var child: pid_t = 0
    let code = posix_spawn(&child, path, &actions, &attributes, &words, &settings)
    guard code == 0 else { throw NotStarted(path: path, code: code) }
    try output.fileHandleForWriting.close()
    let text = output.fileHandleForReading.readDataToEndOfFile()
    while waitpid(child, nil, 0) < 0, errno == EINTR {}
    return String(decoding: text, as: UTF8.self)
  }
}
