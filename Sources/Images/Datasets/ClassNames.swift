import Foundation

/// The names of ImageNet's classes, from `synset_words.txt`, `LOC_synset_mapping.txt` or (Tiny ImageNet)
/// `words.txt`: lines of a WordNet number and the class's names.
package struct ClassNames {
  private static let files = ["synset_words.txt", "LOC_synset_mapping.txt", "words.txt"]
  private var names: [String: String] = [:]

  /// Looks in a folder and in three above it: Kaggle's list is that far from the images.
  /// - Parameter labels: a list of labels that may have names too, for where there is no other.
  init(near folder: String, labels: ValidationLabels? = nil) {
    for place in ValidationLabels.places(above: folder) {
      for file in Self.files {
        guard let text = try? String(contentsOfFile: "\(place)/\(file)", encoding: .utf8) else {
          continue
        }
        read(text)
        if !names.isEmpty { return }
      }
    }
    names = (labels?.words ?? [:]).mapValues { Self.first(of: $0) }
  }

  /// - Parameter words: "tench, Tinca tinca" by the folder's name.
  package init(words: [String: String]) {
    names = words.mapValues { Self.first(of: $0) }
  }

  private mutating func read(_ text: String) {
    for line in text.split(whereSeparator: \.isNewline) {
      let parts = line.split(maxSplits: 1) { $0 == " " || $0 == "\t" }
      guard parts.count == 2 else { continue }
      names[String(parts[0])] = Self.first(of: parts[1])
    }
  }

  /// Of "tench, Tinca tinca" the first name will do.
  private static func first(of words: some StringProtocol) -> String {
    words.prefix { $0 != "," }.trimmingCharacters(in: .whitespaces)
  }

  /// Names for class folders: what a folder is called where nothing better is known, and both where
  /// two classes have the same name (ImageNet has two "crane").
  package func names(of folders: [String]) -> [String] {
    let found = folders.map { names[$0] ?? $0 }
    let uses = Dictionary(found.map { ($0, 1) }, uniquingKeysWith: +)
    return zip(folders, found).map { folder, name in
      uses[name]! > 1 && name != folder ? "\(name) (\(folder))" : name
    }
  }
}
