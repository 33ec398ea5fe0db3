import Archives
import Attaching
import Blueprint
import Cluster
import Compute
import DisplayText
import Downloads
import Evaluating
import Exchange
import Glibc
import Images
import LiveSession
import NCursesTerminal
import Preparing
import Runs
import Training

/// An error that the program reports in the form of all errors, and that determines the exit status.
protocol ProgramError: Explained {
  /// True if the program found the error before it began its work: then the exit status is 2, otherwise 1.
  var hasNotStarted: Bool { get }
}

extension Explained {
  /// The error as one line for standard error, with the program's name and a line end.
  var errorLine: String { ErrorMessage.line(sentences) }
}

/// The form of all messages on standard error: "alexnet: what is wrong. What to do."
enum ErrorMessage {
  /// Returns sentences as one line, with the program's name and a line end. Characters that a terminal
  /// would execute are escaped.
  static func line(_ sentences: String) -> String {
    "\(AlexNetCommand.name): \(sentences.printable)\n"
  }
}

/// The values of `errno`.
enum ErrorCode {
  /// Returns true if a file could not grow.
  static func isOfFullDisk(_ code: Int32) -> Bool {
    [ENOSPC, EDQUOT, EFBIG, EIO].contains(code)
  }
}

extension BlueprintError: ProgramError {
  var hasNotStarted: Bool { true }
}

extension ImagesError: ProgramError {
  var hasNotStarted: Bool { self != .stopped }
}

extension ComputeError: ProgramError {
  var hasNotStarted: Bool { true }
}

extension TerminalError: ProgramError {
  var hasNotStarted: Bool { true }
}

extension RunsError: ProgramError {
  var hasNotStarted: Bool {
    switch self {
    case .damagedLine: false
    // A folder that is missing or locked is found at the start, a full disk during the work.
    case .fileFailed(_, _, let code): !ErrorCode.isOfFullDisk(code)
    default: true
    }
  }
}

extension DataMismatch: ProgramError {
  var hasNotStarted: Bool { true }
}

extension AttachingError: ProgramError {
  var hasNotStarted: Bool { true }
}

extension ArchiveError: ProgramError {
  var hasNotStarted: Bool { false }
}

extension DownloadError: ProgramError {
  var hasNotStarted: Bool { false }
}

extension PreparingError: ProgramError {
  var hasNotStarted: Bool {
    switch self {
    case .nothingToPrepare, .tooFewClassesInArchive, .missingBeside, .noLabel, .unknownClass,
      .tooManyClasses, .noImages, .foreignFiles, .alreadyPrepared, .anotherPreparation, .busy,
      .inputChanged:
      true
    case .damagedShard, .diskFull, .unwritable, .unreadable, .stopped: false
    }
  }
}

extension EvaluatingError: ProgramError {
  var hasNotStarted: Bool {
    switch self {
    case .noCheckpoints, .noSuchStep, .notValidated, .noClasses, .otherClassCount, .noMean,
      .otherClasses, .otherImages, .noOwnImages, .noImages:
      true
    case .allDamaged, .indexFailed, .cancelled: false
    }
  }
}

extension ExchangeError: ProgramError {
  var hasNotStarted: Bool {
    switch self {
    case .fileFailed(let action, _, let code):
      action == "create" && !ErrorCode.isOfFullDisk(code)
    case .tooLargeForONNX, .meanDoesNotFit, .notStarted, .eventsExist, .eventsInUse: true
    case .stopped: false
    }
  }
}

extension ImportError: ProgramError {
  var hasNotStarted: Bool { self != .stopped }
}

extension ClassListError: ProgramError {
  var hasNotStarted: Bool { true }
}

extension ClusterError: ProgramError {
  var hasNotStarted: Bool { true }
}

extension ColumnError: ProgramError {
  var hasNotStarted: Bool { true }
}

extension HybridError: ProgramError {
  var hasNotStarted: Bool { true }
}

extension RankRefusal: ProgramError {
  var hasNotStarted: Bool { true }
}

extension RankFailure: ProgramError {
  var hasNotStarted: Bool { false }
}

extension RunFailure: ProgramError {
  var hasNotStarted: Bool { false }
}

extension UnsavedRun: ProgramError {
  var hasNotStarted: Bool { false }
}

extension TrainerLost: ProgramError {
  var hasNotStarted: Bool { false }
}
