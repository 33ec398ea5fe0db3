import COneDNN

/// One oneDNN primitive with its tensors: made and bound before the first step, run in every step.
final class Operation {
  let handle: OpaquePointer
  private let engine: Engine
  private var tensors: [Tensor] = []

  init(
    _ name: String, on engine: Engine, make: (inout OpaquePointer?) -> Int32
  ) throws(ComputeError) {
    self.engine = engine
    handle = try ComputeError.check(name, make)
  }

  deinit { od_operation_destroy(handle) }

  /// The layout that is fastest for a role; nil when the operation has no such tensor.
  func layout(_ role: od_role) -> Layout? {
    od_operation_layout(handle, Int32(role.rawValue)).map(Layout.init(owning:))
  }

  /// The layout of a role that the operation is known to have.
  func required(_ role: od_role) -> Layout {
    guard let layout = layout(role) else {
      preconditionFailure("the operation has no tensor \(role.rawValue)")
    }
    return layout
  }

  @discardableResult
  func bind(_ tensor: Tensor, as role: od_role) -> Operation {
    tensors.append(tensor)
    od_operation_bind(handle, Int32(role.rawValue), tensor.memory)
    return self
  }

  func run() {
    let status = od_operation_run(engine.handle, handle)
    precondition(status == 0, "oneDNN failed at a bound operation with status \(status)")
  }

  /// oneDNN's name for how it computes this.
  var implementation: String { String(cString: od_operation_implementation(handle)) }

  static func reorder(
    _ from: Tensor, to: Tensor, on engine: Engine
  ) throws(ComputeError) -> Operation {
    try Operation("a change of layout", on: engine) {
      od_reorder(engine.handle, from.layout.handle, to.layout.handle, &$0)
    }
    .bind(from, as: OD_SOURCE).bind(to, as: OD_DESTINATION)
  }
}

/// A part of a training step that is timed by itself.
public struct Task {
  public enum Direction: String, Sendable, CaseIterable {
    case forward
    case backwardData = "backward data"
    case backwardWeights = "backward weights"
    case loss
    case update
  }
  public let layer: String
  public let direction: Direction
  /// oneDNN's name for how it computes this; nil where the work is not oneDNN's.
  public let implementation: String?
  let body: () -> Void

  init(
    _ layer: String, _ direction: Direction, implementation: String? = nil,
    body: @escaping () -> Void
  ) {
    self.layer = layer
    self.direction = direction
    self.implementation = implementation
    self.body = body
  }

  init(_ layer: String, _ direction: Direction, _ operation: Operation) {
    self.init(layer, direction, implementation: operation.implementation, body: operation.run)
  }

  public func run() { body() }
}
