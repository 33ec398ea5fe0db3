import Blueprint
import Foundation
import Testing

@testable import Images

@Suite struct SingleImagesTests {
  private let fixtures = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().appendingPathComponent("Fixtures")

  @Test func aValidationImageIsConvertedAsInTheValidationSet() throws {
    let source = NumberedImages()
    let crop = Shape(channels: 3, height: 5, width: 6)
    let set = try ValidationSet(source: source, input: InputFormat(crop, scale: 0.5), batch: 4)
    let images = try SingleImages(source: source, input: InputFormat(crop, scale: 0.5))
    #expect(images.count == 10)
    let copy = BatchCopy(try set.batch(1))
    #expect(set.numbers == [4, 5, 6, 7])
    for (position, number) in set.numbers.enumerated() {
      let (image, label) = try images.validation(number)
      #expect(label == Int(copy.labels[position]))
      #expect(image.shape == crop)
      #expect(
        image.input == Array(copy.images[position * crop.count..<(position + 1) * crop.count]))
      // The pixels are those from which the input was computed.
      let mean = SIMD3<Float>(source.meanColor)
      for cell in 0..<30 {
        for channel in 0..<3 {
          let value = (Float(image.pixels[cell * 3 + channel]) - mean[channel]) * 0.5
          #expect(value == image.input[channel * 30 + cell])
        }
      }
    }
  }

  @Test func aFileIsConvertedLikeTheImagesOfTheSource() throws {
    let source = Scenes(seed: 1)
    let crop = Shape(channels: 3, height: 56, width: 56)
    let images = try SingleImages(source: source, input: InputFormat(crop, scale: 1))
    let url = fixtures.appendingPathComponent("jpeg/jpeg-444.jpg")
    let image = try images.file(url.path)
    let side = source.imageShape.height
    var square = [UInt8](repeating: 0, count: side * side * 3)
    try Data(contentsOf: url).withUnsafeBytes { bytes in
      try square.withUnsafeMutableBufferPointer {
        try ImageDecoder().decode(bytes, side: side, into: $0)
      }
    }
    let start = (side - 56) / 2
    let isCentre = (0..<56 * 56 * 3).allSatisfy { position in
      let (row, column) = (start + position / 168, start + position % 168 / 3)
      return image.pixels[position] == square[(row * side + column) * 3 + position % 3]
    }
    #expect(isCentre)
    #expect(image.input[0] == Float(image.pixels[0]) - Float(source.meanColor.x))
  }

  @Test func aFileThatCannotBeReadIsNamed() throws {
    let images = try SingleImages(
      source: Scenes(seed: 1),
      input: InputFormat(Shape(channels: 3, height: 64, width: 64), scale: 1))
    #expect(
      throws: ImagesError.damagedImage(path: "/nowhere", .unreadable("No such file or directory"))
    ) { try images.file("/nowhere") }
    // The next file is read as usual.
    _ = try images.file(fixtures.appendingPathComponent("png/png-color-8.png").path)
  }
}
