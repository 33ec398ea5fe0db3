/// Many file names in two pieces of memory: a name costs its bytes and four more. A million of them as
/// texts would take some ten times that.
struct PackedNames: Sendable {
  private var bytes: [UInt8] = []
  /// Where each name ends.
  private var ends: [UInt32] = []

  var count: Int { ends.count }

  mutating func append(_ name: some Collection<UInt8>) {
    bytes.append(contentsOf: name)
    precondition(bytes.count <= UInt32.max, "4 GB of names are enough")
    ends.append(UInt32(bytes.count))
  }

  /// A name's bytes, without a zero at their end.
  subscript(index: Int) -> ArraySlice<UInt8> {
    bytes[(index == 0 ? 0 : Int(ends[index - 1]))..<Int(ends[index])]
  }

  /// Gives back what growing has taken too much.
  mutating func trim() {
    bytes = bytes.withUnsafeBufferPointer { Array($0) }
    ends = ends.withUnsafeBufferPointer { Array($0) }
  }
}
