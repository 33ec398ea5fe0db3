import Foundation

/// A folder that is removed at the end of the test.
final class TemporaryFolder {
  let path = FileManager.default.temporaryDirectory
    .appending(path: "alexnet-tests-\(UUID().uuidString)").path()

  init() throws {
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  /// Writes a file and returns its path.
  func file(_ name: String, _ text: String) throws -> String {
    try Data(text.utf8).write(to: URL(filePath: "\(path)/\(name)"))
    return "\(path)/\(name)"
  }

  /// The text of a file; `nil` if it does not exist.
  func text(of name: String) -> String? {
    FileManager.default.contents(atPath: "\(path)/\(name)")
      .map { String(decoding: $0, as: UTF8.self) }
  }
}
