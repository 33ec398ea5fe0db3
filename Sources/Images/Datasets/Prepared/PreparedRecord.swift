/// The position of one image in a prepared folder: 16 bytes in the table of a shard, in the index and in
/// memory.
package struct PreparedRecord: BitwiseCopyable, Equatable, Sendable {
  /// The position of the JPEG in its shard, in bytes.
  package var offset: UInt32
  /// The length of the JPEG in bytes.
  package var length: UInt32
  /// The CRC-32C of the JPEG.
  package var checksum: UInt32
  package var shard: UInt16
  package var label: UInt16

  package init(offset: UInt32, length: UInt32, checksum: UInt32, shard: UInt16, label: UInt16) {
    self.offset = offset
    self.length = length
    self.checksum = checksum
    self.shard = shard
    self.label = label
  }

  /// The length of a record in bytes.
  package static let bytes = 16
}

/// The names of the files in a prepared folder.
package enum PreparedFiles {
  /// The description of the folder. It is written last, so that a folder with it is complete.
  package static let manifest = "prepared.json"
  /// The record of each image.
  package static let index = "index.bin"
  /// The mean of the training images.
  package static let meanImage = "mean.f32"
  /// The description of an unfinished preparation.
  package static let plan = "preparing.json"

  /// Returns the name of a shard, such as "train-00042.shard".
  package static func shard(_ split: Split, _ number: Int) -> String {
    let digits = String(number)
    return "\(split.rawValue)-\(String(repeating: "0", count: max(0, 5 - digits.count)))\(digits)"
      + ".shard"
  }
}
