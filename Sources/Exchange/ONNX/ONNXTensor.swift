import SwiftProtobuf

/// A constant of a graph whose elements are written after everything else that is known about it.
struct ONNXTensor {
  /// The elements of a constant.
  enum Elements {
    /// Elements that the graph has itself, in little-endian order.
    case bytes([UInt8])
    /// Weights or biases, which are read when they are written.
    case parameter(ExportedTensor)
  }

  /// The name in the graph.
  var name: String
  /// The extent of each dimension, the outermost first; empty for a single number.
  var shape: [Int]
  /// The type of the elements.
  var type: Onnx_TensorProto.DataType
  /// The elements in row-major order.
  var elements: Elements

  /// Creates a constant of numbers in single precision.
  init(_ name: String, _ numbers: [Float], shape: [Int]) {
    self.name = name
    self.shape = shape
    type = .float
    elements = .bytes(
      numbers.flatMap { withUnsafeBytes(of: $0.bitPattern.littleEndian, Array.init) })
  }

  /// Creates a constant list of whole numbers.
  init(_ name: String, _ numbers: [Int]) {
    self.name = name
    shape = [numbers.count]
    type = .int64
    elements = .bytes(
      numbers.flatMap { withUnsafeBytes(of: Int64($0).littleEndian, Array.init) })
  }

  /// Creates the constant of weights or biases, with their name in a checkpoint.
  init(_ tensor: ExportedTensor) {
    name = tensor.name
    shape = tensor.shape
    type = .float
    elements = .parameter(tensor)
  }

  /// The number of bytes of the elements.
  var elementBytes: Int {
    switch elements {
    case .bytes(let bytes): bytes.count
    case .parameter(let tensor): tensor.bytes
    }
  }

  /// The message up to the elements, which follow it as its last field.
  /// - Throws: The errors of SwiftProtobuf.
  func messageBeforeElements() throws -> [UInt8] {
    let message = Onnx_TensorProto.with {
      $0.dims = shape.map(Int64.init)
      $0.dataType = Int32(type.rawValue)
      $0.name = name
    }
    return try message.serializedBytes() + ProtobufField.beginning(9, length: elementBytes)
  }
}

/// Fields of a protobuf message that are written without the message around them.
enum ProtobufField {
  /// Returns the bytes before the contents of a field with a length: its number and the length.
  static func beginning(_ number: Int, length: Int) -> [UInt8] {
    // The wire type 2 is "length-delimited".
    variableLength(UInt64(number << 3 | 2)) + variableLength(UInt64(length))
  }

  /// Returns a number in groups of seven bits, the lowest first. The high bit is set in all but the last.
  private static func variableLength(_ number: UInt64) -> [UInt8] {
    var bytes: [UInt8] = []
    var rest = number
    while rest > 0x7f {
      bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    return bytes + [UInt8(rest)]
  }
}
