import DisplayText
import FoundationEssentials

/// The names of ImageNet's classes by WordNet id, from `synset_words.txt`, `LOC_synset_mapping.txt` or
/// (Tiny ImageNet) `words.txt`. A line is an id and the names of the class.
package struct ClassNames {
  private static let files = ["synset_words.txt", "LOC_synset_mapping.txt", "words.txt"]
  private var names: [String: String] = [:]

  /// Reads the first of the files that is in a folder or in one of the three above it, where Kaggle's
  /// archive has it.
  /// - Parameter labels: Provides the names if there is no such file.
  init(near folder: String, labels: ValidationLabels? = nil) {
    for candidate in ValidationLabels.folders(above: folder) {
      for file in Self.files {
        guard let text = try? String(contentsOfFile: "\(candidate)/\(file)", encoding: .utf8) else {
          continue
        }
        read(text)
        if !names.isEmpty { return }
      }
    }
    names = (labels?.words ?? [:]).mapValues { Self.first(of: $0) }
  }

  /// Creates names from lists of names.
  /// - Parameter words: The names of each class, such as "tench, Tinca tinca", by the name of its folder.
  package init(words: [String: String]) {
    names = words.mapValues { Self.first(of: $0) }
  }

  private mutating func read(_ text: String) {
    for line in text.split(whereSeparator: \.isNewline) {
      let columns = line.split(maxSplits: 1) { $0 == " " || $0 == "\t" }
      guard columns.count == 2 else { continue }
      names[String(columns[0])] = Self.first(of: columns[1])
    }
  }

  /// Returns the first name of a list such as "tench, Tinca tinca".
  private static func first(of words: some StringProtocol) -> String {
    words.prefix { $0 != "," }.trimmed
  }

  /// Returns the names of class folders. A class without a known name gets the name of its folder; classes
  /// with the same name, such as ImageNet's two "crane", get the name of the folder in addition.
  package func names(of folders: [String]) -> [String] {
    let found = folders.map { names[$0] ?? $0 }
    let uses = Dictionary(found.map { ($0, 1) }, uniquingKeysWith: +)
    return zip(folders, found).map { folder, name in
      uses[name]! > 1 && name != folder ? "\(name) (\(folder))" : name
    }
  }
}
