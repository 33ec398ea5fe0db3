/// A layer in executable form.
///
/// Building a layer appends its tasks to the network's lists. Afterwards only the lists run.
protocol ExecutableLayer: AnyObject {
  /// The activations that the layer computes.
  var output: LayerOutput { get }
  /// True if the output has the numbers of the input in another order or from other ranks.
  var isRearrangement: Bool { get }
  /// The memory to which the output is redirected while the layer is switched off; empty if the layer
  /// cannot be switched off.
  var passedStorages: [Tensor.Storage] { get }
  /// Appends the tasks of the backward pass.
  ///
  /// - Parameter gradient: The gradient with respect to the output. The tasks can overwrite it.
  /// - Returns: The gradient with respect to the input; `nil` if no layer before needs it.
  func buildBackward(
    from gradient: LayerGradient, into builder: NetworkBuilder
  ) throws(ComputeError) -> LayerGradient?
}

extension ExecutableLayer {
  var isRearrangement: Bool { false }
  var passedStorages: [Tensor.Storage] { [] }
}

/// The activations that a layer passes to the next one while a network is built.
struct LayerOutput {
  /// `[batch, channels, height, width]` or `[batch, units]`
  let tensor: Tensor
  /// True if ReLU was the last function applied. The backward pass of the next layer can then apply
  /// ReLU to the gradient.
  var isRectified = false
}

/// The gradient of the loss with respect to a layer's output, passed to that layer while a network is
/// built.
struct LayerGradient {
  let tensor: Tensor
  /// True if ReLU at the end of the receiving layer has already been applied to the gradient.
  var hasPassedReLU = false
  /// The memory of other gradients to which `tensor` is redirected in some steps.
  var aliases: [Tensor.Storage] = []

  /// All memory that must not be reused until the preceding layer has used the gradient.
  var storages: [Tensor.Storage] { [tensor.storage] + aliases }
}
