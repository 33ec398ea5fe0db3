import Blueprint
import Channels
import Foundation

/// CIFAR-10, binary version (Krizhevsky 2009): files of records, each a label byte and a 32×32 image
/// as red, green and blue planes. All is read and checked at once, and kept.
public final class CIFAR10: DataSource {
  static let trainFiles = (1...5).map { "data_batch_\($0).bin" }
  static let validationFiles = ["test_batch.bin"]
  static var files: [String] { trainFiles + validationFiles }

  private static let recordsPerFile = 10_000
  private static let standardClasses = [
    "airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck",
  ]

  public let name = "CIFAR-10"
  public let classes: [String]
  public let imageShape = Shape(channels: 3, height: 32, width: 32)
  /// Over all training images, exact.
  public let colors: ColorStatistics
  public let remembersImages = false

  private let train: Records
  private let validation: Records

  /// - Parameter folder: holds `data_batch_1.bin` … `data_batch_5.bin` and `test_batch.bin`, of up
  ///   to 10,000 records each, and perhaps the classes' names in `batches.meta.txt`.
  public init(folder: String) throws(ImagesError) {
    let root = URL(fileURLWithPath: folder, isDirectory: true)
    classes = Self.names(root) ?? Self.standardClasses
    train = try Self.records(Self.trainFiles, root, imageShape)
    validation = try Self.records(Self.validationFiles, root, imageShape)
    var moments = ColorMoments()
    for index in 0..<train.count { moments.add(train[index].pixels) }
    colors = moments.statistics
  }

  private static func records(_ files: [String], _ root: URL, _ image: Shape) throws(ImagesError)
    -> Records
  {
    try Records(
      files: files.map { root.appendingPathComponent($0).path }, image: image,
      classes: standardClasses.count, most: recordsPerFile)
  }

  public func count(_ split: Split) -> Int { records(split).count }

  public func makeReader() -> any ImageReader { Reader(source: self) }

  private func records(_ split: Split) -> Records {
    switch split {
    case .train: train
    case .validation: validation
    }
  }

  /// The classes' names, one a line; nil when they are not all there.
  private static func names(_ root: URL) -> [String]? {
    let file = root.appendingPathComponent("batches.meta.txt")
    guard let text = try? String(contentsOf: file, encoding: .utf8) else { return nil }
    let names = text.split(whereSeparator: \.isNewline)
      .map { $0.trimmingCharacters(in: .whitespaces) }.filter { !$0.isEmpty }
    return names.count == standardClasses.count ? names : nil
  }

  private struct Reader: ImageReader {
    let source: CIFAR10

    func read(_ index: Int, of split: Split, into pixels: UnsafeMutableBufferPointer<UInt8>) -> Int
    {
      precondition(pixels.count == source.imageShape.count, "the buffer holds one image")
      let record = source.records(split)[index]
      _ = pixels.update(from: record.pixels)
      return record.label
    }
  }
}
