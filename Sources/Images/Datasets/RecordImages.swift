import Blueprint
import Channels

/// Labelled images of one size, all of them in memory: what files of records hold. Images of one channel
/// are kept as that, and come out with three equal ones.
public final class RecordImages: DataSource {
  public let name: String
  public let classes: [String]
  public let imageShape: Shape
  /// Over all training images, exact.
  public let colors: ColorStatistics
  public let remembersImages = false
  public let mirrorKeepsClass: Bool

  private let train: Records
  private let validation: Records

  /// - Parameters:
  ///   - side: the images' width and height.
  ///   - train: whose images are `[3, side, side]`, or `[side, side]` of grey.
  init(
    name: String, classes: [String], side: Int, train: Records, validation: Records,
    mirrorKeepsClass: Bool = true
  ) {
    self.name = name
    self.classes = classes
    imageShape = Shape(channels: 3, height: side, width: side)
    self.train = train
    self.validation = validation
    self.mirrorKeepsClass = mirrorKeepsClass
    let image = Buffer<UInt8>(count: imageShape.count, repeating: 0)
    var moments = ColorMoments()
    for index in 0..<train.count {
      Self.spread(train[index].pixels, into: image.elements)
      moments.add(UnsafeBufferPointer(image.elements))
    }
    colors = moments.statistics
  }

  public func count(_ split: Split) -> Int { records(split).count }

  public func imagesByClass(_ split: Split) -> [Int] {
    let records = records(split)
    var counts = [Int](repeating: 0, count: classes.count)
    for index in 0..<records.count { counts[records[index].label] += 1 }
    return counts
  }

  public func makeReader() -> any ImageReader { Reader(source: self) }

  private func records(_ split: Split) -> Records {
    switch split {
    case .train: train
    case .validation: validation
    }
  }

  /// Copies an image as often as it fills the pixels: a grey one three times.
  private static func spread(
    _ image: UnsafeBufferPointer<UInt8>, into pixels: UnsafeMutableBufferPointer<UInt8>
  ) {
    for start in stride(from: 0, to: pixels.count, by: image.count) {
      (pixels.baseAddress! + start).update(from: image.baseAddress!, count: image.count)
    }
  }

  private struct Reader: ImageReader {
    let source: RecordImages

    func read(_ index: Int, of split: Split, into pixels: UnsafeMutableBufferPointer<UInt8>) -> Int
    {
      precondition(pixels.count == source.imageShape.count, "the buffer holds one image")
      let record = source.records(split)[index]
      RecordImages.spread(record.pixels, into: pixels)
      return record.label
    }
  }
}
