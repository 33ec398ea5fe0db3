import Cluster
import Foundation
import Testing

/// A run of `RankProgram` as several ranks.
final class RankRun {
  /// A launcher with the part of the program that uses its library.
  struct Launcher: CustomTestStringConvertible, Sendable {
    var library: MPILibrary
    var path: String
    var testDescription: String { library.rawValue }

    /// The launchers of this machine. Tests of several ranks run with each of them.
    static let all: [Launcher] = [.openMPI, .mpich].compactMap { (library: MPILibrary) in
      let shim = RankRun.program.deletingLastPathComponent().appending(path: library.fileName).path
      let folders = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
      let path = folders.map { "\($0)/mpirun.\(library.rawValue)" as String }
        .first { access($0, X_OK) == 0 }
      guard access(shim, F_OK) == 0, let path else { return nil }
      return Launcher(library: library, path: path)
    }

    /// The options for any number of ranks on this machine.
    var options: [String] {
      guard library == .openMPI else { return [] }
      return ["--oversubscribe", "--bind-to", "none"]
        + (getuid() == 0 ? ["--allow-run-as-root"] : [])
    }
  }

  /// The run has not written the expected lines in a time that is far above the usual one.
  struct Hangs: Error { var lines: [String] }

  static let program = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath()
    .deletingLastPathComponent().appending(path: "RankProgram")

  private let process = Process()
  private let output = Pipe()
  private var text: [UInt8] = []
  /// The limit for a run that hangs.
  private let end = ContinuousClock.now + .seconds(100)

  init(
    _ launcher: Launcher, ranks: Int, _ arguments: String..., isGuarded: Bool = true,
    variables: [String: String] = [:]
  ) throws {
    process.executableURL = URL(filePath: launcher.path)
    process.arguments =
      launcher.options + ["-n", "\(ranks)", Self.program.path] + arguments
    // These tests can run in a job themselves.
    process.environment = ProcessInfo.processInfo.environment.filter { name, _ in
      !Cluster.Launcher.variables.contains { name.hasPrefix($0) }
    }
    // A process with this variable is taken for the child of a guard.
    if !isGuarded { process.environment?["ALEXNET_RANK_PROCESS"] = "1" }
    process.environment?.merge(variables) { $1 }
    process.standardOutput = output
    process.standardError = FileHandle.nullDevice
    process.standardInput = FileHandle.nullDevice
    try process.run()
    try output.fileHandleForWriting.close()
  }

  deinit {
    if process.isRunning { process.terminate() }
  }

  /// The complete lines until now.
  var lines: [String] {
    let complete = text.lastIndex(of: UInt8(ascii: "\n")).map { text[...$0] } ?? []
    return complete.split(separator: UInt8(ascii: "\n")).map { String(decoding: $0, as: UTF8.self) }
  }

  /// Reads until the lines fulfil a condition, or to the end.
  @discardableResult
  func read(until isComplete: ([String]) -> Bool = { _ in false }) throws -> [String] {
    let file = output.fileHandleForReading.fileDescriptor
    var buffer = [UInt8](repeating: 0, count: 4096)
    while !isComplete(lines) {
      guard ContinuousClock.now < end else { throw Hangs(lines: lines) }
      var entry = pollfd(fd: file, events: Int16(POLLIN), revents: 0)
      guard poll(&entry, 1, 1000) > 0 else { continue }
      let count = Glibc.read(file, &buffer, buffer.count)
      guard count > 0 else { break }
      text += buffer[..<count]
    }
    return lines
  }

  /// The lines of one rank, without its number.
  func lines(of rank: Int) -> [String] {
    lines.filter { $0.hasPrefix("\(rank): ") }.map { String($0.dropFirst(3)) }
  }

  /// The process ID of a rank that makes steps.
  func process(of rank: Int) throws -> Int32 {
    try #require(
      lines(of: rank).lazy.compactMap { line in
        line.hasPrefix("process ") ? Int32(line.dropFirst(8)) : nil
      }.first)
  }
}
