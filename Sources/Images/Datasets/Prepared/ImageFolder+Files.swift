/// What it takes to go through an image folder's files, in the order of its images.
extension ImageFolder {
  package var classFolders: [String] { train.list.folders }

  /// Whether a file is an image by its name.
  package static func isImage(_ name: String) -> Bool { ImageFileName.isImage(Array(name.utf8)) }

  package func label(of index: Int, in split: Split) -> Int {
    let part = part(split)
    return part.list.label(of: Int(part.order[index]))
  }

  /// Where an image is, in the bytes of the file system, with a zero at their end.
  package func pathBytes(of index: Int, in split: Split) -> [UInt8] {
    let part = part(split)
    var path: [UInt8] = []
    part.list.writePath(of: Int(part.order[index]), to: &path)
    return path
  }
}

extension Split {
  /// Mixed, always in the same way, whatever a run's seed.
  package func mixed<Element>(_ elements: [Element]) -> [Element] {
    var chance = Chance(seed: 0, .folderOrder, self == .train ? 0 : 1)
    return elements.shuffled(using: &chance)
  }
}
