import ArgumentParser
import Blueprint
import FoundationEssentials
import Runs

// The values that a shell completes.

extension CompletionKind {
  /// The names of the runs.
  static let runs = CompletionKind.custom { words, _, _ in RunNames.all(for: words) }

  /// The networks, and the names of the runs.
  static let networksAndRuns = CompletionKind.custom { words, _, _ in
    NetworkSpec.presetNames + RunNames.all(for: words)
  }

  /// Pictures that can be decoded.
  static let imageFiles = CompletionKind.file(extensions: ["jpg", "jpeg", "png", "webp"])
}

/// The names of the runs for a shell.
enum RunNames {
  /// Returns the names of the runs in the folder that a command line chooses; none if it cannot be read.
  /// - Parameter words: The words of the command line so far.
  static func all(
    for words: [String], _ environment: [String: String] = ProcessInfo.processInfo.environment
  ) -> [String] {
    (try? store(for: words, environment)?.folderNames()) ?? []
  }

  private static func store(for words: [String], _ environment: [String: String]) -> RunStore? {
    for (index, word) in words.enumerated() {
      if word == "--runs", index + 1 < words.count {
        return RunStore(directory: words[index + 1].absolutePath)
      }
      if word.hasPrefix("--runs=") {
        return RunStore(directory: String(word.dropFirst("--runs=".count)).absolutePath)
      }
    }
    return try? RunStore(environment: environment)
  }
}
