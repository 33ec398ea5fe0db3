import Foundation

extension DataFingerprint {
  /// The layout of the JSON; raised when an older program could not read a newer record.
  public static let currentVersion = 1

  /// A record that cannot be read.
  public enum Damage: Error, Hashable, Sendable {
    case newerVersion(Int)
    case malformed
    case otherChecksum
  }

  /// One line of JSON. The images of a class are 12 bytes each in base64: key and mark, little-endian.
  public var json: [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    guard let data = try? encoder.encode(Layout(self)) else {
      preconditionFailure("texts and numbers are what JSON can hold")
    }
    return Array(data) + [UInt8(ascii: "\n")]
  }

  public init(json: [UInt8]) throws(Damage) {
    struct Versioned: Decodable { var version: Int }
    let decoder = JSONDecoder()
    let data = Data(json)
    guard let version = try? decoder.decode(Versioned.self, from: data).version else {
      throw .malformed
    }
    guard version <= Self.currentVersion else { throw .newerVersion(version) }
    guard let layout = try? decoder.decode(Layout.self, from: data) else { throw .malformed }
    guard layout.checksum == layout.computedChecksum else { throw .otherChecksum }
    var classes: [Class] = []
    for entry in layout.classes {
      guard let train = [Image](packed: entry.trainImages),
        let validation = [Image](packed: entry.validationImages)
      else { throw .malformed }
      classes.append(
        Class(id: entry.id, name: entry.name, train: train, validation: validation))
    }
    self.init(kind: layout.kind, variant: layout.variant, classes: classes)
  }

  /// The JSON's fields. Counts are for readers of the file; the images are what is compared.
  private struct Layout: Codable {
    struct Class: Codable {
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
    /// CRC-32C of the classes' names and images.
    var checksum: UInt32 = 0
    var classes: [Class]

    init(_ fingerprint: DataFingerprint) {
      kind = fingerprint.kind
      variant = fingerprint.variant
      classes = fingerprint.classes.map {
        Class(
          id: $0.id, name: $0.name, train: $0.train.count, validation: $0.validation.count,
          trainImages: $0.train.packed, validationImages: $0.validation.packed)
      }
      checksum = computedChecksum
    }

    var computedChecksum: UInt32 {
      classes.reduce(0) { sum, entry in
        [Data(entry.id.utf8), entry.trainImages, entry.validationImages].reduce(sum) { sum, data in
          data.withUnsafeBytes { CRC32C.sum($0, after: sum) }
        }
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
        let place = index * Self.bytesPerImage
        bytes.storeBytes(of: image.key.littleEndian, toByteOffset: place, as: UInt64.self)
        bytes.storeBytes(of: image.mark.littleEndian, toByteOffset: place + 8, as: UInt32.self)
      }
    }
    return data
  }

  /// - Returns: `nil` where the bytes are not whole images.
  fileprivate init?(packed data: Data) {
    guard data.count.isMultiple(of: Self.bytesPerImage) else { return nil }
    self = data.withUnsafeBytes { bytes in
      stride(from: 0, to: bytes.count, by: Self.bytesPerImage).map { place in
        DataFingerprint.Image(
          key: UInt64(
            littleEndian: bytes.loadUnaligned(fromByteOffset: place, as: UInt64.self)),
          mark: UInt32(
            littleEndian: bytes.loadUnaligned(fromByteOffset: place + 8, as: UInt32.self)))
      }
    }
  }
}
