import Blueprint
import DisplayText
import Foundation
import Runs

/// A run whose trainer ended without an event.
public struct TrainerLost: Explained, Equatable {
  /// The run's name.
  public var run: String
  /// The command line that continues the run.
  public var command: String
  /// The end of the trainer's process; `nil` if this process did not start it.
  public var exit: ProcessExit?
  /// The last lines of the trainer's log, up to three.
  public var lastLines: [String] = []
  /// The step of the latest checkpoint; `nil` if there is none.
  public var checkpoint: Int?

  init(_ run: Run, _ commands: RunCommandLines, exit: ProcessExit? = nil) {
    self.run = run.name
    command = commands.resume(run.name)
    self.exit = exit
    checkpoint = run.checkpoints.steps.last
    lastLines = Self.lastLines(ofLog: run.logPath)
  }

  /// The error without a full stop.
  public var problem: String {
    "the trainer of '\(run)' " + (exit?.text ?? "ended unexpectedly")
  }
  /// The advice without a full stop.
  public var remedy: String {
    let start = checkpoint.map { "continues after step \(NumberText.grouped($0))" }
    return "`\(command)` " + (start ?? "starts again from the first step")
  }

  /// The text for a screen, one paragraph in each line.
  var text: String {
    let log = lastLines.isEmpty ? [] : ["The last lines of its log:"] + lastLines
    return (["\(problem.prefix(1).uppercased())\(problem.dropFirst()).", "\(remedy)."] + log)
      .joined(separator: "\n")
  }

  /// Reads the last lines of a log that are not about steps, which the screen shows anyway. A crash
  /// report follows them.
  private static func lastLines(ofLog path: String) -> [String] {
    guard let file = FileHandle(forReadingAtPath: path) else { return [] }
    let size = (try? file.seekToEnd()) ?? 0
    try? file.seek(toOffset: size - min(size, 4096))
    let text = String(decoding: (try? file.readToEnd()) ?? Data(), as: UTF8.self)
    let lines = text.split(separator: "\n")
    let start =
      lines.lastIndex { $0.hasPrefix("step ") || $0.hasPrefix("run ") }.map { $0 + 1 } ?? 0
    return lines[start...].suffix(3).map(String.init)
  }
}
