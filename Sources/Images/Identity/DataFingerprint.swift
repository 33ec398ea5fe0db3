/// The identity of a data source: its classes in order and, for each of them, its images by a hash of
/// their name and a few bits of their contents. It is kept with a run, so that the run cannot continue
/// on other labels without a word.
///
/// An image costs 12 bytes on the disk (16 in memory), 15 MB for the 1,281,167 training images of
/// ImageNet; their names would cost more than twice as much. The name of an image that is present can
/// be found again from its hash, see `DataSource.name(of:label:in:)`; an image that is gone is counted.
public struct DataFingerprint: Hashable, Sendable {
  /// One image of a class.
  public struct Image: Hashable, Comparable, Sendable {
    /// What tells the image from the others of its class: a hash of the file's name, the number of a
    /// record, or the checksum of its bytes.
    public var key: UInt64
    /// What changes with the image's contents: the file's size in bytes or the checksum of the pixels.
    public var mark: UInt32

    public init(key: UInt64, mark: UInt32) {
      self.key = key
      self.mark = mark
    }

    public static func < (one: Image, other: Image) -> Bool {
      (one.key, one.mark) < (other.key, other.mark)
    }
  }

  public struct Class: Hashable, Sendable {
    /// The class's own name in the data, such as that of its folder. It is what is compared.
    public var id: String
    /// The name that people read, which can come from another file than the images.
    public var name: String
    /// Sorted.
    public fileprivate(set) var train: [Image]
    public fileprivate(set) var validation: [Image]

    public init(id: String, name: String? = nil, train: [Image] = [], validation: [Image] = []) {
      self.id = id
      self.name = name ?? id
      self.train = train.sorted()
      self.validation = validation.sorted()
    }

    public subscript(split: Split) -> [Image] { split == .train ? train : validation }
  }

  /// The kind of data: "scenes", "image folder".
  public var kind: String
  /// Everything that decides the images beside the list of them, in words; empty where nothing does.
  public var variant: String
  /// In the order of the labels.
  public private(set) var classes: [Class]

  public init(kind: String, variant: String = "", classes: [Class]) {
    self.kind = kind
    self.variant = variant
    self.classes = classes
  }

  public func count(_ split: Split) -> Int { classes.reduce(0) { $0 + $1[split].count } }

  /// A hash of a name's bytes: 64-bit FNV-1a (Fowler, Noll, Vo; RFC 9923).
  public static func key(of name: some Sequence<UInt8>) -> UInt64 {
    name.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x0000_0100_0000_01B3 }
  }
}
