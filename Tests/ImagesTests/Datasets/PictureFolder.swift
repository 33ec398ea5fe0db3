import Foundation

@testable import Images

/// A folder of small pictures, gone when the test is over.
final class PictureFolder {
  let path = FileManager.default.temporaryDirectory
    .appending(path: "pictures-\(UUID().uuidString)").path()

  init() throws {
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  /// Writes a file, and the folders that it lies in.
  func write(_ name: String, _ bytes: [UInt8]) throws {
    let url = URL(filePath: "\(path)/\(name)")
    try FileManager.default.createDirectory(
      at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(bytes).write(to: url)
  }

  func write(_ name: String, text: String) throws { try write(name, [UInt8](text.utf8)) }

  /// Writes a JPEG of one grey, 20×16.
  func picture(_ name: String, gray: UInt8 = 128) throws {
    try write(name, Self.jpeg(gray: gray))
  }

  /// Writes so many pictures of a class.
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
  /// An image's label and its first byte.
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
  /// The names of a split's files, sorted: "cat/1.jpg".
  func names(_ split: Split) -> [String] {
    (0..<count(split)).map {
      path(of: $0, in: split).split(separator: "/").suffix(2).joined(separator: "/")
    }.sorted()
  }
}
