/// The gathering of all weights, biases and momentum buffers of a network that is divided between ranks, in the
/// order of ``ParameterCopy/segments(of:)``.
///
/// The rank of the first part receives the numbers of the whole network part after part, so no rank needs memory
/// for a copy of them. Each part is first copied into memory that steps use for temporary tensors. All ranks create
/// a gather, and run it at the same moment between two steps.
public final class ParameterGather {
  /// Receives numbers that follow those of the call before. They are valid during the call.
  public typealias Receiver = (UnsafeBufferPointer<Float>) -> Void

  /// The largest count of numbers in a message between ranks: 4 MiB, so that messages need little memory.
  private static let messageLength = 1 << 20

  /// The memory that a gather needs besides that of a step, in bytes: a message in the memory of the trainer and
  /// of the communication, on each side of a conversion.
  static let bytes = 4 * 4 * messageLength

  /// The memory for one piece of a parameter.
  private let memory: Tensor
  /// The parts of a gather, of which each returns false if a rank has failed.
  private var parts: [(Receiver) -> Bool] = []

  /// Prepares a gather on one rank.
  ///
  /// - Parameter network: The network, which must be divided.
  /// - Throws: ``ComputeError`` if oneDNN cannot make the conversions, or if memory is missing.
  public init(of network: Network) throws(ComputeError) {
    guard let part = network.part else { preconditionFailure("the network must be divided") }
    // The rank of the first part has all parameters that are not divided.
    let segments = ParameterCopy.segments(of: network).filter {
      part.number == 0 || $0.parameter.isDivided
    }
    let largest = segments.flatMap(\.parameter.pieces).map(\.count).max() ?? 1
    let layout = TensorLayout.plain([largest])
    memory = try Tensor(
      layout, in: network.temporaryMemory.blockBetweenSteps(bytes: layout.bytes),
      on: network.engine)
    for segment in segments {
      let parameter = segment.parameter
      let senders = parameter.isDivided ? part.count : 1
      for sender in 0..<senders {
        for piece in parameter.pieces {
          if sender == part.number {
            let copy = try ParameterCopy.copy(
              piece, segment.quantity, to: memory.floats, on: network.engine)
            append(UnsafeBufferPointer(start: memory.floats, count: piece.count), of: part, copy)
          } else if sender > 0 {
            let count = part.count(of: parameter, part: sender) / parameter.pieces.count
            appendReceiving(count, from: sender, as: part)
          }
        }
      }
    }
  }

  /// Passes the present parameters to a closure on the rank of the first part. The closure of another rank is not
  /// called.
  ///
  /// - Returns: False if a rank has failed. The numbers are then not complete, and ``Network/rankFailure`` is set.
  @discardableResult
  public func run(_ receive: Receiver) -> Bool {
    withExtendedLifetime(memory) { parts.allSatisfy { $0(receive) } }
  }

  /// Appends the copy of a piece of this rank, which is sent to the rank of the first part if that is another one.
  private func append(
    _ numbers: UnsafeBufferPointer<Float>, of part: NetworkPart, _ copy: @escaping () -> Void
  ) {
    parts.append { receive in
      copy()
      guard part.number > 0 else {
        receive(numbers)
        return true
      }
      return Self.messages(of: numbers.count).allSatisfy { range in
        let message = UnsafeRawBufferPointer(UnsafeBufferPointer(rebasing: numbers[range]))
        return part.collect(Array(message)) != nil
      }
    }
  }

  /// Appends the messages with a piece of another rank. Only the rank of the first part receives them, but all ranks
  /// take part.
  private func appendReceiving(_ count: Int, from sender: Int, as part: NetworkPart) {
    parts.append { receive in
      Self.messages(of: count).allSatisfy { range in
        guard let messages = part.collect([UInt8]()) else { return false }
        guard part.number == 0 else { return true }
        messages[sender].withUnsafeBytes { bytes in
          let numbers = bytes.bindMemory(to: Float.self)
          precondition(numbers.count == range.count, "ranks must gather at the same moment")
          receive(numbers)
        }
        return true
      }
    }
  }

  /// Returns the numbers of a piece in each of its messages.
  private static func messages(of count: Int) -> [Range<Int>] {
    stride(from: 0, to: count, by: messageLength).map { $0..<min($0 + messageLength, count) }
  }
}

extension NetworkPart {
  /// Returns the count of a parameter's numbers that one part has.
  fileprivate func count(of parameter: Parameter, part: Int) -> Int {
    parts(of: parameter.shape[0])[part].count * parameter.shape[1...].reduce(1, *)
  }
}
