/// An encoder of animated GIF files (GIF 89a). All pictures share a palette.
///
/// The encoder is written here, because libraries for GIF leave the choice of colours to their users, and the
/// rest is a short compression (`GIFCompression`).
public struct GIFEncoder: Sendable {
  /// The width of the pictures in pixels.
  public let width: Int
  /// The height of the pictures in pixels.
  public let height: Int
  private let palette: ColorPalette

  /// Creates an encoder.
  public init(width: Int, height: Int, palette: ColorPalette) {
    precondition(
      (1...0xFFFF).contains(width) && (1...0xFFFF).contains(height), "width and height have 16 bits"
    )
    self.width = width
    self.height = height
    self.palette = palette
  }

  /// Returns the compressed bytes of a picture.
  /// - Parameter pixels: The picture, `[height, width, 3]`.
  public func compressed(_ pixels: [UInt8]) -> [UInt8] {
    precondition(pixels.count == 3 * width * height, "the pixels are [height, width, 3]")
    return GIFCompression.compressed(
      stride(from: 0, to: pixels.count, by: 3).map {
        palette.index(pixels[$0], pixels[$0 + 1], pixels[$0 + 2])
      })
  }

  /// Returns the bytes of a file, whose animation repeats without end.
  /// - Parameter frames: The compressed bytes of each picture, and the time for which it is shown in
  ///   hundredths of a second.
  public func file(_ frames: [(data: [UInt8], hundredths: UInt16)]) -> [UInt8] {
    precondition(!frames.isEmpty, "there is at least one picture")
    var file = Array("GIF89a".utf8) + little(width) + little(height)
    // A palette of 256 colours with 8 bits a channel; the first is the background; square pixels.
    file += [0xF7, 0, 0] + table
    // The extension for repetitions, by Netscape; 0 is without end.
    if frames.count > 1 { file += [0x21, 0xFF, 11] + "NETSCAPE2.0".utf8 + [3, 1, 0, 0, 0] }
    for frame in frames {
      // A graphic control extension: the picture stays until the next replaces it, and has no transparency.
      file += [0x21, 0xF9, 4, 1 << 2] + little(Int(frame.hundredths)) + [0, 0]
      // The picture covers the whole area, and has no palette of its own.
      file += [0x2C] + little(0) + little(0) + little(width) + little(height) + [0]
      file.append(UInt8(GIFCompression.pixelBits))
      for start in stride(from: 0, to: frame.data.count, by: 255) {
        let block = frame.data[start..<min(start + 255, frame.data.count)]
        file.append(UInt8(block.count))
        file += block
      }
      file.append(0)
    }
    file.append(0x3B)
    return file
  }

  /// The colours, filled up with black.
  private var table: [UInt8] {
    let colors = palette.colors.flatMap { $0 }
    return colors + [UInt8](repeating: 0, count: 3 * 256 - colors.count)
  }
}

private func little(_ value: Int) -> [UInt8] {
  [UInt8(truncatingIfNeeded: value), UInt8(truncatingIfNeeded: value >> 8)]
}
