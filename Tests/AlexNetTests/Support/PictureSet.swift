import Foundation
import Images

/// A folder of class folders with small pictures of different colours.
final class PictureSet {
  private let folder: TemporaryFolder
  private(set) var path: String

  /// - Parameters:
  ///   - classes: The names of the classes.
  ///   - train: The number of training pictures in each class, named `train/cat/cat0.png` and so on.
  ///     Each class has one validation picture, `val/cat/catv.png`.
  init(classes: [String] = ["cat", "dog", "wolf"], train: Int = 4) throws {
    folder = try TemporaryFolder()
    path = "\(folder.path)/pictures"
    for (label, name) in classes.enumerated() {
      for number in 0..<train {
        try picture("train/\(name)/\(name)\(number).png", shade: 60 * label + 5 * number)
      }
      try picture("val/\(name)/\(name)v.png", shade: 60 * label + 1)
    }
  }

  /// Writes a picture of stripes.
  func picture(_ name: String, shade: Int, side: Int = 12) throws {
    let url = URL(filePath: "\(path)/\(name)")
    try FileManager.default.createDirectory(
      at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
    var pixels: [UInt8] = []
    for row in 0..<side {
      for column in 0..<side { pixels += [shade, 8 * column, row + shade].map { UInt8($0) } }
    }
    try Data(PNGEncoder.picture(pixels, width: side, height: side)).write(to: url)
  }

  func move(_ name: String, to other: String) throws {
    try FileManager.default.moveItem(atPath: "\(path)/\(name)", toPath: "\(path)/\(other)")
  }

  func remove(_ name: String) throws {
    try FileManager.default.removeItem(atPath: "\(path)/\(name)")
  }

  /// Renames the folder.
  func rename(to name: String) throws {
    let new = "\(folder.path)/\(name)"
    try FileManager.default.moveItem(atPath: path, toPath: new)
    path = new
  }
}
