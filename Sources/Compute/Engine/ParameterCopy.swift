import COneDNN

/// A copy of all weights, biases and momentum buffers of a network, row by row in one block of
/// memory.
///
/// Copying uses all threads of the engine and is limited by the speed of the memory. A network that is divided
/// has a ``ParameterGather`` instead.
public final class ParameterCopy {
  /// One quantity of one parameter. The segments follow each other in the memory without gaps.
  public struct Segment {
    /// The parameter that is copied.
    public let parameter: Parameter
    /// The values or the momentum buffer.
    public let quantity: Parameter.Quantity
  }

  /// The segments in the order of the memory: each parameter's values, then its momentum buffer.
  public static func segments(of network: Network) -> [Segment] {
    network.parameters.flatMap {
      [
        Segment(parameter: $0, quantity: .values),
        Segment(parameter: $0, quantity: .momentumBuffer),
      ]
    }
  }

  /// The number of values in a copy of the network.
  public static func count(of network: Network) -> Int {
    2 * network.parameters.reduce(0) { $0 + $1.count }
  }

  private var copies: [() -> Void] = []

  /// Creates a copy, whose memory is filled by ``update()``.
  ///
  /// - Parameters:
  ///   - network: The network that is copied. It must not be divided.
  ///   - memory: Exactly ``count(of:)`` numbers. It must outlive the copy.
  /// - Throws: ``ComputeError`` if oneDNN cannot make the conversions, or if memory is missing.
  public init(
    of network: Network, in memory: UnsafeMutableBufferPointer<Float>
  ) throws(ComputeError) {
    precondition(!network.isDivided, "this process has only a part of the parameters")
    precondition(memory.count == Self.count(of: network), "the memory must hold the copy exactly")
    guard var destination = memory.baseAddress else { return }
    for segment in Self.segments(of: network) {
      for piece in segment.parameter.pieces {
        copies.append(
          try Self.copy(piece, segment.quantity, to: destination, on: network.engine))
        destination += piece.count
      }
    }
  }

  /// Copies the present parameters into the memory.
  public func update() {
    for copy in copies { copy() }
  }

  /// Returns a closure that copies one quantity of a piece, row by row.
  /// - Parameter destination: Memory for as many numbers as the piece has, which must outlive the closure.
  static func copy(
    _ piece: Parameter.Piece, _ quantity: Parameter.Quantity,
    to destination: UnsafeMutablePointer<Float>,
    on engine: Engine
  ) throws(ComputeError) -> () -> Void {
    let plain = piece.rows
    if let fold = piece.fold {
      let folded = try Tensor(plain, on: engine)
      let reorder = try Operation.reorder(piece[quantity], to: folded, on: engine)
      return {
        reorder.run()
        let numbers = withExtendedLifetime(folded) { fold.unfolded(folded.elements) }
        _ = UnsafeMutableBufferPointer(start: destination, count: fold.count)
          .update(fromContentsOf: numbers)
      }
    }
    let target = try Target(plain, at: destination, on: engine)
    let source = piece[quantity]
    let reorder = try Operation("a copy of the weights", on: engine) {
      od_reorder(engine.handle, source.layout.handle, plain.handle, &$0)
    }
    reorder.bind(source, as: OD_SOURCE)
    od_operation_bind(reorder.handle, Int32(OD_DESTINATION.rawValue), target.memory)
    return { withExtendedLifetime(target) { reorder.run() } }
  }

  /// oneDNN's handle of memory that the caller owns.
  private final class Target {
    let memory: OpaquePointer

    init(
      _ layout: TensorLayout, at address: UnsafeMutablePointer<Float>, on engine: Engine
    ) throws(ComputeError) {
      memory = try ComputeError.check("a copy of the weights") {
        od_memory_create(engine.handle, layout.handle, address, &$0)
      }
    }

    deinit { od_memory_destroy(memory) }
  }
}
