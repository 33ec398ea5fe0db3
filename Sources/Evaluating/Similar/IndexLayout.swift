/// The positions in the file of an index. All numbers are little-endian.
///
/// | part | content |
/// |---|---|
/// | header, 64 bytes | `ALEXNEAR`, then version, features, images, bytes of the key and of all names (64 bits each), CRC-32C of the other parts before the codes |
/// | key | the text that identifies weights and conversion |
/// | images | all sizes, then all times (64 bits each), then the lengths of all names (32 bits), then the names |
/// | descriptions | of each image: scale, error (32-bit floats), sum of squares (64-bit float); a scale of −1 is an image that was not computed yet, −2 a damaged one |
/// | codes | of each image: one signed byte a feature |
/// | features | of each image: 32-bit floats |
struct IndexLayout: Equatable {
  static let magic = Array("ALEXNEAR".utf8)
  static let version = 1
  static let headerBytes = 64
  static let descriptionBytes = 16
  /// The scale of an image that was not computed yet.
  static let missingScale: Float = -1
  /// The scale of a damaged image.
  static let damagedScale: Float = -2

  /// The number of features of an image.
  var features: Int
  /// The number of images.
  var images: Int
  /// The number of bytes of the key.
  var keyBytes: Int
  /// The number of bytes of all names.
  var nameBytes: Int

  /// The offset after the key, the images and the descriptions.
  private var listEnd: Int {
    Self.headerBytes + keyBytes + images * (20 + Self.descriptionBytes) + nameBytes
  }
  /// The offset of the first code, a multiple of a page.
  var codes: Int { (listEnd + 4095) / 4096 * 4096 }
  /// The offset of the first features.
  var floats: Int { codes + (images * features + 4095) / 4096 * 4096 }
  /// The size of the file.
  var size: Int { floats + images * features * 4 }
  /// The bytes between the header and the codes, without the blank ones before the codes.
  var listBytes: Int { listEnd - Self.headerBytes }

  /// Returns the offset of the code of an image.
  func code(of image: Int) -> Int { codes + image * features }
  /// Returns the offset of the features of an image.
  func floats(of image: Int) -> Int { floats + image * features * 4 }
}
