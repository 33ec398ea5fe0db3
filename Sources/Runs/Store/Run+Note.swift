import DisplayText
import FoundationEssentials
import Glibc

extension Run {
  /// The note of the run's owner (`notes.txt`), without white space around it; empty without a note.
  public var note: String {
    guard let data = FileManager.default.contents(atPath: notePath) else { return "" }
    return String(decoding: data, as: UTF8.self).trimmed
  }

  /// Replaces the note. An empty text deletes it.
  /// - Throws: `RunsError.fileFailed`.
  public func writeNote(_ text: String) throws(RunsError) {
    let text = text.trimmed
    guard !text.isEmpty else {
      guard unlink(notePath) == 0 || errno == ENOENT else {
        throw .fileFailed(action: "delete", path: notePath, code: errno)
      }
      return
    }
    try FileBytes.replace(notePath, Array((text + "\n").utf8))
  }
}
