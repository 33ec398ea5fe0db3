import DisplayText
import FoundationEssentials

/// A file of names, one on each line, in the order of the labels.
enum NameList {
  /// Reads the names of a file.
  /// - Returns: `nil` if the file does not hold exactly `count` names.
  static func read(_ path: String, count: Int) -> [String]? {
    guard let text = try? String(contentsOf: URL(filePath: path), encoding: .utf8) else {
      return nil
    }
    let names = text.split(whereSeparator: \.isNewline)
      .map { $0.trimmed }.filter { !$0.isEmpty }
    return names.count == count ? names : nil
  }
}
