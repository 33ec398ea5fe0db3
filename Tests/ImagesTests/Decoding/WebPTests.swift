import Testing

@testable import Images

/// The files show the same picture and were written by Pillow (see make-fixtures.py).
@Suite struct WebPTests {
  private let decoder = ImageDecoder()

  @Test func aLosslessWebPIsExact() throws {
    let bytes = try OddImages.bytes("webp-lossless.webp")
    let picture = try decoder.picture(bytes)
    #expect((picture.width, picture.height) == (TestPicture.width, TestPicture.height))
    #expect(picture.distance(to: TestPicture.pixels()) == 0)
    #expect(try ImageHeader(bytes).kind == .webp)
  }

  @Test func aLossyWebPShowsItsPicture() throws {
    let picture = try decoder.picture(OddImages.bytes("webp-lossy.webp"))
    #expect(picture.distance(to: TestPicture.pixels()) < 4)
  }

  @Test(arguments: [("lossless", 0.0), ("lossy", 6)])
  func transparentPixelsAreMixedWithWhite(variant: String, most: Double) throws {
    let picture = try decoder.picture(OddImages.bytes("webp-alpha-\(variant).webp"))
    let expected = TestPicture.pixels { x, y in
      let color = TestPicture.color(x, y)
      return color.map { ($0 * color[1] + 255 * (255 - color[1]) + 127) / 255 }
    }
    #expect(picture.distance(to: expected) <= most)
  }

  @Test(arguments: [("6", UInt16(6)), ("9", 1)])
  func theOrientationIsApplied(variant: String, value: UInt16) throws {
    let bytes = try OddImages.bytes("webp-orientation-\(variant).webp")
    let picture = try decoder.picture(bytes)
    #expect((picture.width, picture.height) == (TestPicture.width, TestPicture.height))
    #expect(picture.distance(to: TestPicture.pixels()) == 0)
    #expect(try ImageHeader(bytes).orientation.rawValue == value)
  }

  @Test func theFirstFrameOfAnAnimationIsDecoded() throws {
    let picture = try decoder.picture(OddImages.bytes("webp-animated.webp"))
    #expect(picture.distance(to: TestPicture.pixels()) == 0)
  }

  @Test func theCanvasAroundASmallerFirstFrameIsWhite() throws {
    let picture = try decoder.picture(OddImages.bytes("webp-animated-part.webp"))
    let expected = TestPicture.pixels { x, y in
      (10..<30).contains(x) && (6..<16).contains(y)
        ? TestPicture.color(x, y) : [255, 255, 255]
    }
    #expect(picture.distance(to: expected) == 0)
  }

  @Test func aSquareEqualsThatOfThePNG() throws {
    let square = try decoder.square(OddImages.bytes("webp-lossless.webp"), side: 24)
    #expect(try square == decoder.square(OddImages.bytes("png-color-8.png"), side: 24))
  }

  /// The beginning of a file is too short for the header if the orientation is after the image.
  @Test func anOrientationAfterTheImageNeedsTheWholeFile() throws {
    let bytes = try OddImages.bytes("webp-orientation-6.webp")
    #expect(throws: ImageDamage.truncated) { try ImageHeader(Array(bytes.prefix(100))) }
    #expect(try ImageHeader(Array(OddImages.bytes("webp-lossy.webp").prefix(60))).width == 40)
  }
}
