import Blueprint
import Images

/// A small data source. Each byte depends on image, channel and pixel, and the label of an image is its
/// number.
struct NumberedImages: DataSource {
  let name = "numbered"
  let classes: [String]
  var imageShape = Shape(channels: 3, height: 7, width: 9)
  var colors = ColorStatistics(
    mean: [100, 20.5, 3.25], covariance: [[900, 300, 200], [300, 800, 100], [200, 100, 700]])
  var meanImage: [Float]?
  var remembersImages = false
  var trainCount = 23
  var validationCount = 10
  /// The number of a training image that cannot be read.
  var damaged: Int?

  init(trainCount: Int = 23, validationCount: Int = 10, damaged: Int? = nil) {
    self.trainCount = trainCount
    self.validationCount = validationCount
    self.damaged = damaged
    classes = (0..<max(trainCount, validationCount)).map { "image \($0)" }
  }

  /// The error of the damaged image.
  static let damage = ImagesError.unreadable(path: "image", reason: "the test has damaged it")

  func count(_ split: Split) -> Int { split == .train ? trainCount : validationCount }

  /// Returns the byte at a position of an image.
  func byte(_ image: Int, _ split: Split, _ position: Int) -> UInt8 {
    UInt8(
      truncatingIfNeeded: (image * 97 + position * 31 + (split == .train ? 0 : 77)) &* 2_654_435)
  }

  func makeReader() -> any ImageReader { NumberedImageReader(source: self) }

  private struct NumberedImageReader: ImageReader {
    let source: NumberedImages

    func read(_ index: Int, of split: Split, into pixels: UnsafeMutableBufferPointer<UInt8>)
      throws(ImagesError) -> Int
    {
      if split == .train && index == source.damaged { throw NumberedImages.damage }
      for position in pixels.indices { pixels[position] = source.byte(index, split, position) }
      return index
    }
  }
}
