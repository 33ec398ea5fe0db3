import Foundation

/// A file of names, one a line, in the order of the labels.
enum NameList {
  /// - Returns: The names; nil when the file does not hold exactly `count` of them.
  static func read(_ path: String, count: Int) -> [String]? {
    guard let text = try? String(contentsOf: URL(filePath: path), encoding: .utf8) else {
      return nil
    }
    let names = text.split(whereSeparator: \.isNewline)
      .map { $0.trimmingCharacters(in: .whitespaces) }.filter { !$0.isEmpty }
    return names.count == count ? names : nil
  }
}
