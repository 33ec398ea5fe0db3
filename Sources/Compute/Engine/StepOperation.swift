import COneDNN

/// Work of a step on tensors that are bound to it before the first step: a primitive of oneDNN, or a pass of a
/// convolution by the project's own code.
protocol StepOperation: AnyObject {
  /// Returns the layout that the work needs for a role; `nil` if it has no such tensor.
  func layout(_ role: od_role) -> TensorLayout?
  /// Binds a tensor to a role.
  @discardableResult
  func bind(_ tensor: Tensor, as role: od_role) -> Self
  /// Does the work.
  func run()
  /// The name of the implementation.
  var implementation: String { get }
}

extension StepOperation {
  /// Returns the layout of a role that the operation must have.
  func required(_ role: od_role) -> TensorLayout {
    guard let layout = layout(role) else {
      preconditionFailure("the operation has no tensor \(role.rawValue)")
    }
    return layout
  }
}
