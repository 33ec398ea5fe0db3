import Channels
import Dispatch
import Glibc

/// The identity of an image folder: the class folders in order, and the path and the size of each file in
/// its class folder. Which images are held out for validation is not part of it, because that follows
/// from the files and the plan.
extension ImageFolder {
  /// Computes the fingerprint from the names and sizes of the files, without reading them.
  public func fingerprint() -> DataFingerprint {
    let folders = train.list.folders
    let classes = Monitor([DataFingerprint.ImageClass?](repeating: nil, count: folders.count))
    // Each size is a `stat` that can wait for the disk, a million of them for ImageNet.
    DispatchQueue.concurrentPerform(iterations: folders.count) { label in
      let found = DataFingerprint.ImageClass(
        id: folders[label], name: self.classes[label], train: images(of: label, in: train.list),
        validation: holdsOutValidation ? [] : images(of: label, in: validation.list))
      classes.update { $0[label] = found }
    }
    return DataFingerprint(
      kind: "image folder", classes: classes.update { $0 }.compactMap(\.self))
  }

  /// Returns the path of an image of the fingerprint.
  public func name(of image: DataFingerprint.Image, label: Int, in split: Split) -> String {
    let list = images(split).list
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

  /// Returns the size of a file in bytes, modulo 2³²; 0 if the file no longer exists.
  private static func size(of path: [UInt8]) -> UInt32 {
    var status = stat()
    let code = path.withUnsafeBytes {
      stat($0.assumingMemoryBound(to: CChar.self).baseAddress!, &status)
    }
    return code == 0 ? UInt32(truncatingIfNeeded: status.st_size) : 0
  }
}
