import ArgumentParser
import Cluster
import Glibc
import LiveSession

/// The entry point. It runs the command and ends the process with the exit status of its error. Only a
/// second stop signal (`StopSignals`) and a signal that closed a screen end the process elsewhere.
@main struct Main {
  static func main() {
    RankGuard.begin()
    StandardDescriptors.open()
    // A file that reached its size limit and a pipe without a reader are errors of the write, which are
    // reported. The signals would end the process.
    signal(SIGXFSZ, SIG_IGN)
    signal(SIGPIPE, SIG_IGN)
    OpenMPSettings.apply()
    JobProcess.connect()
    do {
      let words = Array(CommandLine.arguments.dropFirst())
      try AlexNetCommand.checkCommand(words)
      if let topic = try HelpTopic.requested(by: words) { return try show(topic) }
      if let script = CompletionScript.requested(by: words) { return try show(script) }
      var command = try AlexNetCommand.parseAsRoot(NumericArguments.joined(words))
      try JobProcess.check(command)
      try command.run()
      try StandardOutput.close()
      JobControl.current?.report(status: 0)
    } catch {
      exit(after: error)
    }
  }

  private static func show(_ topic: HelpTopic) throws {
    let width = min(100, StandardOutput.columns ?? 80)
    try StandardOutput.print(topic.text(width: width))
    try StandardOutput.close()
  }

  private static func show(_ script: CompletionScript) throws {
    try StandardOutput.print(script.text)
    try StandardOutput.close()
  }

  /// Prints the remaining text and ends the process.
  private static func exit(after error: any Error) -> Never {
    var exit = ProgramExit(after: error)
    JobProcess.endSilently(exit, after: error)
    if let output = exit.output {
      do {
        try StandardOutput.print(output)
        try StandardOutput.close()
      } catch {
        exit = ProgramExit(after: error)
      }
    }
    if let message = exit.message { StandardError.write(message) }
    JobControl.current?.report(status: exit.status)
    Glibc.exit(exit.status)
  }
}
