import Archives
import Images

/// ImageNet's training images. ImageNet distributes them as a tar that contains a tar for each class, named
/// after the class. Some users repack them as one tar of class folders.
struct TrainingArchive: ImageStream {
  /// The classes of an archive.
  struct Contents {
    /// The ids of the classes, such as "n01440764", in the archive's order.
    var classes: [String] = []
    /// True if each class is a separate archive inside the archive.
    var isNested = true
  }

  private let path: String
  private let labels: [String: Int]
  private let isNested: Bool
  private let archive: Archive
  /// The archive of the current class, if the archive is nested.
  private var inner: Archive?
  /// The name of the current class's archive.
  private var container = ""

  let total: Int
  var count: Int? { nil }
  var position: Int { archive.position }

  /// Opens the archive.
  /// - Parameters:
  ///   - path: The path of the archive.
  ///   - labels: The label of each class id.
  ///   - isNested: True if each class is a separate archive inside the archive.
  init(path: String, labels: [String: Int], isNested: Bool) throws {
    self.path = path
    self.labels = labels
    self.isNested = isNested
    archive = try Archive(path: path)
    total = FileLength.of(path)
  }

  /// Lists the classes of an archive without reading the images.
  static func contents(of path: String) throws -> Contents {
    let archive = try Archive(path: path)
    var nested: [String] = []
    var folders: [String] = []
    var known: Set<String> = []
    while let member = try archive.next() {
      if let id = classID(of: member) {
        nested.append(id)
      } else if let id = ArchiveMember.folder(ofImage: member), known.insert(id).inserted {
        folders.append(id)
      }
    }
    return nested.isEmpty
      ? Contents(classes: folders, isNested: false) : Contents(classes: nested)
  }

  /// Returns the id of the class if a member is the archive of a class; `nil` otherwise.
  private static func classID(of member: Archive.Member) -> String? {
    guard member.kind == .file, let name = member.path.split(separator: "/").last,
      name.hasSuffix(".tar"), !name.hasPrefix(".")
    else { return nil }
    return String(name.dropLast(4))
  }

  mutating func next() throws -> SourceImage? {
    guard isNested else { return try nextInFolders() }
    while true {
      if let inner {
        while let member = try inner.next() {
          if ArchiveMember.isImage(member) { return try image(member, in: inner) }
        }
        self.inner = nil
      }
      guard try openNextClass() else { return nil }
    }
  }

  private func nextInFolders() throws -> SourceImage? {
    while let member = try archive.next() {
      guard let id = ArchiveMember.folder(ofImage: member) else { continue }
      guard let label = labels[id] else { throw PreparingError.inputChanged(path: path) }
      return SourceImage(
        name: member.path, label: label, container: "",
        contents: try ArchiveMember.contents(of: member, in: archive))
    }
    return nil
  }

  private func image(_ member: Archive.Member, in inner: Archive) throws -> SourceImage {
    SourceImage(
      name: "\(container): \(member.path)", label: labels[String(container.dropLast(4))] ?? 0,
      container: container, contents: try ArchiveMember.contents(of: member, in: inner))
  }

  /// Opens the archive of the next class.
  /// - Returns: False after the last class.
  private mutating func openNextClass() throws -> Bool {
    guard let name = try nextContainer() else { return false }
    container = name
    inner = try Archive(memberOf: archive)
    return true
  }

  /// Moves to the archive of the next class and returns its name; `nil` after the last.
  private func nextContainer() throws -> String? {
    while let member = try archive.next() {
      guard let id = Self.classID(of: member) else { continue }
      guard labels[id] != nil else { throw PreparingError.inputChanged(path: path) }
      return "\(id).tar"
    }
    return nil
  }

  /// Skips images. In a nested archive, the containers in the list are the archives of the next
  /// classes. All of them except the last are skipped without being opened, because the list
  /// contains all of their images. Only the last one can have images that follow the skipped ones.
  mutating func skip(_ containers: [ContainerCount]) throws {
    guard isNested else {
      return try ArchiveMember.skip(
        containers.reduce(0) { $0 + $1.count }, in: archive, path: path,
        where: { ArchiveMember.folder(ofImage: $0) != nil })
    }
    for (index, next) in containers.enumerated() {
      guard try nextContainer() == next.container else {
        throw PreparingError.inputChanged(path: path)
      }
      guard index == containers.count - 1 else { continue }
      container = next.container
      let inner = try Archive(memberOf: archive)
      self.inner = inner
      try ArchiveMember.skip(next.count, in: inner, path: path, where: ArchiveMember.isImage)
    }
  }
}
