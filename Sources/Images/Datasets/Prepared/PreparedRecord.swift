/// Where one image of a prepared folder lies: 16 bytes in a shard's table, in the index and in memory.
package struct PreparedRecord: BitwiseCopyable, Equatable, Sendable {
  /// From the shard's start, in bytes.
  package var offset: UInt32
  package var length: UInt32
  /// CRC-32C of the JPEG.
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

  package static let bytes = 16
}

/// What a prepared folder's files are called.
package enum PreparedFiles {
  /// Written last: where it is, all is there.
  package static let manifest = "prepared.json"
  package static let index = "index.bin"
  package static let meanImage = "mean.f32"
  /// What is being prepared, while it is.
  package static let plan = "preparing.json"

  package static func shard(_ split: Split, _ number: Int) -> String {
    let digits = String(number)
    return "\(split.rawValue)-\(String(repeating: "0", count: max(0, 5 - digits.count)))\(digits)"
      + ".shard"
  }
}
