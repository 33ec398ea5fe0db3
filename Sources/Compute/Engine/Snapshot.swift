import COneDNN

/// Copies all that a network has learned, weights and momenta, row by row into one piece of memory: as
/// fast as memory is, with all of the engine's threads.
public final class Snapshot {
  /// A parameter's part: where it lies follows from those before it.
  public struct Part {
    public let parameter: Parameter
    public let part: Parameter.Part
  }

  /// Each parameter's values, then its last update.
  public static func parts(of network: Network) -> [Part] {
    network.parameters.flatMap {
      [Part(parameter: $0, part: .values), Part(parameter: $0, part: .velocity)]
    }
  }

  /// How many numbers it has.
  public static func count(of network: Network) -> Int {
    2 * network.parameters.reduce(0) { $0 + $1.count }
  }

  private var copies: [() -> Void] = []

  /// - Parameters:
  ///   - network: the network that is copied.
  ///   - memory: exactly as many numbers; it has to outlive the snapshot.
  public init(
    of network: Network, in memory: UnsafeMutableBufferPointer<Float>
  ) throws(ComputeError) {
    precondition(memory.count == Self.count(of: network), "a snapshot fits its memory")
    guard var place = memory.baseAddress else { return }
    for part in Self.parts(of: network) {
      for piece in part.parameter.pieces {
        copies.append(try Self.copy(piece, part.part, to: place, on: network.engine))
        place += piece.count
      }
    }
  }

  /// Copies the numbers as they are now.
  public func take() {
    for copy in copies { copy() }
  }

  private static func copy(
    _ piece: Parameter.Piece, _ part: Parameter.Part, to place: UnsafeMutablePointer<Float>,
    on engine: Engine
  ) throws(ComputeError) -> () -> Void {
    let plain = Layout.plain(piece.dimensions)
    if let fold = piece.fold {
      // A first layer's few numbers: they are folded back on the way.
      let folded = try Tensor(plain, on: engine)
      let reorder = try Operation.reorder(piece[part], to: folded, on: engine)
      return {
        reorder.run()
        _ = UnsafeMutableBufferPointer(start: place, count: fold.count)
          .update(fromContentsOf: fold.unfolded(folded.elements))
      }
    }
    let target = try Target(plain, at: place, on: engine)
    let source = piece[part]
    let reorder = try Operation("a copy of the weights", on: engine) {
      od_reorder(engine.handle, source.layout.handle, plain.handle, &$0)
    }
    reorder.bind(source, as: OD_SOURCE)
    od_operation_bind(reorder.handle, Int32(OD_DESTINATION.rawValue), target.memory)
    return { withExtendedLifetime(target) { reorder.run() } }
  }

  /// Somebody else's memory, as oneDNN sees it.
  private final class Target {
    let memory: OpaquePointer

    init(
      _ layout: Layout, at place: UnsafeMutablePointer<Float>, on engine: Engine
    ) throws(ComputeError) {
      memory = try ComputeError.check("a copy of the weights") {
        od_memory_create(engine.handle, layout.handle, place, &$0)
      }
    }

    deinit { od_memory_destroy(memory) }
  }
}
