import ArgumentParser
import Blueprint
import DisplayText
import Glibc
import LiveSession

/// The exit status of the program and the text that it prints last.
struct ProgramExit: Equatable {
  /// The exit status: 0 for success, 1 for a failure, 2 if the work could not begin, 141 if the reader of
  /// standard output has ended, 128 + the number of a signal that ended the work.
  var status: Int32
  /// Text for standard output: help or the version.
  var output: String?
  /// Text for standard error: "alexnet: what is wrong. What to do." with a line end.
  var message: String?

  init(after error: any Error) {
    switch error {
    case let failure as OutputFailure where failure.isReaderGone:
      // A reader such as `head` that has read enough is not an error for the user.
      self.init(status: OutputFailure.readerGoneStatus)
    case let failure as OutputReaderGone:
      self.init(status: OutputFailure.readerGoneStatus, message: failure.errorLine)
    case let failure as any ProgramError:
      self.init(status: failure.hasNotStarted ? 2 : 1, message: failure.errorLine)
    case let failure as LaunchFailure:
      self.init(after: failure)
    default: self.init(afterParsing: error)
    }
  }

  private init(status: Int32, output: String? = nil, message: String? = nil) {
    self.status = status
    self.output = output
    self.message = message
  }

  private init(after failure: LaunchFailure) {
    switch failure {
    case .cannotStart(let code):
      let reason = String(cString: strerror(code))
      self.init(status: 1, message: ErrorMessage.line("cannot start a process: \(reason)."))
    case .endedSilently(let exit):
      self.init(status: exit.status, message: ErrorMessage.line("the trainer \(exit.text)."))
    case .reported(let text, let status):
      self.init(status: status, message: text.printableLines)
    }
  }

  /// The exit for an error of the parser, an exit code, or an unknown error.
  private init(afterParsing error: any Error) {
    let code = AlexNetCommand.exitCode(for: error)
    switch code {
    case .success:
      let text = AlexNetCommand.fullMessage(for: error)
      // The parser prints the version that is in the configuration. The complete report takes time that
      // other commands do not have to spend.
      let isVersion = text == AlexNetCommand.configuration.version
      self.init(status: 0, output: isVersion ? VersionReport.text : text)
    case .validationFailure: self.init(status: 2, message: ParserMessage(error).error.errorLine)
    default:
      // An error that is only an exit code was reported before it was thrown.
      self.init(
        status: code.rawValue,
        message: error is ExitCode ? nil : OtherError(problem: "\(error)").errorLine)
    }
  }
}

/// An error of a type that is not a `ProgramError`, such as one of Foundation.
private struct OtherError: Explained {
  var problem: String
  var remedy: String { "" }
}
