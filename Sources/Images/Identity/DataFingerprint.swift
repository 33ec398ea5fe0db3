/// The identity of a data source: its classes in order and, for each class, its images by a hash of their
/// name and a mark of their contents. It is stored with a run, so that the run cannot continue on other
/// labels unnoticed.
///
/// An image needs 16 bytes, in memory and on disk (12 bytes in base64): 20 MB for the 1,281,167 training
/// images of ImageNet. Their names alone would need more. `DataSource.name(of:label:in:)` finds the name of an
/// image from its hash; images that do not exist any more are only counted.
public struct DataFingerprint: Hashable, Sendable {
  /// One image of a class.
  public struct Image: Hashable, Comparable, Sendable {
    /// The identity of the image in its class: a hash of the file's name, the number of a record, or a
    /// checksum of its bytes.
    public var key: UInt64
    /// A value that depends on the contents: the file's size in bytes, or a checksum of the pixels.
    public var mark: UInt32

    /// Creates an image from its key and its mark.
    public init(key: UInt64, mark: UInt32) {
      self.key = key
      self.mark = mark
    }

    /// Orders images by key, then by mark.
    public static func < (one: Image, other: Image) -> Bool {
      (one.key, one.mark) < (other.key, other.mark)
    }
  }

  /// A class with its images.
  public struct ImageClass: Hashable, Sendable {
    /// The name of the class in the data, such as that of its folder. Fingerprints are compared by it.
    public var id: String
    /// The name that users read, which can come from a separate file.
    public var name: String
    /// The training images, sorted.
    public fileprivate(set) var train: [Image]
    /// The validation images, sorted.
    public fileprivate(set) var validation: [Image]

    /// Creates a class and sorts its images.
    /// - Parameters:
    ///   - id: The name of the class in the data.
    ///   - name: The name that users read; `nil` gives the id.
    ///   - train: The training images.
    ///   - validation: The validation images.
    public init(id: String, name: String? = nil, train: [Image] = [], validation: [Image] = []) {
      self.id = id
      self.name = name ?? id
      self.train = train.sorted()
      self.validation = validation.sorted()
    }

    /// The images of a split, sorted.
    public subscript(split: Split) -> [Image] { split == .train ? train : validation }
  }

  /// The kind of data, such as "scenes" or "image folder".
  public var kind: String
  /// Everything beside the list of images that determines the data, in words; empty if there is nothing.
  public var variant: String
  /// The classes in the order of the labels.
  public private(set) var classes: [ImageClass]

  /// Creates a fingerprint from its parts.
  public init(kind: String, variant: String = "", classes: [ImageClass]) {
    self.kind = kind
    self.variant = variant
    self.classes = classes
  }

  /// Returns the 64-bit FNV-1a hash of a name's bytes (Fowler, Noll, Vo; RFC 9923).
  public static func key(of name: some Sequence<UInt8>) -> UInt64 {
    name.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x0000_0100_0000_01B3 }
  }
}
