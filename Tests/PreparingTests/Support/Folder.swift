import Foundation
import Testing

/// A temporary folder for one test, deleted when it is released.
final class Folder {
  let path = FileManager.default.temporaryDirectory
    .appending(path: "preparing-\(UUID().uuidString)").path()

  init() throws {
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  /// Writes a file and creates the folders in its path.
  func write(_ name: String, _ bytes: some DataProtocol) throws {
    let url = URL(filePath: "\(path)/\(name)")
    try FileManager.default.createDirectory(
      at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(bytes).write(to: url)
  }

  func bytes(of name: String) throws -> [UInt8] {
    [UInt8](try Data(contentsOf: URL(filePath: "\(path)/\(name)")))
  }

  /// Returns the contents of every file in a folder, by name.
  func files(in name: String) throws -> [String: [UInt8]] {
    let names = try FileManager.default.contentsOfDirectory(atPath: "\(path)/\(name)")
    return Dictionary(
      uniqueKeysWithValues: try names.map { ($0, try bytes(of: "\(name)/\($0)")) })
  }

  func remove(_ name: String) throws {
    try FileManager.default.removeItem(atPath: "\(path)/\(name)")
  }

  /// Runs a program in the folder.
  func run(_ words: String...) throws {
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = words
    process.currentDirectoryURL = URL(filePath: path)
    try process.run()
    process.waitUntilExit()
    try #require(process.terminationStatus == 0)
  }
}
