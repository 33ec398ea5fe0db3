import Foundation

@testable import Images

/// A temporary folder of small pictures, which is removed at the end of the test.
final class PictureFolder {
  let path = FileManager.default.temporaryDirectory
    .appending(path: "pictures-\(UUID().uuidString)").path()

  init() throws {
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  /// Writes a file, and creates the folders above it.
  func write(_ name: String, _ bytes: [UInt8]) throws {
    let url = URL(filePath: "\(path)/\(name)")
    try FileManager.default.createDirectory(
      at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(bytes).write(to: url)
  }

  func write(_ name: String, text: String) throws { try write(name, [UInt8](text.utf8)) }

  /// Writes a JPEG of one grey level, 20×16.
  func picture(_ name: String, gray: UInt8 = 128) throws {
    try write(name, Self.jpeg(gray: gray))
  }

  /// Writes pictures of a class: 0.jpg, 1.jpg and so on, each with its number as grey level.
  func pictures(_ folder: String, count: Int) throws {
    for number in 0..<count { try picture("\(folder)/\(number).jpg", gray: UInt8(number)) }
  }

  static func jpeg(gray: UInt8) -> [UInt8] {
    let encoder = JPEGEncoder(quality: 90)
    return [UInt8](repeating: gray, count: 20 * 16 * 3).withUnsafeBufferPointer {
      pixels in
      withExtendedLifetime(encoder) { Array(encoder.encode(pixels, width: 20, height: 16)) }
    }
  }

  func open(seed: UInt64 = 0, validationShare: Double = 0.25) throws(ImagesError) -> ImageFolder {
    try ImageFolder(folder: path, seed: seed, validationShare: validationShare)
  }
}

extension DataSource {
  /// Returns the label and the first byte of an image.
  func read(_ index: Int, _ split: Split) throws -> (label: Int, byte: UInt8) {
    var pixels = [UInt8](repeating: 0, count: imageShape.count)
    let reader = try makeReader()
    let label = try pixels.withUnsafeMutableBufferPointer {
      try reader.read(index, of: split, into: $0)
    }
    return (label, pixels[0])
  }
}

extension ImageFolder {
  /// Returns the folder and the name of each file of a split, such as "cat/1.jpg", sorted.
  func names(_ split: Split) -> [String] {
    (0..<count(split)).map {
      path(of: $0, in: split).split(separator: "/").suffix(2).joined(separator: "/")
    }.sorted()
  }
}
