import Testing

@testable import Images

@Suite struct ImageDamageTests {
  private let decoder = ImageDecoder()

  private func damage(_ bytes: [UInt8]) -> ImageDamage? {
    do throws(ImageDamage) {
      _ = try decoder.picture(bytes)
      return nil
    } catch {
      return error
    }
  }

  private func isMalformed(_ bytes: [UInt8]) -> Bool {
    if case .malformed = damage(bytes) { true } else { false }
  }

  private func isUnsupported(_ bytes: [UInt8]) -> Bool {
    if case .unsupported = damage(bytes) { true } else { false }
  }

  @Test func emptyFilesOtherFormatsAndUnknownFilesAreDistinguished() {
    #expect(throws: ImageDamage.empty) { try decoder.picture([]) }
    #expect(throws: ImageDamage.unknownKind(.gif)) { try decoder.picture(Array("GIF89a".utf8)) }
    #expect(throws: ImageDamage.unknownKind(nil)) { try decoder.picture([0xFF]) }
  }

  @Test(arguments: ["jpeg-444.jpg", "jpeg-progressive.jpg", "jpeg-orientation-6.jpg"])
  func aJPEGThatIsCutAnywhereEndsTooEarly(name: String) throws {
    let whole = try OddImages.bytes(name)
    for length in 3..<whole.count {
      #expect(throws: ImageDamage.truncated, "cut at \(length)") {
        try decoder.picture(Array(whole[..<length]))
      }
    }
  }

  @Test(arguments: ["png-color-8.png", "png-palette-4-clear.png", "png-color-16-interlaced.png"])
  func aPNGThatIsCutAnywhereEndsTooEarly(name: String) throws {
    let whole = try OddImages.bytes(name)
    for length in 8..<whole.count {
      #expect(throws: ImageDamage.truncated, "cut at \(length)") {
        try decoder.picture(Array(whole[..<length]))
      }
    }
  }

  @Test(arguments: OddImages.names.filter { $0.hasSuffix(".webp") })
  func aWebPThatIsCutAnywhereEndsTooEarly(name: String) throws {
    let whole = try OddImages.bytes(name)
    for length in 12..<whole.count {
      #expect(throws: ImageDamage.truncated, "cut at \(length)") {
        try decoder.picture(Array(whole[..<length]))
      }
    }
  }

  @Test func bytesAfterTheEndAreIgnored() throws {
    for name in ["jpeg-444.jpg", "png-color-8.png", "webp-lossy.webp", "webp-animated.webp"] {
      let whole = try OddImages.bytes(name)
      #expect(try decoder.picture(whole + [1, 2, 3]) == decoder.picture(whole))
    }
  }

  @Test func superfluousBytesBeforeTheEndOfAJPEGAreIgnored() throws {
    var bytes = try OddImages.bytes("jpeg-444.jpg")
    bytes.insert(contentsOf: [0x12, 0x34], at: bytes.count - 2)
    #expect(try decoder.picture(bytes) == decoder.picture(OddImages.bytes("jpeg-444.jpg")))
  }

  @Test func aHugeSizeInTheHeaderIsRefused() throws {
    var jpeg = try OddImages.bytes("jpeg-444.jpg")
    let frame = try #require(jpeg.indices.first { jpeg[$0...].starts(with: [0xFF, 0xC0, 0, 17]) })
    jpeg.replaceSubrange(frame + 5..<frame + 9, with: [0xFF, 0xFF, 0xFF, 0xFF])
    #expect(throws: ImageDamage.tooLarge(width: 65_535, height: 65_535)) {
      try decoder.picture(jpeg)
    }
    var png = try OddImages.bytes("png-gray-1.png")
    png.replaceSubrange(16..<24, with: [0x7F, 0xFF, 0xFF, 0xFF, 0x7F, 0xFF, 0xFF, 0xFF])
    #expect(throws: ImageDamage.tooLarge(width: 0x7FFF_FFFF, height: 0x7FFF_FFFF)) {
      try decoder.picture(png)
    }
    png.replaceSubrange(16..<24, with: [0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF])
    #expect(throws: ImageDamage.tooLarge(width: 0xFFFF_FFFF, height: 0xFFFF_FFFF)) {
      try decoder.picture(png)
    }
  }

  @Test func aHugeSizeInTheHeaderOfAWebPIsRefused() throws {
    // The canvas of an extended file has 24 bits for each side.
    var extended = try OddImages.bytes("webp-animated.webp")
    extended.replaceSubrange(24..<30, with: [UInt8](repeating: 0xFF, count: 6))
    #expect(throws: ImageDamage.tooLarge(width: 1 << 24, height: 1 << 24)) {
      try decoder.picture(extended)
    }
    // A lossless image has 14 bits for each side.
    var lossless = try OddImages.bytes("webp-lossless.webp")
    lossless.replaceSubrange(21..<25, with: [0xFF, 0xFF, 0xFF, 0x0F])
    #expect(throws: ImageDamage.tooLarge(width: 1 << 14, height: 1 << 14)) {
      try decoder.picture(lossless)
    }
    var lossy = try OddImages.bytes("webp-lossy.webp")
    lossy.replaceSubrange(26..<30, with: [0xFF, 0x3F, 0xFF, 0x3F])
    #expect(throws: ImageDamage.tooLarge(width: 16_383, height: 16_383)) {
      try decoder.picture(lossy)
    }
  }

  @Test func anImageOfAnotherSizeThanItsCanvasIsMalformed() throws {
    var bytes = try OddImages.bytes("webp-alpha-lossy.webp")
    bytes[24] += 1
    #expect(isMalformed(bytes))
    var animated = try OddImages.bytes("webp-animated-part.webp")
    let frame = try #require(animated.indices.first { animated[$0...].starts(with: "ANMF".utf8) })
    // The column of the frame, in units of two pixels.
    animated[frame + 8] = 11
    #expect(isMalformed(animated))
  }

  @Test func anImageWithoutPixelsIsMalformed() throws {
    var png = try OddImages.bytes("png-gray-1.png")
    png.replaceSubrange(16..<20, with: [0, 0, 0, 0])
    #expect(isMalformed(png))
    #expect(damage(png)?.reason.contains("0×30") == true)
  }

  @Test func unsupportedVariantsAreRefused() throws {
    let jpeg = try OddImages.bytes("jpeg-444.jpg")
    let frame = try #require(jpeg.indices.first { jpeg[$0...].starts(with: [0xFF, 0xC0, 0, 17]) })
    var twelveBits = jpeg
    twelveBits[frame + 4] = 12
    #expect(isUnsupported(twelveBits))
    var lossless = jpeg
    lossless[frame + 1] = 0xC3
    #expect(isUnsupported(lossless))
  }

  @Test func theMessageOfTheLibraryIsPartOfTheReason() throws {
    var png = try OddImages.bytes("png-color-8.png")
    png[png.count / 2] ^= 0x55
    #expect(isMalformed(png))
    #expect(damage(png)?.reason.contains("libpng") == true)
  }

  @Test func aDecoderDecodesAfterAnError() throws {
    let whole = try OddImages.bytes("jpeg-420.jpg")
    let picture = try ImageDecoder().picture(whole)
    for length in stride(from: 0, to: whole.count, by: 7) {
      _ = try? decoder.picture(Array(whole[..<length]))
      #expect(try decoder.picture(whole) == picture)
    }
  }
}
