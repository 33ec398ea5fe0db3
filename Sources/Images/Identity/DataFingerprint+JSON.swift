import Checksums
import FoundationEssentials

extension DataFingerprint {
  /// The version of the JSON. It is raised when older programs cannot read newer records.
  public static let currentVersion = 1

  /// The faults of a record that cannot be read.
  public enum Damage: Error, Hashable, Sendable {
    /// A record that a newer program has written.
    case newerVersion(Int)
    /// A record that is not JSON with the required keys.
    case malformed
    /// A record whose checksum does not match its contents.
    case otherChecksum
  }

  /// One line of JSON. Each image of a class has 12 bytes in base64: key and mark, little-endian.
  public var json: [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    guard let data = try? encoder.encode(EncodedFingerprint(self)) else {
      preconditionFailure("JSON can represent all strings and integers")
    }
    return Array(data) + [UInt8(ascii: "\n")]
  }

  /// Decodes a fingerprint from `json`.
  public init(json: [UInt8]) throws(Damage) {
    struct Versioned: Decodable { var version: Int }
    let decoder = JSONDecoder()
    let data = Data(json)
    guard let version = try? decoder.decode(Versioned.self, from: data).version else {
      throw .malformed
    }
    guard version <= Self.currentVersion else { throw .newerVersion(version) }
    guard let encoded = try? decoder.decode(EncodedFingerprint.self, from: data) else {
      throw .malformed
    }
    guard encoded.checksum == encoded.computedChecksum else { throw .otherChecksum }
    var classes: [ImageClass] = []
    for encodedClass in encoded.classes {
      guard let train = [Image](packed: encodedClass.trainImages),
        let validation = [Image](packed: encodedClass.validationImages)
      else { throw .malformed }
      classes.append(
        ImageClass(
          id: encodedClass.id, name: encodedClass.name, train: train, validation: validation))
    }
    self.init(kind: encoded.kind, variant: encoded.variant, classes: classes)
  }

  /// The keys of the JSON. The counts serve people who read the file; decoding uses only the images.
  private struct EncodedFingerprint: Codable {
    struct EncodedClass: Codable {
      var id: String
      var name: String
      var train: Int
      var validation: Int
      var trainImages: Data
      var validationImages: Data
    }

    var version = DataFingerprint.currentVersion
    var kind: String
    var variant: String
    /// The CRC-32C of the ids and images of the classes.
    var checksum: UInt32 = 0
    var classes: [EncodedClass]

    init(_ fingerprint: DataFingerprint) {
      kind = fingerprint.kind
      variant = fingerprint.variant
      classes = fingerprint.classes.map {
        EncodedClass(
          id: $0.id, name: $0.name, train: $0.train.count, validation: $0.validation.count,
          trainImages: $0.train.packed, validationImages: $0.validation.packed)
      }
      checksum = computedChecksum
    }

    var computedChecksum: UInt32 {
      classes.reduce(0) { sum, encodedClass in
        [Data(encodedClass.id.utf8), encodedClass.trainImages, encodedClass.validationImages]
          .reduce(sum) { sum, data in data.withUnsafeBytes { CRC32C.checksum(of: $0, after: sum) } }
      }
    }
  }
}

extension [DataFingerprint.Image] {
  private static var bytesPerImage: Int { 12 }

  fileprivate var packed: Data {
    var data = Data(count: count * Self.bytesPerImage)
    data.withUnsafeMutableBytes { bytes in
      for (index, image) in enumerated() {
        let offset = index * Self.bytesPerImage
        bytes.storeBytes(of: image.key.littleEndian, toByteOffset: offset, as: UInt64.self)
        bytes.storeBytes(of: image.mark.littleEndian, toByteOffset: offset + 8, as: UInt32.self)
      }
    }
    return data
  }

  /// Unpacks images; `nil` if the length is not a multiple of an image's.
  fileprivate init?(packed data: Data) {
    guard data.count.isMultiple(of: Self.bytesPerImage) else { return nil }
    self = data.withUnsafeBytes { bytes in
      stride(from: 0, to: bytes.count, by: Self.bytesPerImage).map { offset in
        DataFingerprint.Image(
          key: UInt64(
            littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self)),
          mark: UInt32(
            littleEndian: bytes.loadUnaligned(fromByteOffset: offset + 8, as: UInt32.self)))
      }
    }
  }
}
