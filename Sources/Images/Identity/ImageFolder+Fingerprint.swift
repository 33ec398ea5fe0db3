import Channels
import Foundation

/// The identity of an image folder: the class folders in order, and each file's name and size. The
/// division of a folder without validation images of its own is not part of it: that follows from the
/// files and the plan.
extension ImageFolder {
  public func fingerprint() -> DataFingerprint {
    let folders = train.list.folders
    let classes = Monitor([DataFingerprint.Class?](repeating: nil, count: folders.count))
    // Asking for sizes waits for the disk: all of ImageNet's are a million questions.
    DispatchQueue.concurrentPerform(iterations: folders.count) { label in
      let found = DataFingerprint.Class(
        id: folders[label], name: self.classes[label], train: images(of: label, in: train.list),
        validation: sharesFolders ? [] : images(of: label, in: validation.list))
      classes.update { $0[label] = found }
    }
    return DataFingerprint(
      kind: "image folder", classes: classes.update { $0 }.compactMap(\.self))
  }

  /// The path of an image of the fingerprint.
  public func name(of image: DataFingerprint.Image, label: Int, in split: Split) -> String {
    let list = part(split).list
    var path: [UInt8] = []
    for number in list.images(of: label) {
      list.writePath(of: number, to: &path)
      guard DataFingerprint.key(of: Self.name(in: path)) == image.key else { continue }
      return list.path(of: number)
    }
    return "a file of '\(classes[label])'"
  }

  private func images(of label: Int, in list: ImageList) -> [DataFingerprint.Image] {
    var path: [UInt8] = []
    return list.images(of: label).map { number in
      list.writePath(of: number, to: &path)
      return .init(key: DataFingerprint.key(of: Self.name(in: path)), mark: Self.size(of: path))
    }
  }

  /// The last component of a path that ends in a zero.
  private static func name(in path: [UInt8]) -> ArraySlice<UInt8> {
    let start = path.lastIndex(of: UInt8(ascii: "/")).map { $0 + 1 } ?? 0
    return path[start...].dropLast()
  }

  /// In bytes, modulo 2³²; 0 where the file cannot be found any more.
  private static func size(of path: [UInt8]) -> UInt32 {
    var status = stat()
    let code = path.withUnsafeBytes {
      stat($0.assumingMemoryBound(to: CChar.self).baseAddress!, &status)
    }
    return code == 0 ? UInt32(truncatingIfNeeded: status.st_size) : 0
  }
}
