import Blueprint
import Foundation

/// Texts of options and arguments that name something, such as a path or a run. An empty one comes from
/// an unset variable of a script; as a path it would be the current folder.
enum GivenText {
  struct Empty: Error, CustomStringConvertible {
    var description: String { "it is empty" }
  }

  /// For `transform:` of an option.
  @Sendable static func nonEmpty(_ text: String) throws -> String {
    guard !text.isEmpty else { throw Empty() }
    return text
  }
}

extension DataChoice {
  /// The value of `--data`. A path becomes absolute, so that the plan can be repeated from anywhere.
  init(argument: String) {
    self =
      argument == "scenes"
      ? .scenes
      : .folder(path: URL(filePath: argument).standardizedFileURL.path(percentEncoded: false))
  }
}
