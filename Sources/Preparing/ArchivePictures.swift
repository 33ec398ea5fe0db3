import Archives

/// ImageNet's training images as they are distributed: a tar of one tar a class, called after the class.
struct TrainingArchive: PictureStream {
  private let path: String
  private let labels: [String: Int]
  private let archive: Archive
  /// The class in hand.
  private var inner: Archive?
  private var container = ""
  private var isAtFirst = true

  let total: Int
  var count: Int? { nil }
  var position: Int { archive.position }

  /// - Parameter labels: by class.
  init(path: String, labels: [String: Int]) throws {
    self.path = path
    self.labels = labels
    archive = try Archive(path: path)
    total = FileLength.of(path)
  }

  /// The classes that an archive has, in its order, by its own list of contents alone.
  static func classes(of path: String) throws -> [String] {
    let archive = try Archive(path: path)
    var classes: [String] = []
    while let member = try archive.next() {
      if let id = classID(of: member) { classes.append(id) }
    }
    return classes
  }

  private static func classID(of member: Archive.Member) -> String? {
    guard member.kind == .file, let name = member.path.split(separator: "/").last,
      name.hasSuffix(".tar"), !name.hasPrefix(".")
    else { return nil }
    return String(name.dropLast(4))
  }

  mutating func next() throws -> Picture? {
    while true {
      if let inner {
        while let member = try inner.next() {
          if Self.isImage(member) { return try picture(member, in: inner) }
        }
        self.inner = nil
      }
      guard try openNext() else { return nil }
    }
  }

  private func picture(_ member: Archive.Member, in inner: Archive) throws -> Picture {
    Picture(
      name: "\(container): \(member.path)", label: labels[className] ?? 0, container: container,
      contents: try ArchiveContents.of(member, in: inner))
  }

  private var className: String { String(container.dropLast(4)) }

  private static func isImage(_ member: Archive.Member) -> Bool {
    member.kind == .file && ImageName.isImage(member.path)
  }

  /// Goes on to the next class; false when there is none.
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
    for (place, run) in runs.enumerated() {
      guard try nextContainer() == run.container else {
        throw PreparingError.inputChanged(path: path)
      }
      guard place == runs.count - 1 else { continue }
      container = run.container
      let inner = try Archive(memberOf: archive)
      self.inner = inner
      var left = run.count
      while left > 0 {
        guard let member = try inner.next() else { throw PreparingError.inputChanged(path: path) }
        if Self.isImage(member) { left -= 1 }
      }
    }
  }
}

/// ImageNet's validation images as they are distributed: a tar of images that are called by number.
struct ValidationArchive: PictureStream {
  private let path: String
  /// Of image number n + 1.
  private let labels: [Int]
  private let archive: Archive

  let total: Int
  var count: Int? { labels.count }
  var position: Int { archive.position }

  init(path: String, labels: [Int]) throws {
    self.path = path
    self.labels = labels
    archive = try Archive(path: path)
    total = FileLength.of(path)
  }

  mutating func next() throws -> Picture? {
    while let member = try archive.next() {
      guard member.kind == .file, ImageName.isImage(member.path) else { continue }
      guard let number = Self.number(of: member.path), labels.indices.contains(number - 1) else {
        throw PreparingError.noLabel(archive: path, member: member.path)
      }
      return Picture(
        name: member.path, label: labels[number - 1], container: "",
        contents: try ArchiveContents.of(member, in: archive))
    }
    return nil
  }

  mutating func skip(_ runs: [ContainerRun]) throws {
    var left = runs.reduce(0) { $0 + $1.count }
    while left > 0 {
      guard let member = try archive.next() else { throw PreparingError.inputChanged(path: path) }
      if member.kind == .file, ImageName.isImage(member.path) { left -= 1 }
    }
  }

  /// 42 of "ILSVRC2012_val_00000042.JPEG".
  static func number(of path: String) -> Int? {
    let stem = path.split(separator: ".").dropLast().last ?? ""
    let digits = stem.reversed().prefix { $0.isASCII && $0.isNumber }.reversed()
    return Int(String(digits))
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
