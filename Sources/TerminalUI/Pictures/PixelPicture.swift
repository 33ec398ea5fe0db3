/// A width and a height in pixels.
public struct PixelSize: Hashable, Sendable {
  /// The width in pixels.
  public var width: Int
  /// The height in pixels.
  public var height: Int

  /// Creates a size.
  public init(width: Int, height: Int) {
    self.width = width
    self.height = height
  }
}

/// A picture in 24-bit colour that the terminal draws in its own pixels.
///
/// Pictures are equal if their identities are: a hash of their content. So a picture that is drawn again
/// for each frame is encoded and sent once.
public struct PixelPicture: Hashable, Sendable {
  /// The width and the height in pixels.
  public let size: PixelSize
  /// The red, green and blue values, `[height, width, 3]`.
  public let bytes: [UInt8]
  /// A hash of the size and the values. Two different pictures have the same hash with a probability of
  /// 2⁻⁶⁴.
  public let identity: UInt64

  /// Creates a picture.
  /// - Precondition: `bytes` has `height * width * 3` values.
  public init(size: PixelSize, bytes: [UInt8]) {
    precondition(bytes.count == 3 * size.width * size.height, "bytes fill the picture")
    self.size = size
    self.bytes = bytes
    identity = Self.hash(bytes, seed: UInt64(size.width) << 32 | UInt64(size.height))
  }

  /// Returns true if the identities are equal.
  public static func == (a: PixelPicture, b: PixelPicture) -> Bool { a.identity == b.identity }

  /// Adds the identity to a hash.
  public func hash(into hasher: inout Hasher) { hasher.combine(identity) }

  /// Returns a hash of eight bytes at a time. Each step is a bijection of the state, so that no byte is
  /// lost; the multiplier is that of Steele, Lea and Flood, *Fast Splittable Pseudorandom Number
  /// Generators* (2014).
  private static func hash(_ bytes: [UInt8], seed: UInt64) -> UInt64 {
    let multiplier: UInt64 = 0x9e37_79b9_7f4a_7c15
    var state = (seed ^ multiplier) &* multiplier
    func mix(_ word: UInt64) {
      state = (state ^ word) &* multiplier
      state ^= state >> 29
    }
    bytes.withUnsafeBytes { raw in
      let whole = raw.count / 8 * 8
      for start in stride(from: 0, to: whole, by: 8) {
        mix(raw.loadUnaligned(fromByteOffset: start, as: UInt64.self))
      }
      var rest: UInt64 = 0
      for byte in raw[whole...] { rest = rest << 8 | UInt64(byte) }
      mix(rest)
    }
    state = (state ^ state >> 32) &* multiplier
    return state ^ state >> 32
  }
}

/// A picture at its place on a frame. It is scaled so that it fills its rectangle.
public struct PlacedPicture: Equatable, Sendable {
  /// The picture.
  public let picture: PixelPicture
  /// The cells that the picture fills.
  public let rect: Rect

  /// Creates a picture at a place.
  public init(_ picture: PixelPicture, in rect: Rect) {
    self.picture = picture
    self.rect = rect
  }
}
