import Checksums

/// The layout of a timeline's file: a header, then records of one length in the order of their steps.
///
/// The header is the signature (8 letters), the version (32 bits), the fields of the layout, and the
/// checksum of all of these. A record is its step (64 bits), its content and a checksum. All numbers are
/// little-endian.
protocol TimelineLayout: Equatable, Sendable {
  associatedtype Content

  /// The first eight letters of the file, in ASCII.
  static var signature: String { get }
  /// The newest version, which new files have.
  static var version: UInt32 { get }

  /// The version of the file.
  var version: UInt32 { get }

  /// Returns the length of the fields from their first four bytes; `nil` if these are damaged.
  static func fieldsLength(_ start: ArraySlice<UInt8>) -> Int?

  /// Reads the fields of a file of some version, which is at most the newest one; `nil` if they are damaged.
  init?(fields: ArraySlice<UInt8>, version: UInt32)

  /// The properties of the layout, which all records share.
  var fields: [UInt8] { get }

  /// The length of the content of a record, in bytes.
  var contentLength: Int { get }

  /// Returns the bytes of a content, `contentLength` of them.
  func bytes(of content: Content) -> [UInt8]

  /// Returns the content of `contentLength` bytes.
  func content(from bytes: ArraySlice<UInt8>) -> Content

  /// Returns true if this layout can have all contents of another one, as that of an earlier version.
  func includes(_ other: Self) -> Bool
}

/// The result of reading the header of a timeline's file.
enum TimelineHeader<Layout: TimelineLayout> {
  case layout(Layout)
  case newer(version: Int)
  case damaged

  /// Parses the header at the beginning of a file. A newer version has fields of another form, but the
  /// length of the fields is found as in this one.
  init(_ bytes: [UInt8]) {
    self = .damaged
    let start = Layout.fieldsOffset
    guard bytes.count >= start + 4, bytes.starts(with: Array(Layout.signature.utf8)),
      let length = Layout.fieldsLength(bytes[start...]), bytes.count >= start + length + 4
    else { return }
    let fields = bytes[start..<start + length]
    guard bytes.little(UInt32.self, at: fields.endIndex) == checksum(bytes[..<fields.endIndex])
    else { return }
    let version = bytes.little(UInt32.self, at: start - 4)
    if version > Layout.version {
      self = .newer(version: Int(version))
    } else if let layout = Layout(fields: fields, version: version) {
      self = .layout(layout)
    }
  }
}

extension TimelineLayout {
  /// The offset of the fields in the file: after the signature and the version.
  static var fieldsOffset: Int { 12 }

  /// The length of the longest fields that are read, in bytes.
  static var maximumFieldsLength: Int { 1 << 20 }

  func includes(_ other: Self) -> Bool { self == other }

  var headerLength: Int { Self.fieldsOffset + fields.count + 4 }

  var header: [UInt8] {
    var bytes = Array(Self.signature.utf8)
    bytes.appendLittle(version)
    bytes += fields
    bytes.appendLittle(checksum(bytes[...]))
    return bytes
  }

  /// The length of a record with its step and its checksum, in bytes.
  var recordLength: Int { 8 + contentLength + 4 }

  /// Returns the bytes of a record.
  func record(_ content: Content, step: Int) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(recordLength)
    bytes.appendLittle(UInt64(step))
    bytes += self.bytes(of: content)
    bytes.appendLittle(checksum(bytes[...]))
    return bytes
  }

  /// Returns the content of the record of a step; `nil` if the bytes are damaged or of another step.
  func content(ofRecord bytes: [UInt8], step: Int) -> Content? {
    guard bytes.count == recordLength, bytes.little(UInt64.self, at: 0) == UInt64(step),
      bytes.little(UInt32.self, at: recordLength - 4) == checksum(bytes.dropLast(4))
    else { return nil }
    return content(from: bytes[8..<8 + contentLength])
  }
}

/// Returns the CRC-32 of some bytes.
private func checksum(_ bytes: ArraySlice<UInt8>) -> UInt32 {
  var sum = CRC32()
  bytes.withUnsafeBytes { sum.update($0) }
  return sum.value
}
