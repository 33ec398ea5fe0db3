import Archives
import Attaching
import Blueprint
import Compute
import DisplayText
import Downloads
import Images
import LiveSession
import NCursesTerminal
import Preparing
import Runs
import Training

/// An error with a problem and a remedy, as every module's errors have.
protocol Explained: Error {
  /// The problem: a clause that starts in lower case, without a full stop.
  var problem: String { get }
  /// The user's next action: a sentence without a full stop, or empty.
  var remedy: String { get }
  /// True if the error was found before anything was done: exit status 2 instead of 1.
  var hasNotStarted: Bool { get }
}

extension Explained {
  /// The error as one line for standard error, with the program's name and a line end.
  var errorLine: String { ErrorMessage.line(problem: problem, remedy: remedy) }
}

/// The form of all error messages: "alexnet: what is wrong. What to do."
enum ErrorMessage {
  /// Joins the two parts, each as a sentence. An empty part is left out.
  static func line(problem: String, remedy: String) -> String {
    func sentence(_ text: String) -> String {
      text.isEmpty || text.hasSuffix(".") || text.hasSuffix("?") ? text : text + "."
    }
    let advice = remedy.prefix(1).uppercased() + remedy.dropFirst()
    let parts = [sentence(problem), sentence(advice)].filter { !$0.isEmpty }
    return "\(AlexNetCommand.name): \(parts.joined(separator: " ").printable)\n"
  }
}

extension BlueprintError: Explained {
  var hasNotStarted: Bool { true }
}

extension ImagesError: Explained {
  var hasNotStarted: Bool { self != .stopped }
}

extension ComputeError: Explained {
  var hasNotStarted: Bool { true }
}

extension TerminalError: Explained {
  var hasNotStarted: Bool { true }
}

extension RunsError: Explained {
  var hasNotStarted: Bool {
    if case .damagedLine = self { false } else { true }
  }
}

extension DataMismatch: Explained {
  var hasNotStarted: Bool { true }
}

extension AttachingError: Explained {
  var hasNotStarted: Bool { true }
}

extension ArchiveError: Explained {
  var hasNotStarted: Bool { false }
}

extension DownloadError: Explained {
  var hasNotStarted: Bool { false }
}

extension PreparingError: Explained {
  var hasNotStarted: Bool {
    switch self {
    case .nothingToPrepare, .noClassesInArchive, .missingBeside, .noLabel, .unknownClass,
      .tooManyClasses, .noImages, .folderInUse, .alreadyPrepared, .anotherPreparation, .busy,
      .inputChanged:
      true
    case .damagedShard, .diskFull, .unwritable, .unreadable, .stopped: false
    }
  }
}

extension RunFailure: Explained {
  var hasNotStarted: Bool { false }
}

extension UnsavedRun: Explained {
  var hasNotStarted: Bool { false }
}

extension TrainerLost: Explained {
  var hasNotStarted: Bool { false }
}
