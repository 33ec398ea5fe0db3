import Blueprint
import Channels

/// A JPEG, PNG or WebP image outside a data source: a file, or the bytes of one.
public struct ImageFile: Hashable, Sendable {
  /// The location of the bytes.
  enum Contents: Hashable, Sendable {
    case path
    case bytes([UInt8])
  }

  /// The path, or the name of the bytes in messages, such as "standard input".
  public let name: String
  let contents: Contents

  /// Names a file, which is read when it is needed.
  public init(path: String) {
    name = path
    contents = .path
  }

  /// Takes the bytes of a file.
  /// - Parameters:
  ///   - bytes: The bytes.
  ///   - name: Their name in messages.
  public init(bytes: [UInt8], name: String) {
    self.name = name
    contents = .bytes(bytes)
  }
}

/// Decodes image files for one thread: the shorter side is scaled to the side of a square, whose centre is
/// cut out (paper, section 2).
final class ImageFileReader {
  private let side: Int
  private let files = FileReader()
  private let decoder = ImageDecoder()
  private let square: Buffer<UInt8>

  /// Creates a reader.
  /// - Parameter shape: The shape of the images: a square in colour.
  init(_ shape: Shape) {
    precondition(
      shape.channels == 3 && shape.height == shape.width, "image files become squares in colour")
    side = shape.height
    square = Buffer(count: shape.count, repeating: 0)
  }

  /// Decodes a file.
  /// - Parameters:
  ///   - file: The file.
  ///   - pixels: Receives the square, `[3, side, side]`.
  /// - Throws: `.damagedImage` if the file cannot be read or decoded.
  func read(
    _ file: ImageFile, into pixels: UnsafeMutableBufferPointer<UInt8>
  ) throws(ImagesError) {
    do throws(ImageDamage) {
      switch file.contents {
      case .path:
        let bytes = try files.read(Array(file.name.utf8) + [0])
        try decoder.decode(bytes, side: side, into: square.elements)
      case .bytes(let bytes): try decode(bytes)
      }
    } catch {
      throw .damagedImage(path: file.name, error)
    }
    square.elements.writePlanes(to: pixels)
  }

  private func decode(_ bytes: [UInt8]) throws(ImageDamage) {
    let damage = bytes.withUnsafeBytes { bytes -> ImageDamage? in
      do throws(ImageDamage) {
        try decoder.decode(bytes, side: side, into: square.elements)
        return nil
      } catch {
        return error
      }
    }
    if let damage { throw damage }
  }
}
