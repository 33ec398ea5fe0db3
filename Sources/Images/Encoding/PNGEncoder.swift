import CPNG
import Checksums

/// An encoder of PNG files with 8-bit red, green and blue. Several pictures make an animation (APNG; PNG,
/// third edition, section 11.3.6); programs that cannot play animations show the first picture.
public struct PNGEncoder: Sendable {
  /// The width of the pictures in pixels.
  public let width: Int
  /// The height of the pictures in pixels.
  public let height: Int
  private var frames: [(data: [UInt8], delay: Delay)] = []

  /// A duration in seconds, as a fraction.
  public struct Delay: Hashable, Sendable {
    /// The numerator of the fraction.
    public var numerator: UInt16
    /// The denominator of the fraction.
    public var denominator: UInt16

    /// Creates a duration of `numerator` / `denominator` seconds.
    public init(_ numerator: UInt16, of denominator: UInt16) {
      self.numerator = numerator
      self.denominator = denominator
    }
  }

  /// Creates an encoder without pictures.
  public init(width: Int, height: Int) {
    precondition(
      width > 0 && height > 0 && width < 1 << 24 && height < 1 << 24,
      "width and height are 1 ..< 2²⁴")
    self.width = width
    self.height = height
  }

  /// Encodes one picture.
  /// - Parameters:
  ///   - pixels: The picture, `[height, width, 3]`.
  ///   - width: The width in pixels.
  ///   - height: The height in pixels.
  /// - Returns: The bytes of the file.
  public static func picture(_ pixels: [UInt8], width: Int, height: Int) -> [UInt8] {
    var encoder = PNGEncoder(width: width, height: height)
    encoder.add(pixels, for: Delay(0, of: 1))
    return encoder.file()
  }

  /// Adds a picture.
  /// - Parameters:
  ///   - pixels: The picture, `[height, width, 3]`.
  ///   - delay: The time for which an animation shows it.
  public mutating func add(_ pixels: [UInt8], for delay: Delay) {
    add(compressed: compressed(pixels), for: delay)
  }

  /// Adds a picture that `compressed(_:)` has returned.
  public mutating func add(compressed data: [UInt8], for delay: Delay) {
    frames.append((data, delay))
  }

  /// Returns the bytes of the file with all pictures, of which there must be at least one. An animation
  /// repeats without end.
  public func file() -> [UInt8] {
    precondition(!frames.isEmpty, "there is at least one picture")
    var file: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]
    // Eight bits, colour, and the only methods of compression and filtering; no interlacing.
    file.append(chunk: "IHDR", big(UInt32(width)) + big(UInt32(height)) + [8, 2, 0, 0, 0])
    let isAnimated = frames.count > 1
    // 0 plays means without end.
    if isAnimated { file.append(chunk: "acTL", big(UInt32(frames.count)) + big(UInt32(0))) }
    var number: UInt32 = 0
    for (index, frame) in frames.enumerated() {
      if isAnimated {
        file.append(chunk: "fcTL", control(number, frame.delay))
        number += 1
      }
      if index == 0 {
        file.append(chunk: "IDAT", frame.data)
      } else {
        file.append(chunk: "fdAT", big(number) + frame.data)
        number += 1
      }
    }
    file.append(chunk: "IEND", [])
    return file
  }

  /// Returns the data of a frame control chunk: the whole picture replaces the one before.
  private func control(_ number: UInt32, _ delay: Delay) -> [UInt8] {
    let offset = big(UInt32(0)) + big(UInt32(0))
    return big(number) + big(UInt32(width)) + big(UInt32(height)) + offset
      + big(delay.numerator) + big(delay.denominator) + [0, 0]
  }

  /// Returns the compressed bytes of a picture. Rows are stored as differences from the row above (filter
  /// "Up"), which are mostly 0 in enlarged pictures.
  /// - Parameter pixels: The picture, `[height, width, 3]`.
  public func compressed(_ pixels: [UInt8]) -> [UInt8] {
    precondition(pixels.count == 3 * width * height, "the pixels are [height, width, 3]")
    let row = 3 * width
    var filtered: [UInt8] = []
    filtered.reserveCapacity((row + 1) * height)
    for y in 0..<height {
      filtered.append(y == 0 ? 0 : 2)
      for x in y * row..<(y + 1) * row {
        filtered.append(y == 0 ? pixels[x] : pixels[x] &- pixels[x - row])
      }
    }
    let capacity = cpng_deflate_bound(filtered.count)
    return [UInt8](unsafeUninitializedCapacity: capacity) { buffer, count in
      count = cpng_deflate(filtered, filtered.count, buffer.baseAddress, capacity)
      precondition(count > 0, "there is enough memory to compress a picture")
    }
  }
}

private func big(_ value: some FixedWidthInteger) -> [UInt8] {
  withUnsafeBytes(of: value.bigEndian) { Array($0) }
}

extension [UInt8] {
  fileprivate mutating func append(chunk name: String, _ data: [UInt8]) {
    append(contentsOf: big(UInt32(data.count)))
    let named = Array(name.utf8) + data
    append(contentsOf: named)
    append(contentsOf: big(CRC32.checksum(of: named)))
  }
}
