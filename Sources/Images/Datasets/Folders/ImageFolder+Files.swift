/// Access to the files of an image folder, in the order of its images.
extension ImageFolder {
  /// The names of the class folders, in the order of the labels.
  package var classFolders: [String] { train.list.folders }

  /// Returns true if a file has the name of an image that can be decoded.
  package static func isImage(_ name: String) -> Bool { ImageFileName.isImage(Array(name.utf8)) }

  /// Returns the label of an image without reading it.
  package func label(of index: Int, in split: Split) -> Int {
    let images = images(split)
    return images.list.label(of: Int(images.order[index]))
  }

  /// Returns the path of an image in the bytes of the file system, with a zero at the end.
  package func pathBytes(of index: Int, in split: Split) -> [UInt8] {
    let images = images(split)
    var path: [UInt8] = []
    images.list.writePath(of: Int(images.order[index]), to: &path)
    return path
  }
}

extension Split {
  /// Returns the elements in a random order that depends only on the split and the number of elements.
  package func shuffled<Element>(_ elements: [Element]) -> [Element] {
    var random = RandomGenerator(seed: 0, .folderOrder, self == .train ? 0 : 1)
    return elements.shuffled(using: &random)
  }
}
