import Glibc

/// The files in which Linux describes a process and its limits. They are read below a root folder:
/// the root of the system, or a folder with copies of the files.
public struct SystemFiles: Sendable {
  private let root: String

  /// Creates a reader of the files below a root folder.
  /// - Parameter root: The folder that contains `proc` and `sys`; empty for the system itself.
  public init(root: String = "") { self.root = root }

  /// Returns the text of a file; `nil` if the file cannot be read.
  /// - Parameter path: The absolute path on a real system, such as `/proc/self/status`.
  func text(of path: String) -> String? {
    guard let file = OpenFile(readingAt: root + path) else { return nil }
    return OpenFile.rest(of: file.descriptor).map { String(decoding: $0, as: UTF8.self) }
  }

  /// Returns the names in a folder; none if it cannot be read.
  func names(in path: String) -> [String] {
    guard let folder = opendir(root + path) else { return [] }
    defer { closedir(folder) }
    var names: [String] = []
    while let entry = readdir(folder) {
      let name = withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
        String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
      }
      if name != ".", name != ".." { names.append(name) }
    }
    return names
  }

  /// Returns the value of the first line "name: value" or "name value"; `nil` if there is no such
  /// line. The value is one word: a unit after it is not included.
  func value(of name: String, in path: String) -> Substring? {
    guard let text = text(of: path) else { return nil }
    for line in text.split(separator: "\n") {
      let words = line.split { $0 == " " || $0 == "\t" }
      if words.count > 1, words[0] == name || words[0] == "\(name):" { return words[1] }
    }
    return nil
  }

  /// Returns the number that a file contains; `nil` if its text is not a number.
  func number(in path: String) -> Int? {
    text(of: path).flatMap { Int($0.filter { !$0.isWhitespace }) }
  }
}
