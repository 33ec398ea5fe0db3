import Foundation

@testable import Images

/// The small images that `make-fixtures.py` writes. The first word of a name is its folder.
enum OddImages {
  private static let folder = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().appending(path: "Fixtures")

  static func bytes(_ name: String) throws -> [UInt8] {
    try [UInt8](Data(contentsOf: folder.appending(path: "\(name.prefix { $0 != "-" })/\(name)")))
  }

  static var names: [String] {
    let formats = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
    return formats.flatMap { format in
      (try? FileManager.default.contentsOfDirectory(
        atPath: folder.appending(path: format).path)) ?? []
    }.filter { name in
      [".jpg", ".png", ".webp"].contains(where: name.hasSuffix)
    }.sorted()
  }
}

/// The picture that all of these images show.
enum TestPicture {
  static let width = 40
  static let height = 30

  static func color(_ x: Int, _ y: Int) -> [Int] {
    [
      x * 255 / (width - 1), y * 255 / (height - 1),
      255 - (abs(2 * x - width) * 127 / width + abs(2 * y - height) * 127 / height),
    ]
  }

  /// Returns the pixels, `[height, width, 3]`, with the colours of a function of column and row.
  static func pixels(_ color: (Int, Int) -> [Int] = color) -> [UInt8] {
    (0..<height).flatMap { y in (0..<width).flatMap { x in color(x, y).map { UInt8($0) } } }
  }
}

/// A copy of a decoded image.
struct Picture: Equatable {
  var width: Int
  var height: Int
  var pixels: [UInt8]

  /// Returns the mean absolute difference in grey levels.
  func distance(to other: [UInt8]) -> Double { meanDistance(pixels, other) }
}

func meanDistance(_ one: [UInt8], _ other: [UInt8]) -> Double {
  guard one.count == other.count else { return .infinity }
  return zip(one, other).reduce(0.0) { $0 + abs(Double($1.0) - Double($1.1)) } / Double(one.count)
}

extension ImageDecoder {
  func picture(_ bytes: [UInt8]) throws(ImageDamage) -> Picture {
    // A closure that throws one type of error cannot be inferred through `withUnsafeBytes`.
    let result = bytes.withUnsafeBytes { bytes in
      Result { () throws(ImageDamage) in
        let image = try decode(bytes)
        return Picture(width: image.width, height: image.height, pixels: Array(image.pixels))
      }
    }
    return try result.get()
  }

  func square(_ bytes: [UInt8], side: Int) throws(ImageDamage) -> [UInt8] {
    var square = [UInt8](repeating: 0, count: side * side * 3)
    let result = bytes.withUnsafeBytes { bytes in
      square.withUnsafeMutableBufferPointer { square in
        Result { () throws(ImageDamage) in try decode(bytes, side: side, into: square) }
      }
    }
    try result.get()
    return square
  }
}

extension ImageHeader {
  init(_ bytes: [UInt8]) throws(ImageDamage) {
    self = try bytes.withUnsafeBytes { bytes in
      Result { () throws(ImageDamage) in try ImageHeader(of: bytes) }
    }.get()
  }
}
