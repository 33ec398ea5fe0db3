import Foundation
import Testing

/// The program as a user runs it, built beside the tests.
struct Program {
  /// The exit status and the printed text.
  struct Result {
    var status: Int32
    /// The text on standard output.
    var output: String
    /// The text on standard error.
    var errorText: String

    /// The lines on standard output.
    var lines: [Substring] { output.split(separator: "\n") }
  }

  static let executable = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath()
    .deletingLastPathComponent().appending(path: "alexnet")

  private let process = Process()
  private let output = Pipe()
  private let errors = Pipe()
  private var isRead: Bool

  /// Starts the program.
  /// - Parameters:
  ///   - home: The home directory, which contains the runs.
  ///   - preparation: A shell command that is executed before the program.
  ///   - isRead: True if the output is read; otherwise the output is a pipe without a reader.
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
    process.standardError = errors
    if !isRead { try output.fileHandleForReading.close() }
    try process.run()
  }

  /// True until it has ended.
  var isRunning: Bool { process.isRunning }

  /// Reads the output up to a text; all of the output if the text never comes.
  func output(upTo text: String) -> String {
    var read = Data()
    while read.range(of: Data(text.utf8)) == nil {
      let more = output.fileHandleForReading.availableData
      if more.isEmpty { break }
      read += more
    }
    return String(decoding: read, as: UTF8.self)
  }

  /// Closes the reading end of the output, as `head` does.
  mutating func stopReading() throws {
    try output.fileHandleForReading.close()
    isRead = false
  }

  func send(_ signal: Int32) { kill(process.processIdentifier, signal) }

  /// An error of a test that waited in vain.
  struct WaitFailure: Error, CustomStringConvertible {
    var description: String
  }

  /// Waits until the program is in a state. It needs no limit on a slow machine except that of a hang.
  /// - Parameters:
  ///   - state: The name of the state for the error.
  ///   - isReached: Returns true in the state.
  /// - Throws: `WaitFailure` if the program ends before, or after two minutes.
  func wait(for state: String, until isReached: () -> Bool) throws {
    let end = ContinuousClock.now + .seconds(120)
    while !isReached() {
      // The state can have been reached just before the end.
      guard process.isRunning || isReached() else {
        throw WaitFailure(description: "it ended before this state: \(state)")
      }
      guard ContinuousClock.now < end else {
        throw WaitFailure(description: "it did not reach this state: \(state)")
      }
      usleep(1_000)
    }
  }

  /// Sends a signal, and waits until the program has received it.
  func sendAndWait(_ signal: Int32) throws {
    send(signal)
    try wait(for: "signal \(signal) received") {
      let status = try? String(
        contentsOfFile: "/proc/\(process.processIdentifier)/status", encoding: .utf8)
      // The signals that wait for a thread of the process, one bit each, that of signal 1 as the lowest.
      guard let line = status?.split(separator: "\n").first(where: { $0.hasPrefix("ShdPnd:") }),
        let pending = UInt64(line.dropFirst(7).trimmingCharacters(in: .whitespaces), radix: 16)
      else { return false }
      return pending & 1 << UInt64(signal - 1) == 0
    }
  }

  /// Waits for the end of the program.
  /// - Returns: The status, and the text that was printed since the last reading.
  func result() -> Result {
    // The errors are a few lines, which fit into the pipe while the output is read.
    let text = isRead ? output.fileHandleForReading.readDataToEndOfFile() : Data()
    let errorText = errors.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return Result(
      status: process.terminationStatus, output: String(decoding: text, as: UTF8.self),
      errorText: String(decoding: errorText, as: UTF8.self))
  }

  /// Runs the program to its end.
  static func run(_ arguments: String..., home: String = "/nonexistent") throws -> Result {
    try run(arguments, home: home)
  }

  static func run(
    _ arguments: [String], home: String = "/nonexistent", environment: [String: String] = [:]
  ) throws -> Result {
    try Program(arguments, home: home, environment: environment).result()
  }
}
