import Blueprint
import Images

/// Images whose pixels all have the image's number as value, with chosen labels.
struct LabelledImages: DataSource {
  let name = "labelled"
  var classes = ["red", "green", "blue", "grey"]
  let imageShape = Shape(channels: 3, height: 12, width: 12)
  let colors = ColorStatistics(
    mean: [100, 100, 100], covariance: [[100, 0, 0], [0, 100, 0], [0, 0, 100]])
  let remembersImages = false
  var train = (0..<32).map { $0 % 4 }
  var validation = [0, 1, 2, 3]
  /// The number added to all pixels of the first training image.
  var shade = 0

  func count(_ split: Split) -> Int { split == .train ? train.count : validation.count }

  func makeReader() throws(ImagesError) -> any ImageReader { Reader(source: self) }

  private struct Reader: ImageReader {
    let source: LabelledImages

    func read(
      _ index: Int, of split: Split, into pixels: UnsafeMutableBufferPointer<UInt8>
    ) throws(ImagesError) -> Int {
      let isFirst = split == .train && index == 0
      pixels.update(repeating: UInt8(index + (isFirst ? source.shade : 0)))
      return split == .train ? source.train[index] : source.validation[index]
    }
  }
}
