/// How a stored image is to be turned to be upright (EXIF 2.3, tag 0x0112). Raw values are EXIF's;
/// what is not one of them means nothing and is upright.
public enum ImageOrientation: UInt16, Hashable, Sendable, CaseIterable {
  case upright = 1
  case mirrored = 2
  case upsideDown = 3
  case upsideDownMirrored = 4
  case transposed = 5
  /// The stored image is turned a quarter to the right.
  case turnedRight = 6
  case transversed = 7
  case turnedLeft = 8

  /// Whether the upright image is as wide as the stored one is high.
  var swapsSides: Bool { rawValue >= 5 }

  /// Whether the stored image's columns run from right to left, or bottom to top, on the upright one.
  var reversesColumns: Bool {
    switch self {
    case .mirrored, .upsideDown, .transversed, .turnedLeft: true
    case .upright, .upsideDownMirrored, .transposed, .turnedRight: false
    }
  }

  /// Whether the stored image's rows do.
  var reversesRows: Bool {
    switch self {
    case .upsideDown, .upsideDownMirrored, .turnedRight, .transversed: true
    case .upright, .mirrored, .transposed, .turnedLeft: false
    }
  }

  /// Reads the tag from a TIFF structure, which is what EXIF is; nil when it is not there.
  init?(tiff bytes: UnsafeRawBufferPointer) {
    guard let order = ByteOrder(tiff: bytes), order.word(bytes, at: 2) == 42,
      let directory = order.long(bytes, at: 4), let entries = order.word(bytes, at: Int(directory))
    else { return nil }
    for entry in 0..<Int(entries) {
      let start = Int(directory) + 2 + entry * 12
      guard let tag = order.word(bytes, at: start) else { return nil }
      guard tag == 0x0112 else { continue }
      // One number of 16 bits; anything else is not an orientation.
      guard order.word(bytes, at: start + 2) == 3, let value = order.word(bytes, at: start + 8)
      else { return nil }
      self.init(rawValue: value)
      return
    }
    return nil
  }
}

/// Which byte of a number comes first.
enum ByteOrder {
  case bigEndian, littleEndian

  /// As a TIFF structure declares it in its first two bytes.
  init?(tiff bytes: UnsafeRawBufferPointer) {
    switch (bytes.first, bytes.dropFirst().first) {
    case (0x49, 0x49): self = .littleEndian
    case (0x4D, 0x4D): self = .bigEndian
    default: return nil
    }
  }

  /// 16 bits; nil beyond the end.
  func word(_ bytes: UnsafeRawBufferPointer, at offset: Int) -> UInt16? {
    guard offset >= 0, offset + 2 <= bytes.count else { return nil }
    let value = bytes.loadUnaligned(fromByteOffset: offset, as: UInt16.self)
    return self == .bigEndian ? UInt16(bigEndian: value) : UInt16(littleEndian: value)
  }

  /// 32 bits; nil beyond the end.
  func long(_ bytes: UnsafeRawBufferPointer, at offset: Int) -> UInt32? {
    guard offset >= 0, offset + 4 <= bytes.count else { return nil }
    let value = bytes.loadUnaligned(fromByteOffset: offset, as: UInt32.self)
    return self == .bigEndian ? UInt32(bigEndian: value) : UInt32(littleEndian: value)
  }
}
