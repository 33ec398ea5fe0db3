import COneDNN

/// One primitive of oneDNN with its tensors. It is created and bound to the tensors before the first step,
/// and run in each step.
final class Operation: StepOperation {
  let handle: OpaquePointer
  private let engine: Engine
  private var tensors: [Tensor] = []

  /// Creates an operation without tensors.
  ///
  /// - Parameters:
  ///   - name: The name of the operation in an error message.
  ///   - engine: The engine that it runs on.
  ///   - make: A closure that creates the handle and returns oneDNN's status.
  /// - Throws: ``ComputeError/refused(operation:status:)`` if the status is not 0.
  init(
    _ name: String, on engine: Engine, make: (inout OpaquePointer?) -> Int32
  ) throws(ComputeError) {
    self.engine = engine
    handle = try ComputeError.check(name, make)
  }

  deinit { od_operation_destroy(handle) }

  /// Returns the layout that oneDNN chose for a role; `nil` if the operation has no such tensor.
  func layout(_ role: od_role) -> TensorLayout? {
    od_operation_layout(handle, Int32(role.rawValue)).map(TensorLayout.init(owning:))
  }

  @discardableResult
  func bind(_ tensor: Tensor, as role: od_role) -> Self {
    tensors.append(tensor)
    od_operation_bind(handle, Int32(role.rawValue), tensor.memory)
    return self
  }

  func run() {
    let status = od_operation_run(engine.handle, handle)
    precondition(status == 0, "oneDNN failed at a bound operation with status \(status)")
  }

  /// oneDNN's name of the implementation.
  var implementation: String { String(cString: od_operation_implementation(handle)) }

  /// Returns the operation that copies a tensor to one of another layout.
  static func reorder(
    _ from: Tensor, to: Tensor, on engine: Engine
  ) throws(ComputeError) -> Operation {
    try Operation("a change of layout", on: engine) {
      od_reorder(engine.handle, from.layout.handle, to.layout.handle, &$0)
    }
    .bind(from, as: OD_SOURCE).bind(to, as: OD_DESTINATION)
  }
}
