import Observing

/// The rest of some bytes, from which values are read one after another.
struct RecordBytes {
  private let bytes: [UInt8]
  private var offset = 0

  init(_ bytes: ArraySlice<UInt8>) { self.bytes = Array(bytes) }

  /// Returns the next integer; `nil` after the end.
  mutating func value<Value: FixedWidthInteger>(_ type: Value.Type) -> Value? {
    let size = MemoryLayout<Value>.size
    guard offset + size <= bytes.count else { return nil }
    defer { offset += size }
    return bytes.little(type, at: offset)
  }

  /// Returns the next integer of 32 bits; `nil` if it is larger than `most`, and after the end.
  mutating func integer(atMost most: Int) -> Int? {
    value(UInt32.self).flatMap { Int($0) <= most ? Int($0) : nil }
  }

  /// Returns the next text; `nil` if it is not UTF-8, and after the end.
  mutating func text() -> String? {
    guard let count = value(UInt32.self), offset + Int(count) <= bytes.count else { return nil }
    defer { offset += Int(count) }
    return String(validating: bytes[offset..<offset + Int(count)], as: UTF8.self)
  }

  mutating func numbers(_ count: Int) -> [Double] {
    (0..<count).map { _ in Double(bitPattern: value(UInt64.self) ?? 0) }
  }

  /// Returns bytes in which the bits with these indices are set, that of index 0 as the lowest bit of the
  /// first byte.
  static func bits(_ indices: [Int], count: Int) -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: count.bytesOfBits)
    for index in indices where index < count { bytes[index / 8] |= 1 << (index % 8) }
    return bytes
  }

  /// Returns the indices of the bits that are set among the next ones.
  mutating func indices(ofBits count: Int) -> [Int] {
    let bytes = (0..<count.bytesOfBits).map { _ in value(UInt8.self) ?? 0 }
    return (0..<count).filter { bytes[$0 / 8] & 1 << ($0 % 8) != 0 }
  }

  /// Returns the next four numbers and the histogram; `nil` if the histogram has no bins.
  mutating func distribution(of layer: String, bins: Int) -> Snapshot.WeightDistribution? {
    let numbers = numbers(4)
    let histogram = counts(bins)
    guard bins > 0 else { return nil }
    return Snapshot.WeightDistribution(
      layer: layer, minimum: numbers[0], maximum: numbers[1], mean: numbers[2],
      deviation: numbers[3], histogram: histogram)
  }

  mutating func counts(_ count: Int) -> [Int] {
    (0..<count).map { _ in Int(value(UInt32.self) ?? 0) }
  }
}

extension Int {
  /// The number of bytes that have this many bits.
  var bytesOfBits: Int { (self + 7) / 8 }
}
