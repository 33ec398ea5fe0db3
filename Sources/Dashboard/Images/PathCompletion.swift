/// The names in a folder, as the caller of `update` has read them.
public struct ListedFolder: Equatable, Sendable {
  /// The path that was requested.
  public var path: String
  /// The names in any order, those of folders with a "/" at the end; `nil` if the folder cannot be read.
  public var names: [String]?

  /// Creates a listing.
  public init(path: String, names: [String]?) {
    self.path = path
    self.names = names
  }
}

/// The completion of a typed path of an image, the last of several: the folder to read, and the beginning of
/// the name in it.
struct PathCompletion: Equatable {
  /// The folder, with a "/" at the end.
  let folder: String
  private let beginning: String
  /// The text before the path: other paths.
  private let others: String

  private static let imageExtensions = [".jpg", ".jpeg", ".png", ".webp"]

  /// Creates the completion of a text. An empty text is the home directory, and a path that begins neither with
  /// "/" nor with "~/" is relative to the folder in which the dashboard was started.
  init?(_ text: String) {
    let words = TypedPaths.words(in: text)
    if words.count > 1, let last = words.last, let path = Self.path(String(last)) {
      self.init(path: path, after: String(text[..<last.startIndex]))
    } else if let path = Self.path(text) {
      self.init(path: path, after: "")
    } else if let last = words.last {
      let path = TypedPath(String(last)).path
      self.init(
        path: path.contains("/") ? path : "./" + path, after: String(text[..<last.startIndex]))
    } else {
      return nil
    }
  }

  /// Returns a path that begins with "/" or "~/"; `nil` for other texts.
  private static func path(_ text: String) -> String? {
    let typed = TypedPath(text).path
    let path = typed.isEmpty || typed == "~" ? "~/" : typed
    return path.hasPrefix("/") || path.hasPrefix("~/") ? path : nil
  }

  private init?(path: String, after others: String) {
    guard let slash = path.lastIndex(of: "/") else { return nil }
    self.others = others
    folder = String(path[...slash])
    beginning = String(path[path.index(after: slash)...])
  }

  /// Returns the folders and images among some names that begin with the typed text, sorted. Hidden ones
  /// are among them only if their dot is typed.
  func matches(_ names: [String]) -> [String] {
    names.filter { name in
      name.hasPrefix(beginning) && (beginning.hasPrefix(".") || !name.hasPrefix("."))
        && (name.hasSuffix("/") || Self.isImage(name))
    }.sorted()
  }

  private static func isImage(_ name: String) -> Bool {
    let name = name.lowercased()
    return imageExtensions.contains { name.hasSuffix($0) }
  }

  /// Returns the text with the characters that all matches have in common; `nil` if no name matches, or if
  /// the path cannot be typed.
  func text(completedBy matches: [String]) -> String? {
    guard let first = matches.first else { return nil }
    var name = matches.dropFirst().reduce(first) { $0.commonPrefix(with: $1) }
    // A blank at the end of a typed path is not a part of it.
    while matches.count > 1, name.last == " " { name.removeLast() }
    let text = (folder + name).replacing("\\", with: "\\\\").replacing(" ", with: "\\ ")
    return TypedPath(text).path == folder + name ? others + text : nil
  }
}

extension String {
  fileprivate func commonPrefix(with other: String) -> String {
    String(zip(self, other).prefix { $0 == $1 }.map(\.0))
  }
}
