import Testing

@testable import Images

@Suite struct ForeignFormatTests {
  private static func isoMedia(_ brands: String...) -> [UInt8] {
    let names = brands.flatMap { Array($0.utf8) }
    return [0, 0, 0, UInt8(8 + names.count)] + Array("ftyp".utf8) + names
  }

  /// The first bytes are those in the specifications of the formats.
  private static let beginnings: [([UInt8], ForeignFormat?)] = [
    (Array("GIF87a".utf8), .gif), (Array("GIF89a\u{1}".utf8), .gif),
    (Array("BM".utf8) + [70, 0, 0, 0, 0, 0, 0, 0, 54, 0, 0, 0], .bmp),
    (Array("BMW drives by".utf8), nil),
    ([0x49, 0x49, 0x2A, 0x00, 8, 0, 0, 0], .tiff), ([0x4D, 0x4D, 0x00, 0x2A], .tiff),
    (isoMedia("heic", "\0\0\0\0", "mif1", "heic"), .heic),
    (isoMedia("mif1", "\0\0\0\0", "avif", "mif1"), .avif),
    (isoMedia("avif", "\0\0\0\0"), .avif), (isoMedia("mp42", "\0\0\0\0", "isom"), .film),
    ([0xFF, 0x0A, 1, 2], .jpegXL), ([0, 0, 0, 12] + Array("JXL \r\n".utf8), .jpegXL),
    ([0, 0, 0, 12] + Array("jP  \r\n".utf8), .jpeg2000),
    (Array("<!DOCTYPE html><title>404</title>".utf8), .webPage),
    (Array("\u{FEFF}\n  <HTML>".utf8), .webPage),
    (Array("<?xml version=\"1.0\"?><svg/>".utf8), .svg),
    ([0x1F, 0x8B, 8, 0], .gzip), ([0x50, 0x4B, 3, 4], .zip), (Array("%PDF-1.7".utf8), .pdf),
    (Array("P6\n4 4\n255\n".utf8), .netpbm), (Array("Plain text".utf8), nil),
    (Array("version https://git-lfs.github.com/spec/v1".utf8), .largeFilePointer),
    ([0x00, 0x05, 0x16, 0x07, 0, 2], .appleDouble),
    ([UInt8](repeating: 0, count: 5_000), .zeros), (Array("RIFF\0\0\0\0WAVE".utf8), nil),
    ([0xFF], nil),
  ]

  @Test func otherFormatsAreRecognisedByTheirFirstBytes() {
    for (bytes, format) in Self.beginnings {
      #expect(throws: ImageDamage.unknownKind(format), "\(bytes.prefix(12))") {
        try ImageHeader(bytes)
      }
    }
  }

  @Test func theErrorHasTheNameAndTheRemedyOfTheFormat() {
    let error = ImagesError.damagedImage(path: "cat/1.gif", .unknownKind(.gif))
    #expect(error.problem.contains(ForeignFormat.gif.rawValue))
    #expect(error.remedy == ForeignFormat.gif.remedy)
  }
}
