import Foundation
import Images

/// A folder that is removed at the end of the test, with pictures.
final class TemporaryFolder {
  let path = FileManager.default.temporaryDirectory
    .appending(path: "evaluating-tests-\(UUID().uuidString)").path()

  init() throws {
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  /// Writes a file, and creates the folders above it.
  /// - Returns: The path.
  @discardableResult
  func write(_ name: String, _ bytes: [UInt8]) throws -> String {
    let url = URL(filePath: "\(path)/\(name)")
    try FileManager.default.createDirectory(
      at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(bytes).write(to: url)
    return "\(path)/\(name)"
  }

  /// Writes a picture of 24×20 pixels that depends on a number.
  /// - Returns: The path.
  @discardableResult
  func picture(_ name: String, _ number: Int) throws -> String {
    var pixels: [UInt8] = []
    for row in 0..<20 {
      for column in 0..<24 {
        pixels += [37 * number + 9 * row, 11 * column + 5 * number, 3 * row * column + 50 * number]
          .map { UInt8($0 & 255) }
      }
    }
    return try write(name, PNGEncoder.picture(pixels, width: 24, height: 20))
  }

  /// Writes pictures of classes: `train/cat/0.png` and so on.
  /// - Parameters:
  ///   - folder: The folder of the class folders.
  ///   - classes: The names of the classes.
  ///   - count: The number of pictures of each class.
  ///   - first: The number of the first picture.
  func pictures(_ folder: String, _ classes: [String], count: Int, first: Int = 0) throws {
    for (label, name) in classes.enumerated() {
      for number in 0..<count {
        try picture("\(folder)/\(name)/\(number).png", first + 7 * label + number)
      }
    }
  }
}
