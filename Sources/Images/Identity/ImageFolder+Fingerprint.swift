import Channels
import Foundation

/// The identity of an image folder: the class folders in order, and of each file its path in the class
/// folder and its size. The division of a folder without validation images of its own is not part of
/// it: that follows from the files and the plan.
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
    let number = list.images(of: label).first {
      DataFingerprint.key(of: list.name(of: $0)) == image.key
    }
    return number.map(list.path) ?? "a file of '\(classes[label])'"
  }

  private func images(of label: Int, in list: ImageList) -> [DataFingerprint.Image] {
    var path: [UInt8] = []
    return list.images(of: label).map { number in
      list.writePath(of: number, to: &path)
      return .init(key: DataFingerprint.key(of: list.name(of: number)), mark: Self.size(of: path))
    }
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
