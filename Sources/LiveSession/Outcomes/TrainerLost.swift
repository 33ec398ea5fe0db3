import Blueprint
import DisplayText
import Machine
import Runs

/// Runs that were interrupted: their trainer ended without an event.
public struct TrainerLost: Explained, Equatable {
  /// The names of the runs, at least one.
  public var runs: [String]
  /// The command line that continues all of the runs.
  public var command: String
  /// The end of the trainer's process; `nil` if this process did not start it.
  public var exit: ProcessExit?
  /// The last lines of the trainer's log, up to three.
  public var lastLines: [String] = []
  /// The step of each run's latest checkpoint; 0 without one.
  public var checkpoints: [Int]

  /// - Parameters:
  ///   - runs: At least one.
  ///   - secondsLeft: The rest of the session's time limit; `nil` without a limit.
  init(
    _ runs: [Run], _ commands: RunCommandLines, exit: ProcessExit? = nil,
    secondsLeft: Double? = nil
  ) {
    self.runs = runs.map(\.name)
    command = commands.resumeText(self.runs, secondsLeft: secondsLeft)
    self.exit = exit
    checkpoints = runs.map { $0.checkpoints.steps.last ?? 0 }
    // The log is in the folder of the trainer's first run.
    lastLines = runs.lazy.map { Self.lastLines(ofLog: $0.logPath) }.first { !$0.isEmpty } ?? []
  }

  /// The error without a full stop.
  public var problem: String {
    (runs.count == 1 ? "run '\(runs[0])' was" : "\(runs.count) runs were")
      + " interrupted: the trainer \(exit?.text ?? "ended unexpectedly")"
  }

  /// The advice without a full stop.
  public var remedy: String { "`\(command)` \(continuation)" }

  /// The point from which the runs continue, in words.
  private var continuation: String {
    let steps = (first: checkpoints.min() ?? 0, last: checkpoints.max() ?? 0)
    let them = runs.count == 1 ? "" : runs.count == 2 ? " both" : " all \(runs.count)"
    let last = NumberText.grouped(steps.last)
    if steps.last == 0 { return "starts\(them) again from the first step" }
    if steps.first == steps.last { return "continues\(them) after step \(last)" }
    return "continues each from its latest checkpoint, after steps "
      + "\(NumberText.grouped(steps.first)) to \(last)"
  }

  /// The text for a screen, one paragraph in each line.
  var text: String {
    let log = lastLines.isEmpty ? [] : ["The last lines of the trainer's log:"] + lastLines
    return (["\(problem.prefix(1).uppercased())\(problem.dropFirst()).", "\(remedy)."] + log)
      .joined(separator: "\n")
  }

  /// Reads the last lines of a log that are not about steps, which the screen shows anyway. A crash
  /// report follows them.
  private static func lastLines(ofLog path: String) -> [String] {
    guard let file = OpenFile(readingAt: path), let size = file.size else { return [] }
    let count = min(size, 4096)
    let text = String(decoding: file.bytes(count, at: size - count) ?? [], as: UTF8.self)
    let lines = text.split(separator: "\n")
    let start =
      lines.lastIndex { $0.hasPrefix("step ") || $0.hasPrefix("run ") }.map { $0 + 1 } ?? 0
    return lines[start...].suffix(3).map(String.init)
  }
}
