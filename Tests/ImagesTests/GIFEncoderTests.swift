import Testing

@testable import Images

@Suite struct GIFEncoding {
  /// A file as the specification describes it (GIF 89a), read by a decoder that was written from it.
  private struct DecodedFile {
    var width = 0
    var height = 0
    var frames: [[UInt8]] = []
    var delays: [Int] = []
    /// The number of repetitions; 0 is without end, `nil` without the extension.
    var repetitions: Int?

    init(_ file: [UInt8]) {
      func word(_ offset: Int) -> Int { Int(file[offset]) | Int(file[offset + 1]) << 8 }
      #expect(Array(file[..<6]) == Array("GIF89a".utf8))
      (width, height) = (word(6), word(8))
      // A table of 2 to the power of (7 + 1) colours.
      #expect(file[10] & 0x87 == 0x87)
      let colors = (0..<256).map { Array(file[13 + 3 * $0..<16 + 3 * $0]) }
      var offset = 13 + 768
      while file[offset] != 0x3B {
        let kind = file[offset]
        if kind == 0x21, file[offset + 1] == 0xF9 { delays.append(word(offset + 4)) }
        if kind == 0x21, file[offset + 1] == 0xFF { repetitions = word(offset + 16) }
        // An extension begins with its label, an image with ten bytes and the length of a code.
        offset += kind == 0x21 ? 2 : 10
        let bits = Int(file[offset])
        if kind == 0x2C { offset += 1 }
        var data: [UInt8] = []
        while file[offset] != 0 {
          data += file[offset + 1...offset + Int(file[offset])]
          offset += 1 + Int(file[offset])
        }
        offset += 1
        if kind == 0x2C { frames.append(Self.unpacked(data, bits).flatMap { colors[$0] }) }
      }
      #expect(offset == file.count - 1)
    }

    /// Decodes LZW codes with a table of strings, as appendix F describes it.
    private static func unpacked(_ data: [UInt8], _ pixelBits: Int) -> [Int] {
      let clear = 1 << pixelBits
      var table = (0..<clear + 2).map { [$0] }
      var bits = pixelBits + 1
      var pixels: [Int] = []
      var previous: [Int]?
      var position = 0
      while true {
        var code = 0
        for bit in 0..<bits {
          code |= Int(data[(position + bit) / 8] >> UInt8((position + bit) % 8) & 1) << bit
        }
        position += bits
        if code == clear + 1 { break }
        if code == clear {
          table.removeLast(table.count - clear - 2)
          bits = pixelBits + 1
          previous = nil
          continue
        }
        if let previous {
          let next = code < table.count ? table[code][0] : previous[0]
          if table.count < 4096 { table.append(previous + [next]) }
          if table.count == 1 << bits, bits < 12 { bits += 1 }
        }
        pixels += table[code]
        previous = table[code]
      }
      // The last byte has the last code.
      #expect((position + 7) / 8 == data.count)
      return pixels
    }
  }

  private static func file(_ pictures: [[UInt8]], _ width: Int, _ height: Int) -> [UInt8] {
    let encoder = GIFEncoder(width: width, height: height, palette: ColorPalette(of: pictures))
    return encoder.file(
      pictures.enumerated().map { (encoder.compressed($1), UInt16(8 + 100 * $0)) })
  }

  @Test func anAnimationHasItsFramesDelaysAndEndlessRepetition() {
    // Black, white and pure red are far apart, so the palette has exactly these.
    let colors: [[UInt8]] = [[0, 0, 0], [255, 255, 255], [255, 0, 0]]
    let pictures = (0..<3).map { shift in (0..<35).flatMap { colors[($0 * 7 + shift) % 3] } }
    let decoded = DecodedFile(Self.file(pictures, 7, 5))
    #expect(decoded.width == 7 && decoded.height == 5)
    #expect(decoded.frames == pictures)
    #expect(decoded.delays == [8, 108, 208])
    #expect(decoded.repetitions == 0)
    #expect(DecodedFile(Self.file([pictures[0]], 7, 5)).repetitions == nil)
  }

  /// Noise of two colours fills the table of codes; one colour has the longest strings.
  @Test(arguments: [(1, 1), (2, 1), (255, 3), (301, 170)])
  func everyLengthOfCodesIsDecoded(width: Int, height: Int) {
    var state: UInt64 = 1
    let noise = (0..<width * height).flatMap { _ -> [UInt8] in
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return state >> 63 == 0 ? [0, 0, 0] : [255, 255, 255]
    }
    let plain = [UInt8](repeating: 0, count: 3 * width * height)
    #expect(DecodedFile(Self.file([noise, plain], width, height)).frames == [noise, plain])
  }

  @Test func aPaletteKeepsFewColoursAndApproximatesMany() {
    // The values of five bits: 0, 8, 16, … 255.
    let few: [UInt8] = [0, 0, 0, 255, 0, 0, 0, 255, 0, 0, 0, 255, 255, 255, 0]
    let exact = ColorPalette(of: [few])
    #expect(
      Set(exact.colors) == [[0, 0, 0], [255, 0, 0], [0, 255, 0], [0, 0, 255], [255, 255, 0]])
    #expect(exact.colors[Int(exact.index(255, 255, 0))] == [255, 255, 0])
    let ramp = (0..<256).flatMap { (level: Int) -> [UInt8] in
      [UInt8(level), UInt8(255 - level), 128]
    }
    let two = ColorPalette(2, of: [ramp])
    // Black and the mean of the ramp.
    #expect(two.colors.count == 2 && two.colors[0] == [0, 0, 0])
    #expect(two.colors[1].allSatisfy { (125...132).contains($0) })
    let many = ColorPalette(of: [ramp])
    for value in stride(from: 0, through: 255, by: 5) {
      let color = many.colors[Int(many.index(UInt8(value), UInt8(255 - value), 128))]
      #expect(abs(Int(color[0]) - value) <= 8 && abs(Int(color[1]) - 255 + value) <= 8)
    }
  }

  @Test func aPaletteOfBlackPicturesIsBlack() {
    let palette = ColorPalette(of: [[UInt8](repeating: 0, count: 30)])
    #expect(palette.colors == [[0, 0, 0]])
    #expect(palette.index(200, 10, 10) == 0)
  }
}
