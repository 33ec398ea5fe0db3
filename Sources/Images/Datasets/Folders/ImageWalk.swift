/// A search for the images in a folder and in all folders inside it, as torchvision's ImageFolder finds
/// the images of a class. Links to files and folders are followed. Each file counts once, by device and
/// inode, so that hard links are recognised too. No folder is entered twice, which ends cycles of links.
struct ImageWalk {
  /// The paths of the images inside the folder, sorted by their bytes: "1.jpg", "more/2.jpg".
  private(set) var names: [[UInt8]] = []
  private(set) var passedOver = PassedOver()

  private let root: [UInt8]
  /// The folders above the root, and above the link if the root is one. A link to one of them would
  /// bring in everything beside the root.
  private let outer: Set<FileIdentity>
  private var entered: Set<FileIdentity> = []
  /// The first file of each inode number.
  private var firstFiles: [UInt64: FirstFile] = [:]

  /// The first file that has an inode number.
  private struct FirstFile {
    var path: [UInt8]
    /// `nil` until it is needed, because it costs a `stat`.
    var identity: FileIdentity?
  }

  /// Searches a folder.
  /// - Parameter root: The bytes of the path, without a zero at the end.
  init(_ root: [UInt8]) throws(ImagesError) {
    self.root = root
    let parent = root.lastIndex(of: UInt8(ascii: "/")).map { [UInt8](root[..<$0]) } ?? []
    outer = FileIdentity.ancestry(of: parent)
      .union(FileIdentity.ancestry(of: root + Array("/..".utf8)))
    try walk([])
    firstFiles = [:]
    names.sort { $0.lexicographicallyPrecedes($1) }
  }

  /// Searches one folder.
  /// - Parameter prefix: The path of the folder inside the root, with a slash at the end; empty for the
  ///   root.
  private mutating func walk(_ prefix: [UInt8]) throws(ImagesError) {
    let listing = try FolderListing(path(prefix))
    guard entered.insert(listing.identity).inserted else {
      return passOver(prefix.dropLast(), .repeatedFolder)
    }
    for entry in listing.entries {
      let name = prefix + entry.name
      switch entry.kind {
      case _ where entry.isHidden: passOver(name[...], .hidden)
      case .file: add(entry, name)
      case .brokenLink: passOver(name[...], .brokenLink)
      case .special: passOver(name[...], .special)
      case .folder:
        if ImageFileName.isSystemFolder(entry.name) {
          passOver(name[...], .systemFolder)
        } else if let target = entry.target, outer.contains(target) {
          passOver(name[...], .repeatedFolder)
        } else {
          try walk(name + [UInt8(ascii: "/")])
        }
      }
    }
  }

  private mutating func add(_ entry: FolderEntry, _ name: [UInt8]) {
    guard ImageFileName.isImage(entry.name) else {
      let ending = ImageFileName.imageEnding(of: entry.name)
      return passOver(name[...], ending.map(PassedOver.Kind.undecoded) ?? .otherFile)
    }
    if isRepeated(entry, name) { passOver(name[...], .repeatedFile) } else { names.append(name) }
  }

  /// Returns true if the file was found before. Files are compared only if their inode numbers are
  /// equal, so that most of them cost no `stat`.
  private mutating func isRepeated(_ entry: FolderEntry, _ name: [UInt8]) -> Bool {
    guard var first = firstFiles[entry.inode] else {
      firstFiles[entry.inode] = FirstFile(path: name, identity: entry.target)
      return false
    }
    if first.identity == nil {
      first.identity = FileIdentity(path(first.path))
      firstFiles[entry.inode] = first
    }
    guard let identity = entry.target ?? FileIdentity(path(name)) else { return false }
    return identity == first.identity
  }

  private func path(_ name: [UInt8]) -> [UInt8] { root + [UInt8(ascii: "/")] + name }

  private mutating func passOver(_ name: ArraySlice<UInt8>, _ kind: PassedOver.Kind) {
    let root = root
    passedOver.add(kind, String(decoding: root + [UInt8(ascii: "/")] + name, as: UTF8.self))
  }
}
