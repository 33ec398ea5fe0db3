import Foundation

/// A folder of its own, gone when the test is over.
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

  /// A file's text, or nil while there is none.
  func text(of name: String) -> String? {
    FileManager.default.contents(atPath: "\(path)/\(name)")
      .map { String(decoding: $0, as: UTF8.self) }
  }
}
