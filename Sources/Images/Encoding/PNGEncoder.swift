import CPNG

/// Writes pictures of 8-bit red, green and blue as PNG, and several as an animation that a program
/// which knows no animations shows the first of (APNG; PNG, third edition, section 11.3.6).
public struct PNGEncoder: Sendable {
  public let width: Int
  public let height: Int
  private var frames: [(data: [UInt8], delay: Delay)] = []

  /// Seconds as a fraction.
  public struct Delay: Hashable, Sendable {
    public var numerator: UInt16
    public var denominator: UInt16

    public init(_ numerator: UInt16, of denominator: UInt16) {
      self.numerator = numerator
      self.denominator = denominator
    }
  }

  public init(width: Int, height: Int) {
    precondition(width > 0 && height > 0 && width < 1 << 24 && height < 1 << 24, "a size of a PNG")
    self.width = width
    self.height = height
  }

  /// A picture of `pixels`, `[height, width, 3]`.
  public static func picture(_ pixels: [UInt8], width: Int, height: Int) -> [UInt8] {
    var encoder = PNGEncoder(width: width, height: height)
    encoder.add(pixels, for: Delay(0, of: 1))
    return encoder.file()
  }

  /// Adds a picture, `[height, width, 3]`, that stays for a while.
  public mutating func add(_ pixels: [UInt8], for delay: Delay) {
    precondition(pixels.count == 3 * width * height, "the pixels fill the picture")
    frames.append((deflated(pixels), delay))
  }

  /// The file with all that was added, at least one; it begins again at the end.
  public func file() -> [UInt8] {
    precondition(!frames.isEmpty, "a picture is there")
    var file: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]
    // Eight bits, colour, and the only methods there are.
    file.append(chunk: "IHDR", big(UInt32(width)) + big(UInt32(height)) + [8, 2, 0, 0, 0])
    let isAnimated = frames.count > 1
    // Played for ever.
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

  /// The whole picture, in place of the one before.
  private func control(_ number: UInt32, _ delay: Delay) -> [UInt8] {
    let place = big(UInt32(0)) + big(UInt32(0))
    return big(number) + big(UInt32(width)) + big(UInt32(height)) + place
      + big(delay.numerator) + big(delay.denominator) + [0, 0]
  }

  /// Rows as differences from the row above ("Up"), which enlarged pictures are mostly without.
  private func deflated(_ pixels: [UInt8]) -> [UInt8] {
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
      precondition(count > 0, "there is memory to deflate a picture")
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
    append(contentsOf: big(cpng_checksum(0, named, named.count)))
  }
}
