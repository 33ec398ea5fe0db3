import CArchive

/// Decompression of zlib streams inside other files (RFC 1950).
public enum ZlibStream {
  /// Decompresses a stream.
  /// - Parameters:
  ///   - bytes: The compressed stream, with its header.
  ///   - limit: The greatest number of bytes after decompression.
  /// - Returns: The bytes; `nil` if the stream is damaged or has more bytes than the limit.
  public static func inflate(_ bytes: ArraySlice<UInt8>, limit: Int) -> [UInt8]? {
    var room = min(max(bytes.count * 8, 1 << 16), limit)
    while true {
      var count: Int64 = -1
      let output = [UInt8](unsafeUninitializedCapacity: room) { output, initialized in
        count = bytes.withUnsafeBytes {
          carchive_inflate($0.baseAddress, $0.count, output.baseAddress, room)
        }
        initialized = Int(max(count, 0))
      }
      if count >= 0 { return output }
      guard room < limit else { return nil }
      room = min(room * 4, limit)
    }
  }
}
