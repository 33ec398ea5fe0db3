import FoundationEssentials

/// The classes of validation images without class folders, from Kaggle's `LOC_val_solution.csv`, ImageNet's
/// development kit or Tiny ImageNet's `val_annotations.txt`.
struct ValidationLabels {
  /// The file that contains the labels.
  let path: String
  /// The names of the classes by their folders, if the file contains them.
  private(set) var words: [String: String] = [:]
  private let classes: ClassTable

  /// The class of each image.
  private enum ClassTable {
    /// The classes by the name of the image without its ending.
    case byName([String: String])
    /// The class of the image with the number n + 1 at index n.
    case byNumber([String])
  }

  static let solution = "LOC_val_solution.csv"
  static let annotations = "val_annotations.txt"

  /// Finds the labels in the folder of the validation images, in `base` or in the three folders above it;
  /// `nil` if there is no file of labels.
  /// - Throws: `.imageFolder(.damagedLabels)`.
  init?(of images: String, near base: String) throws(ImagesError) {
    if let text = Self.text("\(images)/\(Self.annotations)") {
      path = "\(images)/\(Self.annotations)"
      classes = .byName(try Self.table(text, separator: "\t", path: path, title: nil))
      return
    }
    for folder in [images] + Self.folders(above: base) {
      if let text = Self.text("\(folder)/\(Self.solution)") {
        path = "\(folder)/\(Self.solution)"
        classes = .byName(try Self.table(text, separator: ",", path: path, title: "ImageId"))
        return
      }
      if let found = DevelopmentKit.find(in: folder) {
        let kit = try DevelopmentKit(path: found)
        path = found
        words = kit.words
        classes = .byNumber(kit.groundTruth.map(\.id))
        return
      }
    }
    return nil
  }

  /// Returns a folder and the three above it. In Kaggle's archive the lists are three levels above the
  /// images.
  static func folders(above base: String) -> [String] {
    var url = URL(filePath: base).standardizedFileURL
    var folders: [String] = []
    for _ in 0..<4 {
      let path = url.path(percentEncoded: false)
      folders.append(path.hasSuffix("/") ? String(path.dropLast()) : path)
      url = url.deletingLastPathComponent()
    }
    return folders
  }

  /// Returns the class of an image; `nil` if it has no label.
  /// - Parameter name: The path of the image.
  func id(of name: [UInt8]) -> String? {
    let stem = ImageNumber.stem(of: String(decoding: name, as: UTF8.self))
    switch classes {
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

  /// Reads lines of an image's name and its class, which is the first word of the second column.
  /// - Parameter title: The first column of the title line; `nil` if there is no title line.
  private static func table(
    _ text: String, separator: Character, path: String, title: String?
  ) throws(ImagesError) -> [String: String] {
    var classes: [String: String] = [:]
    for (index, line) in text.split(whereSeparator: \.isNewline).enumerated() {
      let columns = line.split(separator: separator, maxSplits: 1)
      if let title, columns.first?.hasSuffix(title) == true { continue }
      guard columns.count == 2,
        let id = columns[1].split(whereSeparator: { $0 == " " || $0 == "\t" || $0 == "\"" }).first
      else {
        throw .imageFolder(
          .damagedLabels(
            path: path, reason: "line \(index + 1) is not an image and its class: '\(line)'"))
      }
      classes[ImageNumber.stem(of: String(columns[0]))] = String(id)
    }
    guard !classes.isEmpty else {
      throw .imageFolder(.damagedLabels(path: path, reason: "it has no lines"))
    }
    return classes
  }
}
