import Foundation

/// What ImageNet's classes are called, from `synset_words.txt` or `LOC_synset_mapping.txt`: lines of a
/// WordNet number and the class's names.
struct ClassNames {
  private static let files = ["synset_words.txt", "LOC_synset_mapping.txt"]
  private var names: [String: String] = [:]

  /// Looks in a folder, then in the one that holds it.
  init(near folder: String) {
    let root = URL(filePath: folder).standardizedFileURL
    for place in [root, root.deletingLastPathComponent()] {
      for file in Self.files {
        let url = place.appending(path: file)
        guard let text = try? String(contentsOf: url, encoding: .utf8) else { continue }
        read(text)
        if !names.isEmpty { return }
      }
    }
  }

  private mutating func read(_ text: String) {
    for line in text.split(whereSeparator: \.isNewline) {
      let parts = line.split(separator: " ", maxSplits: 1)
      guard parts.count == 2 else { continue }
      // "tench, Tinca tinca": the first name will do.
      let name = parts[1].prefix { $0 != "," }
      names[String(parts[0])] = name.trimmingCharacters(in: .whitespaces)
    }
  }

  /// Names for class folders: what a folder is called where nothing better is known, and both where
  /// two classes have the same name (ImageNet has two "crane").
  func names(of folders: [String]) -> [String] {
    let found = folders.map { names[$0] ?? $0 }
    let uses = Dictionary(found.map { ($0, 1) }, uniquingKeysWith: +)
    return zip(folders, found).map { folder, name in
      uses[name]! > 1 && name != folder ? "\(name) (\(folder))" : name
    }
  }
}
