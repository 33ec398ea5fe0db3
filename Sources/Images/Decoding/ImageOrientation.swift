/// The operation that turns a stored image upright (EXIF 2.3, tag 0x0112). Raw values are those of EXIF;
/// other values are ignored, and the image counts as upright.
public enum ImageOrientation: UInt16, Hashable, Sendable, CaseIterable {
  /// No operation.
  case upright = 1
  /// A reflection from left to right.
  case mirrored = 2
  /// A rotation by half a turn.
  case upsideDown = 3
  /// A reflection from top to bottom.
  case upsideDownMirrored = 4
  /// A reflection across the diagonal from the upper left corner.
  case transposed = 5
  /// A rotation by a quarter turn to the right.
  case turnedRight = 6
  /// A reflection across the diagonal from the upper right corner.
  case transversed = 7
  /// A rotation by a quarter turn to the left.
  case turnedLeft = 8

  /// True if the operation exchanges width and height.
  var swapsSides: Bool { rawValue >= 5 }

  /// True if the columns of the stored image are from right to left, or from bottom to top, in the upright
  /// one.
  var reversesColumns: Bool {
    switch self {
    case .mirrored, .upsideDown, .transversed, .turnedLeft: true
    case .upright, .upsideDownMirrored, .transposed, .turnedRight: false
    }
  }

  /// True if the rows of the stored image are from bottom to top, or from right to left, in the upright
  /// one.
  var reversesRows: Bool {
    switch self {
    case .upsideDown, .upsideDownMirrored, .turnedRight, .transversed: true
    case .upright, .mirrored, .transposed, .turnedLeft: false
    }
  }

  /// Reads the tag from EXIF, which is a TIFF structure; `nil` if there is no such tag.
  init?(tiff bytes: UnsafeRawBufferPointer) {
    guard let order = ByteOrder(tiff: bytes), order.word(bytes, at: 2) == 42,
      let directory = order.long(bytes, at: 4), let count = order.word(bytes, at: Int(directory))
    else { return nil }
    for index in 0..<Int(count) {
      let start = Int(directory) + 2 + index * 12
      guard let tag = order.word(bytes, at: start) else { return nil }
      guard tag == 0x0112 else { continue }
      // An orientation is one number of 16 bits.
      guard order.word(bytes, at: start + 2) == 3, let value = order.word(bytes, at: start + 8)
      else { return nil }
      self.init(rawValue: value)
      return
    }
    return nil
  }
}

/// The order of the bytes of a number.
enum ByteOrder {
  case bigEndian, littleEndian

  /// Reads the order from the first two bytes of a TIFF structure.
  init?(tiff bytes: UnsafeRawBufferPointer) {
    switch (bytes.first, bytes.dropFirst().first) {
    case (0x49, 0x49): self = .littleEndian
    case (0x4D, 0x4D): self = .bigEndian
    default: return nil
    }
  }

  /// Reads a number of 16 bits; `nil` beyond the end.
  func word(_ bytes: UnsafeRawBufferPointer, at offset: Int) -> UInt16? {
    guard offset >= 0, offset + 2 <= bytes.count else { return nil }
    let value = bytes.loadUnaligned(fromByteOffset: offset, as: UInt16.self)
    return self == .bigEndian ? UInt16(bigEndian: value) : UInt16(littleEndian: value)
  }

  /// Reads a number of 32 bits; `nil` beyond the end.
  func long(_ bytes: UnsafeRawBufferPointer, at offset: Int) -> UInt32? {
    guard offset >= 0, offset + 4 <= bytes.count else { return nil }
    let value = bytes.loadUnaligned(fromByteOffset: offset, as: UInt32.self)
    return self == .bigEndian ? UInt32(bigEndian: value) : UInt32(littleEndian: value)
  }
}
