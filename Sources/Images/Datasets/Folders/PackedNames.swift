/// Many file names in two blocks of memory: a name needs its bytes and four more. A million strings would
/// need about ten times as much.
struct PackedNames: Sendable {
  private var bytes: [UInt8] = []
  /// The end of each name in `bytes`.
  private var ends: [UInt32] = []

  var count: Int { ends.count }

  mutating func append(_ name: some Collection<UInt8>) {
    bytes.append(contentsOf: name)
    precondition(bytes.count <= UInt32.max, "the names have at most 4 GiB")
    ends.append(UInt32(bytes.count))
  }

  /// The bytes of a name, without a zero at the end.
  subscript(index: Int) -> ArraySlice<UInt8> {
    bytes[(index == 0 ? 0 : Int(ends[index - 1]))..<Int(ends[index])]
  }

  /// Releases the spare capacity of the arrays.
  mutating func trim() {
    bytes = bytes.withUnsafeBufferPointer { Array($0) }
    ends = ends.withUnsafeBufferPointer { Array($0) }
  }
}
