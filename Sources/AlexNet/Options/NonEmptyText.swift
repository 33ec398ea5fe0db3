import Blueprint
import Foundation

/// The conversion of texts that name something, such as a path or a run. An empty text is refused: it
/// usually comes from an unset variable of a script, and as a path it would be the current folder.
enum NonEmptyText {
  /// The error for an empty text.
  struct Empty: Error, CustomStringConvertible {
    var description: String { "it is empty" }
  }

  /// Returns the text; for the `transform` of an option.
  @Sendable static func parse(_ text: String) throws -> String {
    guard !text.isEmpty else { throw Empty() }
    return text
  }
}

extension String {
  /// The path from the root, for a path from the current folder.
  var absolutePath: String { URL(filePath: self).standardizedFileURL.path(percentEncoded: false) }
}

extension DataChoice {
  /// Creates the value of `--data`. A path becomes absolute, so that a plan is valid in every folder.
  init(argument: String) {
    self = argument == "scenes" ? .scenes : .folder(path: argument.absolutePath)
  }
}
