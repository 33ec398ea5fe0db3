import Blueprint
import Channels

/// A data source of records: labelled images of one size, all in memory. Grey images are stored with one
/// channel and read with three equal ones.
public final class RecordImages: DataSource {
  /// The name of the data set, such as `CIFAR-10`.
  public let name: String
  /// The names of the classes, in the order of the labels.
  public let classes: [String]
  /// The shape of an image; grey is copied to three channels.
  public let imageShape: Shape
  /// The exact statistics of all training images.
  public let colors: ColorStatistics
  /// False: the records are in memory already.
  public let remembersImages = false
  /// False for digits: a mirrored digit is another sign or none.
  public let mirrorKeepsClass: Bool

  private let train: RecordStorage
  private let validation: RecordStorage

  /// Creates a data source and measures its colours.
  /// - Parameters:
  ///   - side: The width and height of the images.
  ///   - train: The training records, with images `[3, side, side]`, or grey ones `[side, side]`.
  ///   - validation: The validation records, with images of the same shape.
  init(
    name: String, classes: [String], side: Int, train: RecordStorage, validation: RecordStorage,
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

  /// Returns the number of records.
  public func count(_ split: Split) -> Int { records(split).count }

  /// Counts the labels of the records.
  public func imagesByClass(_ split: Split) -> [Int] {
    let records = records(split)
    var counts = [Int](repeating: 0, count: classes.count)
    for index in 0..<records.count { counts[records[index].label] += 1 }
    return counts
  }

  /// Returns a reader that copies images from memory.
  public func makeReader() -> any ImageReader { RecordReader(source: self) }

  private func records(_ split: Split) -> RecordStorage {
    switch split {
    case .train: train
    case .validation: validation
    }
  }

  /// Fills the pixels with copies of an image: three of a grey one, one of a coloured one.
  private static func spread(
    _ image: UnsafeBufferPointer<UInt8>, into pixels: UnsafeMutableBufferPointer<UInt8>
  ) {
    for start in stride(from: 0, to: pixels.count, by: image.count) {
      (pixels.baseAddress! + start).update(from: image.baseAddress!, count: image.count)
    }
  }

  private struct RecordReader: ImageReader {
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
