import Testing

@testable import Images

@Suite struct ImageDecoderTests {
  private let decoder = ImageDecoder()

  @Test(arguments: [
    "444", "440", "422", "420", "411", "progressive", "restarts", "restarts-progressive",
  ])
  func aJPEGShowsThePicture(variant: String) throws {
    let bytes = try OddImages.bytes("jpeg-\(variant).jpg")
    let picture = try decoder.picture(bytes)
    #expect((picture.width, picture.height) == (TestPicture.width, TestPicture.height))
    #expect(picture.distance(to: TestPicture.pixels()) < 2.5)
  }

  @Test func aGrayJPEGIsGrayInAllColors() throws {
    let picture = try decoder.picture(OddImages.bytes("jpeg-gray.jpg"))
    // The weights are those of ITU-R BT.601.
    let gray = TestPicture.pixels { x, y in
      let color = TestPicture.color(x, y)
      let gray = (299 * color[0] + 587 * color[1] + 114 * color[2]) / 1000
      return [gray, gray, gray]
    }
    #expect(picture.distance(to: gray) < 2)
    #expect(
      stride(from: 0, to: picture.pixels.count, by: 3).allSatisfy {
        Set(picture.pixels[$0..<$0 + 3]).count == 1
      })
  }

  @Test(arguments: ["cmyk-adobe", "cmyk-plain", "ycck-444", "ycck-420"])
  func inksAreMixedToColours(variant: String) throws {
    let picture = try decoder.picture(OddImages.bytes("jpeg-\(variant).jpg"))
    // Every pixel has a quarter of black ink.
    let darker = TestPicture.pixels { x, y in TestPicture.color(x, y).map { $0 * 191 / 255 } }
    #expect(picture.distance(to: darker) < 2.5)
  }

  @Test(arguments: 0...9)
  func imagesAreTurnedUpright(value: Int) throws {
    let bytes = try OddImages.bytes("jpeg-orientation-\(value).jpg")
    let picture = try decoder.picture(bytes)
    #expect((picture.width, picture.height) == (TestPicture.width, TestPicture.height))
    #expect(picture.distance(to: TestPicture.pixels()) < 2)
    let header = try ImageHeader(bytes)
    #expect(header.orientation.rawValue == ((1...8).contains(value) ? UInt16(value) : 1))
    #expect(header.uprightWidth == TestPicture.width)
  }

  @Test(arguments: 0...9, [20, 30, 57])
  func squaresAreUprightToo(value: Int, side: Int) throws {
    let square = try decoder.square(OddImages.bytes("jpeg-orientation-\(value).jpg"), side: side)
    let upright = try decoder.square(OddImages.bytes("jpeg-orientation-1.jpg"), side: side)
    #expect(meanDistance(square, upright) < 1.5)
  }

  @Test(arguments: [1, 2, 4, 8, 16])
  func grayPNGsAreExact(depth: Int) throws {
    let picture = try decoder.picture(OddImages.bytes("png-gray-\(depth).png"))
    let most = (1 << depth) - 1
    let expected = TestPicture.pixels { x, y in
      let sample = TestPicture.color(x, y)[0] * most / 255
      return Array(repeating: (sample * 255 + most / 2) / most, count: 3)
    }
    #expect(picture.distance(to: expected) == 0)
  }

  @Test(arguments: ["8", "16", "8-interlaced", "16-interlaced"])
  func colorPNGsAreExact(variant: String) throws {
    let picture = try decoder.picture(OddImages.bytes("png-color-\(variant).png"))
    #expect(picture.distance(to: TestPicture.pixels()) == 0)
  }

  @Test(arguments: [1, 2, 4, 8], ["", "-clear"])
  func palettesAreLookedUp(depth: Int, clear: String) throws {
    let picture = try decoder.picture(OddImages.bytes("png-palette-\(depth)\(clear).png"))
    let most = (1 << depth) - 1
    let expected = TestPicture.pixels { x, y in
      let entry = TestPicture.color(x, y)[0] * most / 255
      // The first colour is transparent, so that white shows.
      return entry == 0 && !clear.isEmpty ? [255, 255, 255] : [entry * 255 / most, 10, 200]
    }
    #expect(picture.distance(to: expected) == 0)
  }

  @Test(arguments: ["alpha-8", "alpha-16", "gray-alpha-8", "gray-alpha-16"])
  func transparentPixelsAreMixedWithWhite(variant: String) throws {
    let picture = try decoder.picture(OddImages.bytes("png-\(variant).png"))
    let expected = TestPicture.pixels { x, y in
      let color = TestPicture.color(x, y)
      let shown = variant.hasPrefix("gray") ? [color[0], color[0], color[0]] : color
      return shown.map { ($0 * color[1] + 255 * (255 - color[1]) + 127) / 255 }
    }
    #expect(picture.distance(to: expected) == 0)
  }

  @Test func theOrientationOfAPNGIsApplied() throws {
    let picture = try decoder.picture(OddImages.bytes("png-orientation-6.png"))
    #expect((picture.width, picture.height) == (TestPicture.width, TestPicture.height))
    #expect(picture.distance(to: TestPicture.pixels()) == 0)
  }

  @Test(arguments: [("texture-smaller", 48), ("texture-larger", 64), ("texture-scaled", 48)])
  func squaresEqualPillowsAntialiasedBicubic(name: String, side: Int) throws {
    let square = try decoder.square(OddImages.bytes("\(name).jpg"), side: side)
    let pillows = try decoder.picture(OddImages.bytes("\(name)-\(side).png"))
    let limit = name == "texture-scaled" ? 3.0 : 1.0
    #expect(meanDistance(square, pillows.pixels) < limit)
  }

  @Test func onlyLargeJPEGsAreDecodedScaled() {
    func denominator(_ kind: ImageHeader.Kind, _ width: Int, _ height: Int) -> Int {
      ImageDecoder.denominator(
        of: ImageHeader(kind: kind, width: width, height: height, colorModel: .color), side: 256)
    }
    #expect(denominator(.jpeg, 500, 375) == 1)
    #expect(denominator(.jpeg, 1023, 4000) == 1)
    #expect(denominator(.jpeg, 1024, 4000) == 2)
    #expect(denominator(.jpeg, 2048, 2048) == 4)
    #expect(denominator(.jpeg, 9000, 4096) == 8)
    #expect(denominator(.png, 9000, 4096) == 1)
  }

  @Test func aPreparedImageIsNotResampled() throws {
    let pixels = TestPicture.pixels()
    let encoder = JPEGEncoder(quality: 100, sampling: .full444)
    let square = Array(pixels[0..<30 * 30 * 3])
    let file = square.withUnsafeBufferPointer {
      Array(encoder.encode($0, width: 30, height: 30))
    }
    #expect(try decoder.square(file, side: 30) == decoder.picture(file).pixels)
    #expect(meanDistance(try decoder.square(file, side: 30), square) < 4)
  }

  @Test(arguments: JPEGEncoder.Sampling.allCases, [false, true])
  func encodedImagesCanBeDecoded(sampling: JPEGEncoder.Sampling, isProgressive: Bool) throws {
    let encoder = JPEGEncoder(quality: 95, sampling: sampling, isProgressive: isProgressive)
    for _ in 0..<2 {
      let file = TestPicture.pixels().withUnsafeBufferPointer {
        Array(encoder.encode($0, width: TestPicture.width, height: TestPicture.height))
      }
      let picture = try decoder.picture(file)
      #expect((picture.width, picture.height) == (TestPicture.width, TestPicture.height))
      let isGray = sampling == .gray
      #expect(try ImageHeader(file).colorModel == (isGray ? .gray : .color))
      #expect(isGray || picture.distance(to: TestPicture.pixels()) < 5)
    }
  }
}
