import Blueprint
import DisplayText
import FoundationEssentials

/// The classes of a trained network in the order of its outputs, from a file with one class a line.
///
/// A line is a name. Where all lines begin with an id of WordNet, as in ImageNet's `synset_words.txt`
/// ("n01440764 tench, Tinca tinca"), the id is that of the class and the first word after it the name.
public struct ClassList: Hashable, Sendable {
  /// A class of a network.
  public struct Entry: Hashable, Sendable {
    /// The name in the data, such as that of a folder.
    public var id: String
    /// The name for people.
    public var name: String
  }

  /// The classes in the order of the outputs.
  public let entries: [Entry]

  /// The names of the file that several lines have. These classes have the number of the line in their
  /// names.
  public let repeatedNames: [String]

  /// The names for people.
  public var names: [String] { entries.map(\.name) }

  /// Reads a file.
  /// - Parameter path: The path of the file.
  /// - Throws: `ClassListError`.
  public init(path: String) throws(ClassListError) {
    let text: String
    do {
      text = try String(contentsOf: URL(filePath: path), encoding: .utf8)
    } catch {
      // The operating system gives no reason if the bytes are not UTF-8.
      throw .unreadable(path: path, reason: error.systemReason ?? "it is not text in UTF-8")
    }
    var lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
      .map { $0.trimmed }
    while lines.last == "" { lines.removeLast() }
    guard !lines.isEmpty else { throw .empty(path: path) }
    if let line = lines.firstIndex(of: "") { throw .emptyLine(path: path, line: line + 1) }
    entries = Self.entries(lines)
    let names = Set(entries.map(\.name))
    var known: Set<String> = []
    // A name that was changed is not a name of an entry any more.
    repeatedNames =
      entries[0].id != entries[0].name
      ? [] : lines.filter { !names.contains($0) && known.insert($0).inserted }
  }

  private static func entries(_ lines: [String]) -> [Entry] {
    let columns = lines.map {
      $0.split(maxSplits: 1, whereSeparator: \.isWhitespace).map(String.init)
    }
    let ids = columns.map { $0[0] }
    guard ids.allSatisfy(isSynset), Set(ids).count == ids.count else {
      return distinct(lines).map { Entry(id: $0, name: $0) }
    }
    let words = columns.filter { $0.count == 2 }.map { ($0[0], $0[1]) }
    let names = ClassNames(words: Dictionary(uniqueKeysWithValues: words)).names(of: ids)
    return zip(ids, names).map { Entry(id: $0, name: $1) }
  }

  /// True for an id of WordNet: an "n" and eight digits.
  private static func isSynset(_ text: String) -> Bool {
    text.utf8.count == 9 && text.first == "n"
      && text.utf8.dropFirst().allSatisfy { (0x30...0x39).contains($0) }
  }

  /// Returns names with the number of their line where a name occurs more than once, such as the two kinds of
  /// "crane" in ImageNet.
  private static func distinct(_ names: [String]) -> [String] {
    let uses = Dictionary(names.map { ($0, 1) }, uniquingKeysWith: +)
    return names.enumerated().map { uses[$1]! > 1 ? "\($1) (\($0 + 1))" : $1 }
  }

  /// The record of the classes for a run that has no images yet.
  public var fingerprint: DataFingerprint {
    DataFingerprint(
      kind: "no images",
      classes: entries.map { DataFingerprint.ImageClass(id: $0.id, name: $0.name) })
  }
}

/// A file of class names that cannot be used.
public enum ClassListError: Error, Hashable, Sendable {
  /// The file cannot be read as text.
  case unreadable(path: String, reason: String)
  /// The file has no lines.
  case empty(path: String)
  /// A line without a name; lines count from 1.
  case emptyLine(path: String, line: Int)
}

extension ClassListError: Explained {
  /// The problem, without a full stop.
  public var problem: String {
    switch self {
    case .unreadable(let path, let reason):
      "the list of classes '\(path)' cannot be read: \(reason)"
    case .empty(let path): "the list of classes '\(path)' is empty"
    case .emptyLine(let path, let line):
      "line \(NumberText.grouped(line)) of the list of classes '\(path)' is empty"
    }
  }

  /// The user's next action, without a full stop.
  public var remedy: String {
    switch self {
    case .unreadable: "Check the path; the file must be text in UTF-8"
    case .empty, .emptyLine: "Give one class a line, in the order of the network's outputs"
    }
  }
}
