import COneDNN

/// A copy of all weights, biases and momentum buffers of a network, row by row in one block of
/// memory.
///
/// Copying uses all threads of the engine and is limited by the speed of the memory.
///
/// If the network is divided into columns, the ranks of all columns create a copy and update it at the same
/// moment. The first column gets the whole network, and the others have no memory for a copy.
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

  /// The number of values in a copy of the network, with those of all columns.
  public static func count(of network: Network) -> Int {
    2 * network.parameters.reduce(0) { $0 + $1.count }
  }

  /// The tasks of a copy, of which each returns false if a rank has failed.
  private var copies: [() -> Bool] = []

  /// Creates a copy, whose memory is filled by ``update()``.
  ///
  /// - Parameters:
  ///   - network: The network that is copied.
  ///   - memory: Exactly ``count(of:)`` numbers; none in a column other than the first. It must outlive the
  ///     copy.
  /// - Throws: ``ComputeError`` if oneDNN cannot make the conversions, or if memory is missing.
  public init(
    of network: Network, in memory: UnsafeMutableBufferPointer<Float>
  ) throws(ComputeError) {
    let segments = Self.segments(of: network)
    guard let column = network.column, column.number > 0 else {
      precondition(memory.count == Self.count(of: network), "the memory must hold the copy exactly")
      guard var destination = memory.baseAddress else { return }
      for segment in segments {
        try append(segment, to: destination + segment.parameter.part.lowerBound, network.engine)
        if let column = network.column {
          appendReceiving(segment.parameter, to: destination, from: column)
        }
        destination += segment.parameter.count
      }
      return
    }
    precondition(memory.isEmpty, "only the first column has memory for a copy")
    let divided = segments.filter { $0.parameter.isDivided }
    let largest = divided.map(\.parameter.part.count).max() ?? 0
    let sent = try Tensor(.plain([max(1, largest)]), isTouched: false, on: network.engine)
    for segment in divided {
      try append(segment, to: sent.floats, network.engine)
      appendSending(sent.elements[..<segment.parameter.part.count], in: sent, to: column)
    }
  }

  /// Copies the present parameters into the memory. If a rank fails, the copy is not complete, and
  /// ``Network/rankFailure`` is set.
  public func update() {
    for copy in copies { guard copy() else { return } }
  }

  /// Appends the copy of this process's part of a segment.
  private func append(
    _ segment: Segment, to destination: UnsafeMutablePointer<Float>, _ engine: Engine
  ) throws(ComputeError) {
    var destination = destination
    for piece in segment.parameter.pieces {
      let copy = try Self.copy(piece, segment.quantity, to: destination, on: engine)
      append {
        copy()
        return true
      }
      destination += piece.count
    }
  }

  /// Appends a task that returns false if a rank has failed.
  func append(_ task: @escaping () -> Bool) { copies.append(task) }

  private static func copy(
    _ piece: Parameter.Piece, _ quantity: Parameter.Quantity,
    to destination: UnsafeMutablePointer<Float>,
    on engine: Engine
  ) throws(ComputeError) -> () -> Void {
    let plain = TensorLayout.plain(piece.dimensions)
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
