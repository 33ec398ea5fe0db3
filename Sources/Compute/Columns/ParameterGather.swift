/// The gathering of all weights, biases and momentum buffers of a network that is divided into columns, in the
/// order of ``ParameterCopy/segments(of:)``.
///
/// The first column receives the numbers of the whole network part after part, so neither column needs memory for
/// a copy of them. Each part is first copied into memory that steps use for temporary tensors. Both columns
/// create a gather, and run it at the same moment between two steps.
public final class ParameterGather {
  /// Receives numbers that follow those of the call before. They are valid during the call.
  public typealias Receiver = (UnsafeBufferPointer<Float>) -> Void

  /// The largest count of numbers in a message between columns: 4 MiB, so that messages need little memory.
  private static let messageLength = 1 << 20

  /// The memory that a gather needs besides that of a step, in bytes: a message in the memory of the trainer and
  /// of the communication, on each side of a conversion.
  static let bytes = 4 * 4 * messageLength

  /// The memory for one piece of a parameter.
  private let memory: Tensor
  /// The parts of a gather, of which each returns false if a rank has failed.
  private var parts: [(Receiver) -> Bool] = []

  /// Prepares a gather on one column.
  ///
  /// - Parameter network: The network, which must be divided into columns.
  /// - Throws: ``ComputeError`` if oneDNN cannot make the conversions, or if memory is missing.
  public init(of network: Network) throws(ComputeError) {
    guard let column = network.column else {
      preconditionFailure("the network must be divided into columns")
    }
    // The first column has all parameters that are not divided.
    let isFirst = column.number == 0
    let segments = ParameterCopy.segments(of: network).filter {
      isFirst || $0.parameter.isDivided
    }
    let largest = segments.flatMap(\.parameter.pieces).map(\.count).max() ?? 1
    let layout = TensorLayout.plain([largest])
    memory = try Tensor(
      layout, in: network.temporaryMemory.blockBetweenSteps(bytes: layout.bytes),
      on: network.engine)
    for segment in segments {
      let parameter = segment.parameter
      for piece in parameter.pieces {
        let copy = try ParameterCopy.copy(
          piece, segment.quantity, to: memory.floats, on: network.engine)
        let numbers = UnsafeBufferPointer(start: memory.floats, count: piece.count)
        parts.append { receive in
          copy()
          guard isFirst else { return Self.send(numbers, to: column) }
          receive(numbers)
          return true
        }
      }
      if isFirst, parameter.isDivided {
        let rest = parameter.count - parameter.part.upperBound
        parts.append { receive in Self.receive(rest, from: column, receive) }
      }
    }
  }

  /// Passes the present parameters to a closure on the first column. The closure of another column is not called.
  ///
  /// - Returns: False if a rank has failed. The numbers are then not complete, and ``Network/rankFailure`` is set.
  @discardableResult
  public func run(_ receive: Receiver) -> Bool {
    withExtendedLifetime(memory) { parts.allSatisfy { $0(receive) } }
  }

  /// Sends numbers to the first column.
  private static func send(
    _ numbers: UnsafeBufferPointer<Float>, to column: NetworkColumn
  ) -> Bool {
    stride(from: 0, to: numbers.count, by: messageLength).allSatisfy { start in
      let range = start..<min(start + messageLength, numbers.count)
      let message = UnsafeRawBufferPointer(UnsafeBufferPointer(rebasing: numbers[range]))
      return column.exchange(Array(message)) != nil
    }
  }

  /// Receives the numbers of the other column's part of a parameter.
  private static func receive(
    _ count: Int, from column: NetworkColumn, _ receive: Receiver
  ) -> Bool {
    var rest = count
    while rest > 0 {
      guard let messages = column.exchange([UInt8]()) else { return false }
      messages[1].withUnsafeBytes { bytes in
        let numbers = bytes.bindMemory(to: Float.self)
        precondition(1...rest ~= numbers.count, "columns must gather at the same moment")
        receive(numbers)
        rest -= numbers.count
      }
    }
    return true
  }
}
