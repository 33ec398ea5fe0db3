/// The files and folders of an image folder that are not used, counted by kind.
public struct PassedOver: Equatable, Sendable {
  /// The reason why a file or folder is not used.
  public enum Kind: Hashable, Sendable {
    /// An image that cannot be decoded, with its ending in lower case, such as "gif".
    case undecoded(ending: String)
    /// An image beside the class folders.
    case outsideClasses
    /// A symbolic link without a target.
    case brokenLink
    /// Another name of a file that already counts in its class: a symbolic or a hard link.
    case repeatedFile
    /// A link to a folder that is already listed, or to a folder that contains the link.
    case repeatedFolder
    /// A file without the name of an image.
    case otherFile
    /// A hidden file or folder.
    case hidden
    /// A folder that an operating system or a network storage device created: `@eaDir`, `__MACOSX`.
    case systemFolder
    /// A folder beside `train` with neither training nor validation images.
    case unusedFolder
    /// A device, a pipe or a socket.
    case special
  }

  /// The files and folders of one kind.
  public struct Group: Equatable, Sendable {
    /// The number of files and folders.
    public var count = 0
    /// The first paths, at most five.
    public var examples: [String] = []
  }

  /// The groups by kind; no group is empty.
  public private(set) var groups: [Kind: Group] = [:]

  fileprivate static let exampleLimit = 5

  /// Creates a value without files.
  public init() {}

  /// True if all files and folders are used.
  public var isEmpty: Bool { groups.isEmpty }

  mutating func add(_ kind: Kind, _ path: @autoclosure () -> String) {
    groups[kind, default: Group()].add(path())
  }

  static func += (one: inout PassedOver, other: PassedOver) {
    for (kind, group) in other.groups { one.groups[kind, default: Group()] += group }
  }

  /// The groups in the order in which they are shown: images first.
  public var sorted: [(kind: Kind, group: Group)] {
    groups.map { ($0.key, $0.value) }.sorted {
      ($0.kind.rank, $0.kind.name) < ($1.kind.rank, $1.kind.name)
    }
  }

  /// The groups that look like images or links to images, about which users are warned.
  public var imageLike: PassedOver {
    var imageLike = PassedOver()
    imageLike.groups = groups.filter { $0.key.looksLikeAnImage }
    return imageLike
  }
}

extension PassedOver.Group {
  fileprivate mutating func add(_ path: @autoclosure () -> String) {
    count += 1
    if examples.count < PassedOver.exampleLimit { examples.append(path()) }
  }

  fileprivate static func += (one: inout Self, other: Self) {
    one.count += other.count
    one.examples += other.examples.prefix(PassedOver.exampleLimit - one.examples.count)
  }
}
