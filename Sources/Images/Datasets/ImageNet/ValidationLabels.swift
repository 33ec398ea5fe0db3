import Foundation

/// The classes of validation images that lie in one folder, as a file beside them tells: Kaggle's
/// `LOC_val_solution.csv`, ImageNet's development kit, or Tiny ImageNet's `val_annotations.txt`.
struct ValidationLabels {
  /// The file that tells.
  let path: String
  /// The classes' names by their folders', where the file tells those too.
  private(set) var words: [String: String] = [:]
  private let labels: Labels

  private enum Labels {
    /// By the image's name without its ending.
    case byName([String: String])
    /// Of the image whose name ends in n + 1.
    case byNumber([String])
  }

  static let solution = "LOC_val_solution.csv"
  static let annotations = "val_annotations.txt"

  /// Looks in a folder of validation images, in the one that holds it, and in three above.
  /// - Returns: nil where there is no such file.
  init?(of images: String, near base: String) throws(ImagesError) {
    if let text = Self.text("\(images)/\(Self.annotations)") {
      path = "\(images)/\(Self.annotations)"
      labels = .byName(try Self.table(text, separator: "\t", path: path, title: nil))
      return
    }
    for place in [images] + Self.places(above: base) {
      if let text = Self.text("\(place)/\(Self.solution)") {
        path = "\(place)/\(Self.solution)"
        labels = .byName(try Self.table(text, separator: ",", path: path, title: "ImageId"))
        return
      }
      if let found = DevelopmentKit.find(in: place) {
        let kit = try DevelopmentKit(path: found)
        path = found
        words = kit.words
        labels = .byNumber(kit.truth.map(\.id))
        return
      }
    }
    return nil
  }

  /// A folder and three above it: Kaggle's lists are that far from the images.
  static func places(above base: String) -> [String] {
    var url = URL(filePath: base).standardizedFileURL
    var places: [String] = []
    for _ in 0..<4 {
      let path = url.path(percentEncoded: false)
      places.append(path.hasSuffix("/") ? String(path.dropLast()) : path)
      url = url.deletingLastPathComponent()
    }
    return places
  }

  /// The class of an image, by its path.
  func id(of name: [UInt8]) -> String? {
    let stem = ImageNumber.stem(of: String(decoding: name, as: UTF8.self))
    switch labels {
    case .byName(let classes): return classes[stem]
    case .byNumber(let classes):
      guard let number = ImageNumber.of(stem), classes.indices.contains(number - 1) else {
        return nil
      }
      return classes[number - 1]
    }
  }

  private static func text(_ path: String) -> String? {
    FileManager.default.contents(atPath: path).map { String(decoding: $0, as: UTF8.self) }
  }

  /// Lines of an image's name and a class, of which the first word counts.
  /// - Parameter title: the first word of a line that is no image.
  private static func table(
    _ text: String, separator: Character, path: String, title: String?
  ) throws(ImagesError) -> [String: String] {
    var classes: [String: String] = [:]
    for (place, line) in text.split(whereSeparator: \.isNewline).enumerated() {
      let columns = line.split(separator: separator, maxSplits: 1)
      if let title, columns.first?.hasSuffix(title) == true { continue }
      guard columns.count == 2,
        let id = columns[1].split(whereSeparator: { $0 == " " || $0 == "\t" || $0 == "\"" }).first
      else {
        throw .imageFolder(
          .damagedLabels(
            path: path, reason: "line \(place + 1) is not an image and its class: '\(line)'"))
      }
      classes[ImageNumber.stem(of: String(columns[0]))] = String(id)
    }
    guard !classes.isEmpty else {
      throw .imageFolder(.damagedLabels(path: path, reason: "it has no lines"))
    }
    return classes
  }
}
