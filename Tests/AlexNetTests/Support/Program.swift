import Foundation
import Testing

/// The real program, as a person runs it: built beside the tests.
struct Program {
  struct Result {
    var status: Int32
    var output: String
    var complaint: String
  }

  private static let executable = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath()
    .deletingLastPathComponent().appending(path: "alexnet")

  /// Runs it to its end. Runs live under `home`.
  static func run(_ arguments: String..., home: String = "/nonexistent") throws -> Result {
    try run(arguments, home: home)
  }

  static func run(_ arguments: [String], home: String = "/nonexistent") throws -> Result {
    let process = Process()
    process.executableURL = executable
    process.arguments = arguments
    process.environment = ["HOME": home, "PATH": "/usr/bin:/bin"]
    let (output, complaint) = (Pipe(), Pipe())
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = output
    process.standardError = complaint
    try process.run()
    // Complaints are a line, so the pipe takes them whole while the output is read.
    let text = output.fileHandleForReading.readDataToEndOfFile()
    let errors = complaint.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return Result(
      status: process.terminationStatus, output: String(decoding: text, as: UTF8.self),
      complaint: String(decoding: errors, as: UTF8.self))
  }
}

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
}
