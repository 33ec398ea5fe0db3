import FoundationEssentials
import Images

/// The input and the settings of a preparation, stored in `preparing.json`. A preparation that was stopped
/// continues only with the same input and settings.
struct PreparationPlan: Codable, Equatable {
  var version = PreparedManifest.version
  /// The path of the input.
  var source: String
  var side: Int
  var quality: Int
  var imagesPerShard: Int
  /// The sizes and the division of the ``PreparationInput``.
  var sizes: [Int]
  var division: String
  var classes: [PreparedManifest.ImageClass]

  init(_ input: PreparationInput, _ settings: PreparationSettings) {
    source = URL(filePath: input.path).standardizedFileURL.path(percentEncoded: false)
    side = settings.side
    quality = settings.quality
    imagesPerShard = settings.imagesPerShard
    sizes = input.sizes
    division = input.division
    classes = input.classes
  }

  /// Writes the plan into a folder, or compares it with the plan in the folder.
  /// - Throws: `PreparingError.inputChanged` or `.anotherPreparation` if the plan in the folder differs.
  func establish(in folder: String) throws {
    let path = "\(folder)/\(PreparedFiles.plan)"
    guard let data = FileManager.default.contents(atPath: path) else {
      let encoder = JSONEncoder()
      encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
      return try AtomicFile.write([UInt8](encoder.encode(self)), to: path, in: folder)
    }
    guard let found = try? JSONDecoder().decode(PreparationPlan.self, from: data) else {
      throw PreparingError.unreadable(path: path, reason: "it cannot be decoded")
    }
    guard found == self else {
      throw found.source == source && found.sizes != sizes
        ? PreparingError.inputChanged(path: source)
        : PreparingError.anotherPreparation(path: folder, of: found.source)
    }
  }
}
