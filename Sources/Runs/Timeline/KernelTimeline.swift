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
  }

  private let file: TimelineFile<KernelShape>

  /// Reads the steps of all records; `nil` if the file does not exist or its header is damaged.
  /// - Throws: `RunsError.newerTimeline` or `.fileFailed`.
  public init?(path: String) throws(RunsError) {
    guard let file = try TimelineFile<KernelShape>(path: path) else { return nil }
    self.file = file
  }

  /// The path of the file.
  public var path: String { file.path }
  /// The shape of the kernels.
  public var shape: KernelShape { file.layout }
  /// The step of each record, in rising order.
  public var steps: [Int] { file.steps }

  /// Returns the index of the last record whose step is at most `step`, or 0 if all records are
  /// later; `nil` if there are no records.
  public func index(at step: Int) -> Int? { file.index(at: step) }

  /// Reads a record; `nil` if it is damaged, or the file was replaced.
  public func kernels(at index: Int) -> Kernels? { file.contents(at: [index])[0] }
}

extension KernelTimeline.KernelShape {
  /// Creates the shape of some kernels.
  public init(_ kernels: Kernels) {
    self.init(count: kernels.count, channels: kernels.channels, size: kernels.size)
  }
}

extension KernelTimeline.KernelShape: TimelineLayout {
  static let signature = "ALEXKERN"
  static let version: UInt32 = 1
  var version: UInt32 { Self.version }

  static func fieldsLength(_ start: ArraySlice<UInt8>) -> Int? { 12 }

  init?(fields: ArraySlice<UInt8>, version: UInt32) {
    let bytes = Array(fields)
    let sides = [0, 4, 8].map { Int(bytes.little(UInt32.self, at: $0)) }
    let most = 1 << 16
    guard sides.allSatisfy({ (1...most).contains($0) }), sides[2] <= 256, sides[1] <= 4096 else {
      return nil
    }
    self.init(count: sides[0], channels: sides[1], size: sides[2])
  }

  var fields: [UInt8] {
    var bytes: [UInt8] = []
    for side in [count, channels, size] { bytes.appendLittle(UInt32(side)) }
    return bytes
  }

  var contentLength: Int { 4 * count + weightCount }

  /// Returns the bytes of some kernels. The scale of a kernel is its largest absolute weight divided by
  /// 127. Each weight is rounded to an integer multiple of the scale. This rounding is not visible in a
  /// picture of the kernels.
  func bytes(of kernels: Kernels) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(contentLength)
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
    return bytes
  }

  func content(from bytes: ArraySlice<UInt8>) -> Kernels {
    let bytes = Array(bytes)
    var weights: [Float] = []
    weights.reserveCapacity(weightCount)
    let length = weightCount / count
    for kernel in 0..<count {
      let scale = Float(bitPattern: bytes.little(UInt32.self, at: 4 * kernel))
      let start = 4 * count + kernel * length
      for byte in bytes[start..<start + length] {
        weights.append(Float(Int8(bitPattern: byte)) * scale)
      }
    }
    return Kernels(count: count, channels: channels, size: size, weights: weights)
  }
}
