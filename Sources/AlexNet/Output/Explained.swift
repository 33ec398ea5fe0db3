import Archives
import Attaching
import Blueprint
import Compute
import Downloads
import Images
import NCursesTerminal
import Preparing
import Runs
import Training

/// An error that says what is wrong and what to do; every module's errors are.
protocol Explained: Error {
  var problem: String { get }
  var remedy: String { get }
  /// Whether it is about what was asked for, before anything was done.
  var hasNotStarted: Bool { get }
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
    // A journal that cannot be written any more is a warning, and no error.
    switch self {
    case .damagedLine: false
    default: true
    }
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

/// An option whose value cannot be.
struct OptionError: Explained, Equatable {
  /// With its dashes: "--batch".
  var option: String
  var value: String
  /// What is accepted, to follow "Give": "1 to 65536".
  var wanted: String

  var problem: String { "\(option) cannot be \(value)" }
  var remedy: String { "Give \(wanted)" }
  var hasNotStarted: Bool { true }
}

extension OptionError {
  /// Checks a whole number that may have been given.
  static func check(
    _ option: String, _ value: Int?, in range: ClosedRange<Int>
  ) throws(OptionError) {
    guard let value, !range.contains(value) else { return }
    throw OptionError(option: option, value: "\(value)", wanted: range.words)
  }

  /// Checks a number that may have been given; infinities and NaN are never good.
  static func check(
    _ option: String, _ value: Double?, in range: Range<Double>, _ wanted: String
  ) throws(OptionError) {
    guard let value, !range.contains(value) else { return }
    // As it was typed: a whole number without ".0".
    let text = Int(exactly: value).map(String.init) ?? "\(value)"
    throw OptionError(option: option, value: text, wanted: wanted)
  }
}

/// What may be asked of a computation, wherever it is asked.
enum Limits {
  static let batch = 1...65_536
  static let threads = 1...1024
  static let count = 1...Int.max
}
