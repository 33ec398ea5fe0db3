import Testing

@testable import Images

@Suite struct PNGEncoding {
  private static func pixels(_ seed: Int, _ width: Int, _ height: Int) -> [UInt8] {
    (0..<3 * width * height).map { UInt8(truncatingIfNeeded: ($0 / 7) &* 31 &+ seed &* $0) }
  }

  /// Decodes a file with libpng.
  private static func decoded(_ file: [UInt8]) throws -> [UInt8] {
    return try file.withUnsafeBytes { bytes in
      let header = try ImageHeader(of: bytes)
      var pixels = [UInt8](repeating: 0, count: header.width * header.height * 4)
      try pixels.withUnsafeMutableBufferPointer {
        try PNGDecoder.decode(bytes, header, into: $0.baseAddress!)
      }
      return Array(pixels.prefix(3 * header.width * header.height))
    }
  }

  @Test(arguments: [(1, 1), (5, 3), (64, 17)])
  func encodedPicturesAreDecoded(width: Int, height: Int) throws {
    let pixels = Self.pixels(3, width, height)
    let file = PNGEncoder.picture(pixels, width: width, height: height)
    #expect(try Self.decoded(file) == pixels)
  }

  @Test func anAnimationHasAllPicturesAndShowsItsFirstAsAPicture() throws {
    var encoder = PNGEncoder(width: 6, height: 4)
    for seed in 0..<5 { encoder.add(Self.pixels(seed, 6, 4), for: .init(1, of: 10)) }
    let file = encoder.file()
    #expect(try Self.decoded(file) == Self.pixels(0, 6, 4))
    let chunks = Self.chunks(file)
    #expect(
      chunks.map(\.name)
        == ["IHDR", "acTL", "fcTL", "IDAT"] + (1..<5).flatMap { _ in ["fcTL", "fdAT"] } + ["IEND"])
    #expect(Self.number(chunks[1].data) == 5)
    // The frame controls and the frame data share one numbering.
    let numbers = chunks.filter { ["fcTL", "fdAT"].contains($0.name) }.map { Self.number($0.data) }
    #expect(numbers == Array(0..<9))
    // The data of each frame equals that of a single picture.
    for (seed, chunk) in zip(1..<5, chunks.filter { $0.name == "fdAT" }) {
      let alone = PNGEncoder.picture(Self.pixels(seed, 6, 4), width: 6, height: 4)
      let data = Self.chunks(alone).first { $0.name == "IDAT" }?.data
      #expect(Array(chunk.data.dropFirst(4)) == data)
    }
  }

  private static func number(_ data: [UInt8]) -> Int {
    data.prefix(4).reduce(0) { $0 << 8 | Int($1) }
  }

  private static func chunks(_ file: [UInt8]) -> [(name: String, data: [UInt8])] {
    var chunks: [(String, [UInt8])] = []
    var offset = 8
    while offset < file.count {
      let length = number(Array(file[offset..<offset + 4]))
      chunks.append(
        (
          String(decoding: file[offset + 4..<offset + 8], as: UTF8.self),
          Array(file[offset + 8..<offset + 8 + length])
        ))
      offset += 12 + length
    }
    return chunks
  }
}
