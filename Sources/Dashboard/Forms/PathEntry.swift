import DisplayText
import TerminalUI

/// A path that is typed in a form, and its completion.
struct PathEntry: Equatable, Sendable {
  private(set) var field: TextField
  /// The folders that complete the path, or the reason for which there is none; `nil` before Tab.
  private(set) var remark: String?

  init(_ text: String = "") { field = TextField(text) }

  /// The path without quotation marks and escapes; empty if none is typed.
  var path: String { TypedPath(field.text).path }

  /// Edits the text according to a key.
  /// - Returns: False if the key has no meaning in a text field.
  mutating func press(_ key: Key) -> Bool {
    guard field.press(key) else { return false }
    remark = nil
    return true
  }

  mutating func paste(_ text: String) {
    field.paste(text)
    remark = nil
  }

  /// The folder whose names complete the path; `nil` if the path begins neither with "/" nor with "~/".
  var folder: String? { PathCompletion(field.text)?.folder }

  /// Explains why the path cannot be completed.
  mutating func explainCompletion() { remark = "Tab completes a path that begins with / or ~/." }

  /// Completes the path by the folders in a folder.
  mutating func complete(by listed: ListedFolder) {
    guard let completion = PathCompletion(field.text), completion.folder == listed.path else {
      return
    }
    guard let names = listed.names else {
      remark = "The folder \(listed.path) cannot be read."
      return
    }
    let matches = completion.matches(names.filter { $0.hasSuffix("/") })
    if let text = completion.text(completedBy: matches) { field = TextField(text) }
    switch matches.count {
    case 0: remark = "No folder has a name with this beginning."
    case 1: remark = nil
    default:
      let shown = matches.prefix(8).joined(separator: "  ")
      remark =
        "\(NumberText.grouped(matches.count)) folders: \(shown)" + (matches.count > 8 ? "  …" : "")
    }
  }
}
