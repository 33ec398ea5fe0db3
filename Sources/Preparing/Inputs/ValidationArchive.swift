import Archives
import Images

/// ImageNet's validation images: a tar of numbered images, as ImageNet distributes them, or of class
/// folders.
struct ValidationArchive: ImageStream {
  private let path: String
  private let labels: ValidationArchiveLabels
  private let archive: Archive

  let total: Int
  let count: Int?
  var position: Int { archive.position }

  /// Opens the archive.
  /// - Parameters:
  ///   - path: The path of the archive.
  ///   - labels: The labels of its images.
  ///   - count: The number of its images.
  init(path: String, labels: ValidationArchiveLabels, count: Int) throws {
    self.path = path
    self.labels = labels
    self.count = count
    archive = try Archive(path: path)
    total = FileLength.of(path)
  }

  mutating func next() throws -> SourceImage? {
    while let member = try archive.next() {
      guard ArchiveMember.isImage(member) else { continue }
      guard let label = labels.label(of: member) else {
        throw PreparingError.noLabel(archive: path, member: member.path)
      }
      return SourceImage(
        name: member.path, label: label, container: "",
        contents: try ArchiveMember.contents(of: member, in: archive))
    }
    return nil
  }

  mutating func skip(_ containers: [ContainerCount]) throws {
    try ArchiveMember.skip(
      containers.reduce(0) { $0 + $1.count }, in: archive, path: path,
      where: ArchiveMember.isImage)
  }
}

/// The labels of the images in a validation archive.
struct ValidationArchiveLabels {
  /// The label of each class folder.
  var byFolder: [String: Int]
  /// The labels of the numbered images. Image number n has the label at index n − 1.
  var byNumber: [Int]

  /// Returns the label of an image; `nil` if it has none.
  func label(of member: Archive.Member) -> Int? {
    if let folder = ArchiveMember.folder(ofImage: member), let label = byFolder[folder] {
      return label
    }
    guard let number = ImageNumber.of(member.path), byNumber.indices.contains(number - 1) else {
      return nil
    }
    return byNumber[number - 1]
  }

  /// Checks that every image of an archive has a label. The check precedes the preparation, so that a
  /// missing label does not end it after hours.
  /// - Returns: The number of images.
  func check(_ path: String) throws -> Int {
    let archive = try Archive(path: path)
    var count = 0
    while let member = try archive.next() {
      guard ArchiveMember.isImage(member) else { continue }
      guard label(of: member) != nil else {
        throw PreparingError.noLabel(archive: path, member: member.path)
      }
      count += 1
    }
    return count
  }
}
