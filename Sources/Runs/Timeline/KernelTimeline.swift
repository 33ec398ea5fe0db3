import Checksums
import Glibc
import Observing

/// A run's `kernels.bin`: the kernels of the first layer from the first step to the last, with more
/// records near both ends. A record with damaged weights or scales does not affect the others. A
/// record with a damaged step can cause later records to be ignored.
///
/// All numbers are little-endian. The header is `ALEXKERN`, then version, count, channels and size
/// (32 bits each), and the checksum of all of these. A record is the step (64 bits), `count` scales
/// (32-bit floats), the weights as signed bytes `[count, channels, size, size]`, and a checksum.
/// New records are appended; records are removed by writing a new file.
public struct KernelTimeline: Equatable, Sendable {
  static let version: UInt32 = 1
  private static let magic = Array("ALEXKERN".utf8)
  static let headerLength = 28

  /// The shape of the kernels, which all records share.
  public struct KernelShape: Hashable, Sendable {
    /// The number of kernels.
    public var count: Int
    /// The number of input channels.
    public var channels: Int
    /// The width and height of a kernel.
    public var size: Int

    /// Creates a shape.
    public init(count: Int, channels: Int, size: Int) {
      self.count = count
      self.channels = channels
      self.size = size
    }

    var weightCount: Int { count * channels * size * size }
    var recordLength: Int { 8 + 4 * count + weightCount + 4 }

    /// Returns the offset of a record in the file, in bytes.
    func offset(ofRecord index: Int) -> Int { KernelTimeline.headerLength + index * recordLength }
  }

  /// The path of the file.
  public let path: String
  /// The shape of the kernels.
  public let shape: KernelShape
  /// The step of each record, in rising order.
  public let steps: [Int]

  /// Reads the steps of all records; `nil` if the file does not exist or its header is damaged.
  /// - Throws: `RunsError.newerTimeline` or `.fileFailed`.
  public init?(path: String) throws(RunsError) {
    let file = open(path, O_RDONLY | O_CLOEXEC)
    guard file >= 0 else {
      if errno == ENOENT { return nil }
      throw .fileFailed(action: "read", path: path, code: errno)
    }
    defer { close(file) }
    guard let header = FileBytes.read(Self.headerLength, at: 0, of: file) else { return nil }
    switch Self.parse(header) {
    case .shape(let shape): self.shape = shape
    case .newer(let version): throw .newerTimeline(path: path, version: version)
    case .damaged: return nil
    }
    self.path = path
    steps = Self.steps(of: file, shape)
  }

  /// Reads the steps of the records. Reading ends at the first step that is not larger than the one
  /// before it; that record and all later ones are ignored.
  static func steps(of file: Int32, _ shape: KernelShape) -> [Int] {
    let size = Int(lseek(file, 0, SEEK_END))
    let count = max(0, size - headerLength) / shape.recordLength
    var steps: [Int] = []
    steps.reserveCapacity(count)
    for index in 0..<count {
      guard let bytes = FileBytes.read(8, at: shape.offset(ofRecord: index), of: file) else {
        break
      }
      let step = Int(truncatingIfNeeded: bytes.little(UInt64.self, at: 0))
      guard step >= 0, step > steps.last ?? -1 else { break }
      steps.append(step)
    }
    return steps
  }

  /// Returns the index of the last record whose step is at most `step`, or 0 if all records are
  /// later; `nil` if there are no records.
  public func index(at step: Int) -> Int? {
    steps.isEmpty ? nil : (steps.lastIndex { $0 <= step } ?? 0)
  }

  /// Reads a record; `nil` if it is damaged, or the file was replaced.
  public func kernels(at index: Int) -> Kernels? {
    let file = open(path, O_RDONLY | O_CLOEXEC)
    guard file >= 0 else { return nil }
    defer { close(file) }
    return Self.kernels(at: index, step: steps[index], of: file, shape)
  }

  static func kernels(at index: Int, step: Int, of file: Int32, _ shape: KernelShape) -> Kernels? {
    let length = shape.recordLength
    guard let bytes = FileBytes.read(length, at: shape.offset(ofRecord: index), of: file),
      bytes.little(UInt32.self, at: length - 4) == checksum(bytes.dropLast(4)),
      bytes.little(UInt64.self, at: 0) == UInt64(step)
    else { return nil }
    return shape.kernels(from: bytes)
  }

  // MARK: - Bytes

  /// The result of reading a header.
  enum Header {
    case shape(KernelShape)
    case newer(Int)
    case damaged
  }

  static func header(_ shape: KernelShape) -> [UInt8] {
    var bytes = magic
    for value in [version, UInt32(shape.count), UInt32(shape.channels), UInt32(shape.size)] {
      bytes.appendLittle(value)
    }
    bytes.appendLittle(checksum(bytes[...]))
    return bytes
  }

  static func parse(_ bytes: [UInt8]) -> Header {
    guard bytes.count == headerLength, bytes.starts(with: magic),
      bytes.little(UInt32.self, at: headerLength - 4) == checksum(bytes.dropLast(4))
    else { return .damaged }
    let version = bytes.little(UInt32.self, at: 8)
    guard version <= Self.version else { return .newer(Int(version)) }
    let sides = [12, 16, 20].map { Int(bytes.little(UInt32.self, at: $0)) }
    let most = 1 << 16
    guard sides.allSatisfy({ (1...most).contains($0) }), sides[2] <= 256, sides[1] <= 4096 else {
      return .damaged
    }
    return .shape(KernelShape(count: sides[0], channels: sides[1], size: sides[2]))
  }

  static func checksum(_ bytes: ArraySlice<UInt8>) -> UInt32 {
    var sum = CRC32()
    bytes.withUnsafeBytes { sum.update($0) }
    return sum.value
  }
}

extension KernelTimeline.KernelShape {
  /// Creates the shape of some kernels.
  public init(_ kernels: Kernels) {
    self.init(count: kernels.count, channels: kernels.channels, size: kernels.size)
  }

  /// Returns the bytes of the record of a step. The scale of a kernel is its largest absolute
  /// weight divided by 127. Each weight is rounded to an integer multiple of the scale. This
  /// rounding is not visible in a picture of the kernels.
  func record(_ kernels: Kernels, step: Int) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(recordLength)
    bytes.appendLittle(UInt64(step))
    let scales = (0..<count).map { kernel in
      let largest = kernels[kernel].reduce(Float(0)) { max($0, abs($1)) }
      return largest.isFinite ? largest / 127 : 0
    }
    for scale in scales { bytes.appendLittle(scale.bitPattern) }
    for kernel in 0..<count {
      let inverse = scales[kernel] > 0 ? 1 / scales[kernel] : 0
      for weight in kernels[kernel] {
        let value = (weight * inverse).rounded()
        bytes.append(UInt8(bitPattern: value.isFinite ? Int8(min(127, max(-127, value))) : 0))
      }
    }
    bytes.appendLittle(KernelTimeline.checksum(bytes[...]))
    return bytes
  }

  /// Returns the kernels of a record.
  func kernels(from record: [UInt8]) -> Kernels {
    var weights: [Float] = []
    weights.reserveCapacity(weightCount)
    let length = weightCount / count
    for kernel in 0..<count {
      let scale = Float(bitPattern: record.little(UInt32.self, at: 8 + 4 * kernel))
      let start = 8 + 4 * count + kernel * length
      for byte in record[start..<start + length] {
        weights.append(Float(Int8(bitPattern: byte)) * scale)
      }
    }
    return Kernels(count: count, channels: channels, size: size, weights: weights)
  }
}

extension [UInt8] {
  fileprivate mutating func appendLittle(_ value: some FixedWidthInteger) {
    Swift.withUnsafeBytes(of: value.littleEndian) { append(contentsOf: $0) }
  }

  fileprivate func little<Value: FixedWidthInteger>(_ type: Value.Type, at offset: Int) -> Value {
    withUnsafeBytes {
      Value(littleEndian: $0.loadUnaligned(fromByteOffset: offset, as: Value.self))
    }
  }
}
