import CBuild
import Compute
import DisplayText
import Machine

/// The version of the program and what it runs on, as `--version` prints it.
enum VersionReport {
  /// The commit from which the program was built; `nil` if it is unknown, as after `swift build` without
  /// `make`.
  static var commit: String? { build_commit().map { String(cString: $0) } }

  /// The version in one line: "alexnet 0.1.0, commit 1a2b3c4d5e6f, oneDNN 2.6.3, Intel(R) Xeon(R) (AVX-512)".
  static var text: String {
    """
    \(programText), oneDNN \(Engine.libraryVersion), \(ProcessorName.current.printable) \
    (\(Engine.instructions))
    """
  }

  /// The name, the version and the commit of the program.
  static var programText: String {
    "\(AlexNetCommand.name) \(AlexNetCommand.programVersion), commit \(commit ?? "unknown")"
  }
}
