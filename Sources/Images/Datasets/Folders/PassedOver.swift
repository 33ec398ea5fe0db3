/// The files and folders of an image folder that are not used, by the reason.
public struct PassedOver: Equatable, Sendable {
  public enum Kind: Hashable, Sendable {
    /// An image of a kind that is not decoded; the ending is in lower case: "gif".
    case undecoded(ending: String)
    /// An image beside the class folders, in none of them.
    case outsideClasses
    /// A symbolic link to nothing.
    case brokenLink
    /// Another name of a file that the class has already: a symbolic or a hard link.
    case repeatedFile
    /// A link to a folder that has been listed already, or to one that the link itself is in.
    case repeatedFolder
    /// A file whose name is no image's.
    case otherFile
    case hidden
    /// A folder that an operating system or a disk station made: `@eaDir`, `__MACOSX`.
    case systemFolder
    /// A folder beside `train` that holds neither training nor validation images.
    case unusedFolder
    /// A device, a pipe or a socket.
    case special
  }

  public struct Group: Equatable, Sendable {
    public var count = 0
    /// The first few paths.
    public var examples: [String] = []
  }

  public private(set) var groups: [Kind: Group] = [:]

  fileprivate static let exampleLimit = 5

  public init() {}

  public var isEmpty: Bool { groups.isEmpty }
  public var count: Int { groups.values.reduce(0) { $0 + $1.count } }

  mutating func add(_ kind: Kind, _ path: @autoclosure () -> String) {
    groups[kind, default: Group()].add(path())
  }

  static func += (one: inout PassedOver, other: PassedOver) {
    for (kind, group) in other.groups { one.groups[kind, default: Group()] += group }
  }

  /// The groups in the order in which they are shown: what looks like an image first.
  public var sorted: [(kind: Kind, group: Group)] {
    groups.map { ($0.key, $0.value) }.sorted {
      ($0.kind.rank, $0.kind.name) < ($1.kind.rank, $1.kind.name)
    }
  }

  /// The groups that look like images, or like links to them: their loss is to be said.
  public var imagesAlike: PassedOver {
    var some = PassedOver()
    some.groups = groups.filter { $0.key.looksLikeAnImage }
    return some
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
