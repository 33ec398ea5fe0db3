import Checksums
import Images

/// The identity of the images of one or both splits, with their order: two sets with the same identity have
/// the same image at each number.
public struct ImageSetIdentity: Hashable, Sendable {
  /// The values that decide which images belong to which split, where the data have no division of their
  /// own. The seed also determines scenes.
  public struct Division: Hashable, Sendable {
    /// The seed of the plan.
    public var seed: UInt64
    /// The share of each class that is held out for validation.
    public var validationShare: Double

    /// Creates a division.
    public init(seed: UInt64, validationShare: Double) {
      self.seed = seed
      self.validationShare = validationShare
    }
  }

  /// The digest of the identity: 32 hexadecimal digits.
  public let digits: String

  /// Computes the identity of a set of images.
  /// - Parameters:
  ///   - data: The identity of the data.
  ///   - splits: The splits in their order.
  ///   - division: The division, which counts only for data without a validation set.
  public init(_ data: DataFingerprint, _ splits: [Split], _ division: Division) {
    var digest = SHA256()
    func add(_ text: String, _ digest: inout SHA256) {
      (Array(text.utf8) + [0]).withUnsafeBytes { digest.update($0) }
    }
    let hasValidation = data.classes.contains { !$0.validation.isEmpty }
    add("\(data.kind) \(data.variant) \(splits.map(\.rawValue))", &digest)
    if !hasValidation { add("\(division.seed) \(division.validationShare)", &digest) }
    for imageClass in data.classes {
      add(imageClass.id, &digest)
      // Without a validation set, all images are in the training set of the fingerprint.
      let images = hasValidation ? splits.flatMap { imageClass[$0] } : imageClass.train
      var bytes: [UInt8] = []
      bytes.reserveCapacity(images.count * 12)
      for image in images {
        withUnsafeBytes(of: image.key.littleEndian) { bytes += $0 }
        withUnsafeBytes(of: image.mark.littleEndian) { bytes += $0 }
      }
      bytes.withUnsafeBytes { digest.update($0) }
    }
    digits = String(digest.digits().prefix(32))
  }
}
