import Foundation
import Runs

/// A run that ended without a word: what is known of it, and what can be done.
struct CutOff: Explained, Equatable {
  var run: String
  /// What lets it go on.
  var command: String
  /// "was ended by signal 9 (Killed)", to follow the trainer; nil when nobody knows.
  var end: String?
  /// The last that its trainer had to say.
  var lastWords: [String] = []
  /// The step from after which it can go on; nil is the beginning.
  var checkpoint: Int?

  init(_ run: Run, _ store: StoreOptions, end: String? = nil) {
    self.run = run.name
    command = store.command("resume", run.name)
    self.end = end
    checkpoint = run.checkpoints.steps.last
    lastWords = Self.lastLines(of: run.logPath)
  }

  var problem: String {
    "the trainer of '\(run)' " + (end ?? "ended without a word")
  }
  var remedy: String {
    let place = checkpoint.map { "goes on after step \($0.grouped)" } ?? "begins it again"
    return "`\(command)` \(place)"
  }
  var hasNotStarted: Bool { false }

  /// For the screen: a paragraph a line.
  var text: String {
    let words = lastWords.isEmpty ? [] : ["Its last words:"] + lastWords
    return (["\(problem.prefix(1).uppercased())\(problem.dropFirst()).", "\(remedy)."] + words)
      .joined(separator: "\n")
  }

  private static func lastLines(of path: String) -> [String] {
    guard let file = FileHandle(forReadingAtPath: path) else { return [] }
    let size = (try? file.seekToEnd()) ?? 0
    try? file.seek(toOffset: size - min(size, 4096))
    let text = String(decoding: (try? file.readToEnd()) ?? Data(), as: UTF8.self)
    // What it tells of its steps is on the screen already; a crash speaks after that.
    let lines = text.split(separator: "\n")
    let crash =
      lines.lastIndex { $0.hasPrefix("step ") || $0.hasPrefix("run ") }.map { $0 + 1 } ?? 0
    return lines[crash...].suffix(3).map(String.init)
  }
}
