import Archives
import Images

/// ImageNet's training images: a tar of one tar a class, called after the class, as they are
/// distributed; or one tar of class folders, as they are repacked.
struct TrainingArchive: PictureStream {
  /// The classes that an archive has, and how it holds them.
  struct Contents {
    /// In the archive's order.
    var classes: [String] = []
    var isNested = true
  }

  private let path: String
  private let labels: [String: Int]
  private let isNested: Bool
  private let archive: Archive
  /// The class in hand, of nested archives.
  private var inner: Archive?
  private var container = ""

  let total: Int
  var count: Int? { nil }
  var position: Int { archive.position }

  /// - Parameters:
  ///   - labels: by class.
  ///   - isNested: true if each class is an archive of its own.
  init(path: String, labels: [String: Int], isNested: Bool) throws {
    self.path = path
    self.labels = labels
    self.isNested = isNested
    archive = try Archive(path: path)
    total = FileLength.of(path)
  }

  /// Reads an archive's list of members alone.
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

  private static func classID(of member: Archive.Member) -> String? {
    guard member.kind == .file, let name = member.path.split(separator: "/").last,
      name.hasSuffix(".tar"), !name.hasPrefix(".")
    else { return nil }
    return String(name.dropLast(4))
  }

  mutating func next() throws -> Picture? {
    guard isNested else { return try nextInFolders() }
    while true {
      if let inner {
        while let member = try inner.next() {
          if ArchiveMember.isImage(member) { return try picture(member, in: inner) }
        }
        self.inner = nil
      }
      guard try openNext() else { return nil }
    }
  }

  private func nextInFolders() throws -> Picture? {
    while let member = try archive.next() {
      guard let id = ArchiveMember.folder(ofImage: member) else { continue }
      guard let label = labels[id] else { throw PreparingError.inputChanged(path: path) }
      return Picture(
        name: member.path, label: label, container: "",
        contents: try ArchiveContents.of(member, in: archive))
    }
    return nil
  }

  private func picture(_ member: Archive.Member, in inner: Archive) throws -> Picture {
    Picture(
      name: "\(container): \(member.path)", label: labels[className] ?? 0, container: container,
      contents: try ArchiveContents.of(member, in: inner))
  }

  private var className: String { String(container.dropLast(4)) }

  /// Opens the next class; false when there is none.
  private mutating func openNext() throws -> Bool {
    guard let name = try nextContainer() else { return false }
    container = name
    inner = try Archive(memberOf: archive)
    return true
  }

  private func nextContainer() throws -> String? {
    while let member = try archive.next() {
      guard let id = Self.classID(of: member) else { continue }
      guard labels[id] != nil else { throw PreparingError.inputChanged(path: path) }
      return "\(id).tar"
    }
    return nil
  }

  /// Of classes that are done, not even the members are looked at; only the last may be in the middle.
  mutating func skip(_ runs: [ContainerRun]) throws {
    guard isNested else {
      return try ArchiveMember.skip(runs, in: archive, path) {
        ArchiveMember.folder(ofImage: $0) != nil
      }
    }
    for (place, run) in runs.enumerated() {
      guard try nextContainer() == run.container else {
        throw PreparingError.inputChanged(path: path)
      }
      guard place == runs.count - 1 else { continue }
      container = run.container
      let inner = try Archive(memberOf: archive)
      self.inner = inner
      try ArchiveMember.skip([run], in: inner, path, ArchiveMember.isImage)
    }
  }
}

/// ImageNet's validation images: a tar of images that are called by number, as they are distributed; or
/// of class folders.
struct ValidationArchive: PictureStream {
  private let path: String
  private let labels: ValidationArchiveLabels
  private let archive: Archive

  let total: Int
  /// Every image was counted when its label was looked up.
  let count: Int?
  var position: Int { archive.position }

  init(path: String, labels: ValidationArchiveLabels, count: Int) throws {
    self.path = path
    self.labels = labels
    self.count = count
    archive = try Archive(path: path)
    total = FileLength.of(path)
  }

  mutating func next() throws -> Picture? {
    while let member = try archive.next() {
      guard ArchiveMember.isImage(member) else { continue }
      guard let label = labels.label(of: member) else {
        throw PreparingError.noLabel(archive: path, member: member.path)
      }
      return Picture(
        name: member.path, label: label, container: "",
        contents: try ArchiveContents.of(member, in: archive))
    }
    return nil
  }

  mutating func skip(_ runs: [ContainerRun]) throws {
    try ArchiveMember.skip(runs, in: archive, path, ArchiveMember.isImage)
  }
}

/// The labels of the images in a validation archive.
struct ValidationArchiveLabels {
  /// Of the classes' folders.
  var byFolder: [String: Int]
  /// Of image number n + 1.
  var byNumber: [Int]

  func label(of member: Archive.Member) -> Int? {
    if let folder = ArchiveMember.folder(ofImage: member), let label = byFolder[folder] {
      return label
    }
    guard let number = ImageNumber.of(member.path), byNumber.indices.contains(number - 1) else {
      return nil
    }
    return byNumber[number - 1]
  }

  /// Looks at every image's name before any is read, so that hours of work do not end in a missing
  /// label.
  /// - Returns: the number of images.
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

/// Members of archives by their names.
enum ArchiveMember {
  static func isImage(_ member: Archive.Member) -> Bool {
    member.kind == .file && ImageName.isImage(member.path)
  }

  /// The folder that an image is in; nil of what is no image, or in no folder.
  static func folder(ofImage member: Archive.Member) -> String? {
    guard isImage(member) else { return nil }
    let parts = member.path.split(separator: "/")
    guard parts.count > 1, parts[parts.count - 2] != "." else { return nil }
    return String(parts[parts.count - 2])
  }

  /// Passes over as many images as runs have.
  static func skip(
    _ runs: [ContainerRun], in archive: Archive, _ path: String,
    _ isOne: (Archive.Member) -> Bool
  ) throws {
    var left = runs.reduce(0) { $0 + $1.count }
    while left > 0 {
      guard let member = try archive.next() else { throw PreparingError.inputChanged(path: path) }
      if isOne(member) { left -= 1 }
    }
  }
}

enum ArchiveContents {
  /// A member's bytes. One that is too large is damaged by itself; an archive that is damaged ends
  /// everything, for nothing behind it can be trusted.
  static func of(_ member: Archive.Member, in archive: Archive) throws -> Picture.Contents {
    do throws(ArchiveError) {
      return .bytes(try archive.contents(limit: ImageName.mostBytes))
    } catch .tooLarge(_, _, let limit) {
      return .damaged("it has more than \(limit) bytes")
    } catch {
      throw error
    }
  }
}
