import Blueprint
import FoundationEssentials

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
