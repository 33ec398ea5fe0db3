import FoundationEssentials

/// The result of an evaluation of a run's network on a set of images, with the images that it got right.
///
/// It is a small file beside the run. Two results on the same images are compared image by image
/// (``Comparison/imageTests``).
public struct Evaluation: Hashable, Codable, Sendable {
  /// The version of the format. It is raised when older programs cannot read newer files.
  public static let currentVersion = 1

  /// The images that were evaluated.
  public struct Images: Hashable, Codable, Sendable {
    /// The name of the images for users, such as "CIFAR-10".
    public var data: String
    /// The split that the images belong to: `train` or `validation`.
    public var split: String
    /// The identity of the images and of their order, in hexadecimal digits. Equal ones are equal images.
    public var fingerprint: String
    /// The number of images, damaged ones among them.
    public var count: Int
    /// The number of images that cannot be decoded, and were left out.
    public var damaged: Int

    /// Creates the description of a set of images.
    public init(data: String, split: String, fingerprint: String, count: Int, damaged: Int) {
      self.data = data
      self.split = split
      self.fingerprint = fingerprint
      self.count = count
      self.damaged = damaged
    }
  }

  /// A run whose predictions were averaged with those of the run that has the file.
  public struct Member: Hashable, Codable, Sendable {
    /// The name of the run at the time of the evaluation.
    public var run: String
    /// The step of its checkpoint.
    public var step: Int

    /// Creates a member.
    public init(run: String, step: Int) {
      self.run = run
      self.step = step
    }
  }

  /// The version of the format of this result.
  public var version = Self.currentVersion
  /// The step of the checkpoint.
  public var step: Int
  /// The checksum of the checkpoint, which identifies the weights; `nil` for a checkpoint without one.
  public var weights: String?
  /// The other runs whose predictions were averaged with those of this run; empty for the run alone.
  public var others: [Member]
  /// The date, in seconds since 1970.
  public var time: Double
  /// The images.
  public var images: Images
  /// The number of views of each image whose predictions were averaged: 1, or 10 as in section 4.1 of the
  /// paper.
  public var views: Int
  /// The mean loss of an image, in nats.
  public var loss: Double
  /// The top-1 error, 0…1.
  public var top1: Double
  /// The top-5 error, 0…1.
  public var top5: Double
  /// The images whose label was the most probable class.
  public var right: ImageNumbers
  /// The images that were decoded.
  public var decoded: ImageNumbers

  /// Creates a result.
  public init(
    step: Int, weights: String?, others: [Member] = [], time: Double, images: Images, views: Int,
    loss: Double, top1: Double, top5: Double, right: ImageNumbers, decoded: ImageNumbers
  ) {
    self.step = step
    self.weights = weights
    self.others = others
    self.time = time
    self.images = images
    self.views = views
    self.loss = loss
    self.top1 = top1
    self.top5 = top5
    self.right = right
    self.decoded = decoded
  }
}

/// A set of images of a split, by their numbers. It is encoded as one bit for each image.
public struct ImageNumbers: Hashable, Sendable {
  /// Bit n % 8 of byte n / 8 is 1 if image n is in the set.
  private var bytes: [UInt8]

  /// Creates an empty set for a number of images.
  public init(count: Int) { bytes = Array(repeating: 0, count: (count + 7) / 8) }

  /// Returns true if the image is in the set, and changes that. A number beyond the last image is not in
  /// the set.
  public subscript(number: Int) -> Bool {
    get { number / 8 < bytes.count && bytes[number / 8] & 1 << UInt8(number % 8) != 0 }
    set {
      let bit: UInt8 = 1 << UInt8(number % 8)
      if newValue { bytes[number / 8] |= bit } else { bytes[number / 8] &= ~bit }
    }
  }

  /// Returns the number of images that are in a second set and in `included`, but not in this one.
  func countMissing(from other: ImageNumbers, within included: ImageNumbers) -> Int {
    zip(zip(bytes, other.bytes), included.bytes).reduce(0) {
      $0 + (~$1.0.0 & $1.0.1 & $1.1).nonzeroBitCount
    }
  }

  /// Returns the images that are in both sets.
  func intersection(_ other: ImageNumbers) -> ImageNumbers {
    var both = self
    both.bytes = zip(bytes, other.bytes).map { $0 & $1 }
    return both
  }

  /// The number of images in the set.
  var count: Int { bytes.reduce(0) { $0 + $1.nonzeroBitCount } }
}

extension ImageNumbers: Codable {
  /// Decodes a set from base64.
  public init(from decoder: any Decoder) throws {
    bytes = Array(try decoder.singleValueContainer().decode(Data.self))
  }

  /// Encodes the set as base64.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(Data(bytes))
  }
}
