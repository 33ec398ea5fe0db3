/// The compression of GIF files: LZW with codes of up to 12 bits, the first in the lowest bits of a byte
/// (GIF 89a, appendix F).
struct GIFCompression {
  /// The bits of a pixel; the codes before this many are the pixels themselves.
  static let pixelBits = 8
  private static let clear = 1 << pixelBits
  private static let end = clear + 1
  private static let firstFree = clear + 2
  private static let maximumBits = 12
  /// The slots of the table of strings; a power of two, more than twice the codes.
  private static let slots = 1 << 14

  /// The strings that have a code: the code of all pixels but the last, then the last; −1 in an empty slot.
  private var keys = [Int32](repeating: -1, count: slots)
  private var codes = [UInt16](repeating: 0, count: slots)
  private var nextCode = firstFree
  private var bits = pixelBits + 1
  private var output: [UInt8] = []
  private var pending = 0
  private var pendingBits = 0

  /// Returns compressed pixels, each an index of the palette.
  static func compressed(_ pixels: [UInt8]) -> [UInt8] {
    var compression = GIFCompression()
    compression.compress(pixels)
    return compression.output
  }

  private mutating func compress(_ pixels: [UInt8]) {
    write(Self.clear)
    var string: Int?
    for pixel in pixels {
      guard let prefix = string else {
        string = Int(pixel)
        continue
      }
      let key = Int32(prefix << Self.pixelBits | Int(pixel))
      let slot = slot(of: key)
      if keys[slot] == key {
        string = Int(codes[slot])
        continue
      }
      write(prefix)
      add(key, at: slot)
      string = Int(pixel)
    }
    if let string { write(string) }
    // The decoder has one string fewer; the last code of all can need one more bit there too.
    if string != nil, nextCode == 1 << bits, bits < Self.maximumBits { bits += 1 }
    write(Self.end)
    if pendingBits > 0 { output.append(UInt8(truncatingIfNeeded: pending)) }
  }

  /// Gives a string the next code. When all codes are used, the table begins again.
  private mutating func add(_ key: Int32, at slot: Int) {
    guard nextCode < 1 << Self.maximumBits else {
      write(Self.clear)
      for index in keys.indices { keys[index] = -1 }
      nextCode = Self.firstFree
      bits = Self.pixelBits + 1
      return
    }
    keys[slot] = key
    codes[slot] = UInt16(nextCode)
    // The decoder adds each string one code later than the encoder. Codes become longer when its table has
    // the last string of the present length.
    if nextCode == 1 << bits { bits += 1 }
    nextCode += 1
  }

  /// Returns the slot of a string, or the empty one where it belongs.
  private func slot(of key: Int32) -> Int {
    let mask = Self.slots - 1
    // Multiplication by 2³² times the golden ratio spreads similar keys.
    var slot = Int((UInt32(bitPattern: key) &* 0x9E37_79B1) >> 7) & mask
    while keys[slot] != key, keys[slot] >= 0 { slot = (slot + 1) & mask }
    return slot
  }

  private mutating func write(_ code: Int) {
    pending |= code << pendingBits
    pendingBits += bits
    while pendingBits >= 8 {
      output.append(UInt8(truncatingIfNeeded: pending))
      pending >>= 8
      pendingBits -= 8
    }
  }
}
