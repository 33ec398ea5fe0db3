/// The images in a folder and in the folders inside it, as torchvision's ImageFolder takes those of a
/// class. Links to files and folders are followed. Each file counts once (by device and inode, so that
/// hard links are seen too), and no folder is entered twice, which ends cycles of links.
struct ImageWalk {
  /// Paths from the folder on, sorted by their bytes: "1.jpg", "more/2.jpg".
  private(set) var names: [[UInt8]] = []
  private(set) var passedOver = PassedOver()

  private let root: [UInt8]
  /// The folders that hold the root, where it is and where a link to it is: links to them would bring
  /// in all that is beside it.
  private let outer: Set<FileIdentity>
  private var entered: Set<FileIdentity> = []
  private var files: [UInt64: Seen] = [:]

  /// The first file of an inode number.
  private struct Seen {
    var path: [UInt8]
    var identity: FileIdentity?
  }

  init(_ root: [UInt8]) throws(ImagesError) {
    self.root = root
    let parent = root.lastIndex(of: UInt8(ascii: "/")).map { [UInt8](root[..<$0]) } ?? []
    outer = FileIdentity.ancestry(of: parent)
      .union(FileIdentity.ancestry(of: root + Array("/..".utf8)))
    try walk([])
    files = [:]
    names.sort { $0.lexicographicallyPrecedes($1) }
  }

  /// - Parameter prefix: a folder's path from the root on, with a slash behind it; empty for the root.
  private mutating func walk(_ prefix: [UInt8]) throws(ImagesError) {
    let listing = try FolderListing(path(prefix))
    guard entered.insert(listing.identity).inserted else {
      return pass(prefix.dropLast(), .repeatedFolder)
    }
    for entry in listing.entries {
      let name = prefix + entry.name
      switch entry.kind {
      case _ where entry.isHidden: pass(name[...], .hidden)
      case .file: add(entry, name)
      case .brokenLink: pass(name[...], .brokenLink)
      case .special: pass(name[...], .special)
      case .folder:
        if ImageFileName.isSystemFolder(entry.name) {
          pass(name[...], .systemFolder)
        } else if let target = entry.target, outer.contains(target) {
          pass(name[...], .repeatedFolder)
        } else {
          try walk(name + [UInt8(ascii: "/")])
        }
      }
    }
  }

  private mutating func add(_ entry: FolderListing.Entry, _ name: [UInt8]) {
    guard ImageFileName.isImage(entry.name) else {
      let ending = ImageFileName.imageEnding(of: entry.name)
      return pass(name[...], ending.map(PassedOver.Kind.undecoded) ?? .otherFile)
    }
    if isRepeated(entry, name) { pass(name[...], .repeatedFile) } else { names.append(name) }
  }

  /// A number that comes again is looked into; until then no file that is not a link costs a `stat`.
  private mutating func isRepeated(_ entry: FolderListing.Entry, _ name: [UInt8]) -> Bool {
    guard var seen = files[entry.inode] else {
      files[entry.inode] = Seen(path: name, identity: entry.target)
      return false
    }
    if seen.identity == nil {
      seen.identity = FileIdentity(path(seen.path))
      files[entry.inode] = seen
    }
    guard let identity = entry.target ?? FileIdentity(path(name)) else { return false }
    return identity == seen.identity
  }

  private func path(_ name: [UInt8]) -> [UInt8] { root + [UInt8(ascii: "/")] + name }

  private mutating func pass(_ name: ArraySlice<UInt8>, _ kind: PassedOver.Kind) {
    let root = root
    passedOver.add(kind, String(decoding: root + [UInt8(ascii: "/")] + name, as: UTF8.self))
  }
}
