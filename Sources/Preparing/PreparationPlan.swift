import Foundation
import Images
import Machine

/// What is being prepared, in `preparing.json`, so that it goes on with the same or not at all.
struct PreparationPlan: Codable, Equatable {
  var version = PreparedManifest.version
  var source: String
  var side: Int
  var quality: Int
  var imagesPerShard: Int
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

  /// Writes the plan into a folder, or sees that the one that is there is the same.
  func establish(in folder: String) throws {
    let path = "\(folder)/\(PreparedFiles.plan)"
    guard let data = FileManager.default.contents(atPath: path) else {
      let encoder = JSONEncoder()
      encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
      return try WholeFile.put([UInt8](encoder.encode(self)), at: path, in: folder)
    }
    guard let found = try? JSONDecoder().decode(PreparationPlan.self, from: data) else {
      throw PreparingError.unreadable(path: path, reason: "it is not understood")
    }
    guard found == self else {
      throw found.source == source && found.sizes != sizes
        ? PreparingError.inputChanged(path: source)
        : PreparingError.anotherPreparation(path: folder, of: found.source)
    }
  }
}

/// How images are prepared.
public struct PreparationSettings: Sendable {
  /// "Shorter side to 256, centre 256×256" (paper, section 2).
  public var side = ImageFolder.side
  /// libjpeg's. At 95 an image differs from what it was by less than a grey level and a half on average.
  public var quality = 95
  /// Some 150 MB of them: large enough to be read in one go, small enough to be made again after a stop.
  public var imagesPerShard = 4_096
  public var threads = ProcessorAllowance.current.threads

  public init() {}
}
