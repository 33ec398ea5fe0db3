import Foundation
import Testing

/// The real program, as a person runs it: built beside the tests.
struct Program {
  struct Result {
    var status: Int32
    var output: String
    var complaint: String

    var lines: [Substring] { output.split(separator: "\n") }
  }

  static let executable = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath()
    .deletingLastPathComponent().appending(path: "alexnet")

  private let process = Process()
  private let output = Pipe()
  private let complaint = Pipe()
  private var isRead: Bool

  /// Starts it. Runs live under `home`; `preparation` is what a shell does first.
  /// - Parameter isRead: whether what it prints is read; else it writes into a pipe without a reader.
  init(
    _ arguments: [String], home: String = "/nonexistent", environment: [String: String] = [:],
    after preparation: String = ":", isRead: Bool = true
  ) throws {
    self.isRead = isRead
    process.executableURL = URL(filePath: "/bin/sh")
    process.arguments =
      ["-c", "\(preparation); exec \"$@\"", "sh", Self.executable.path] + arguments
    process.environment = ["HOME": home, "PATH": "/usr/bin:/bin"]
      .merging(environment) { $1 }
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = output
    process.standardError = complaint
    if !isRead { try output.fileHandleForReading.close() }
    try process.run()
  }

  /// True until it has ended.
  var isRunning: Bool { process.isRunning }

  /// What it prints from here until it has printed `text`, or all of it when it never does.
  func output(upTo text: String) -> String {
    var read = Data()
    while read.range(of: Data(text.utf8)) == nil {
      let more = output.fileHandleForReading.availableData
      if more.isEmpty { break }
      read += more
    }
    return String(decoding: read, as: UTF8.self)
  }

  /// Reads no more of what it prints, as `head` does when it has enough.
  mutating func stopReading() throws {
    try output.fileHandleForReading.close()
    isRead = false
  }

  func send(_ signal: Int32) { kill(process.processIdentifier, signal) }

  /// Its end, and what it has printed since it was last read.
  func result() -> Result {
    // Complaints are a line, so the pipe takes them whole while the output is read.
    let text = isRead ? output.fileHandleForReading.readDataToEndOfFile() : Data()
    let errors = complaint.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return Result(
      status: process.terminationStatus, output: String(decoding: text, as: UTF8.self),
      complaint: String(decoding: errors, as: UTF8.self))
  }

  /// Runs it to its end.
  static func run(_ arguments: String..., home: String = "/nonexistent") throws -> Result {
    try run(arguments, home: home)
  }

  static func run(
    _ arguments: [String], home: String = "/nonexistent", environment: [String: String] = [:]
  ) throws -> Result {
    try Program(arguments, home: home, environment: environment).result()
  }
}
