import Foundation

/// A folder with the files of CIFAR-10, with few images of ten colours.
final class SmallCIFAR {
  private let folder: TemporaryFolder

  /// - Parameters:
  ///   - train: The number of images in each of the five files for training.
  ///   - validation: The number of images in the file for validation.
  init(train: Int = 13, validation: Int = 16) throws {
    folder = try TemporaryFolder()
    for number in 1...5 {
      try write("data_batch_\(number).bin", images: train, first: (number - 1) * train)
    }
    try write("test_batch.bin", images: validation, first: 1000)
  }

  /// The path of the folder.
  var path: String { folder.path }

  private func write(_ name: String, images: Int, first: Int) throws {
    var bytes: [UInt8] = []
    var word: UInt32 = 7
    for image in first..<first + images {
      let label = image % 10
      bytes.append(UInt8(label))
      for pixel in 0..<3 * 1024 {
        word = word &* 1_664_525 &+ 1_013_904_223 &+ UInt32(image)
        let level = (pixel / 1024 + label) % 3 * 60 + label * 6
        bytes.append(UInt8(level + Int(word >> 27)))
      }
    }
    try Data(bytes).write(to: URL(filePath: "\(folder.path)/\(name)"))
  }
}
