import Blueprint
import Images

/// A small source whose every byte tells which image, channel and pixel it is, and whose labels are
/// the images' numbers.
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
  /// Reading this training image fails.
  var damaged: Int?

  init(trainCount: Int = 23, validationCount: Int = 10, damaged: Int? = nil) {
    self.trainCount = trainCount
    self.validationCount = validationCount
    self.damaged = damaged
    classes = (0..<max(trainCount, validationCount)).map { "image \($0)" }
  }

  static let damage = ImagesError.unreadable(path: "image", reason: "a test wants it so")

  func count(_ split: Split) -> Int { split == .train ? trainCount : validationCount }

  func byte(_ image: Int, _ split: Split, _ position: Int) -> UInt8 {
    UInt8(
      truncatingIfNeeded: (image * 97 + position * 31 + (split == .train ? 0 : 77)) &* 2_654_435)
  }

  func makeReader() -> any ImageReader { Reader(source: self) }

  private struct Reader: ImageReader {
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
