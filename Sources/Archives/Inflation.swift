import CArchive

/// Unpacks zlib streams, which stand inside other files (RFC 1950).
public enum Inflation {
  /// The bytes of a stream; nil when it is damaged, or has more than `most`.
  public static func inflate(_ bytes: ArraySlice<UInt8>, most: Int) -> [UInt8]? {
    var room = min(max(bytes.count * 8, 1 << 16), most)
    while true {
      var count: Int64 = -1
      let output = [UInt8](unsafeUninitializedCapacity: room) { output, initialized in
        count = bytes.withUnsafeBytes {
          carchive_inflate($0.baseAddress, $0.count, output.baseAddress, room)
        }
        initialized = Int(max(count, 0))
      }
      if count >= 0 { return output }
      guard room < most else { return nil }
      room = min(room * 4, most)
    }
  }
}
