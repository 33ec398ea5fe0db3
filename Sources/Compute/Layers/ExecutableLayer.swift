/// A layer in executable form.
///
/// Building a layer appends its tasks to the network's lists. Afterwards only the lists run.
protocol ExecutableLayer: AnyObject {
  /// The activations that the layer computes.
  var output: LayerOutput { get }
  /// True if the layer reads its input in columns, so that no task joins them.
  var readsColumns: Bool { get }
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
  var readsColumns: Bool { false }
  var isRearrangement: Bool { false }
  var passedStorages: [Tensor.Storage] { [] }
}

/// The activations that a layer passes to the next one while a network is built.
struct LayerOutput {
  /// All channels, `[batch, channels, height, width]` or `[batch, units]`. While there are columns,
  /// its numbers are valid only after joining.
  let tensor: Tensor
  /// True if ReLU was the last function applied. The backward pass of the next layer can then apply
  /// ReLU to the gradient.
  var isRectified = false
  /// The channels of each column, `[batch, channels, height, width]`, if each column has its own
  /// tensor; else empty.
  var columns: [Tensor] = []

  /// All memory that must not be reused until the next layer has read the activations.
  var storages: [Tensor.Storage] { [tensor.storage] + columns.map(\.storage) }
}

/// The gradient of the loss with respect to a layer's output, passed to that layer while a network is
/// built.
struct LayerGradient {
  /// The gradient, or that of the first column.
  let tensor: Tensor
  /// True if ReLU at the end of the receiving layer has already been applied to the gradient.
  var hasPassedReLU = false
  /// The gradients of all columns, if each column has its own tensor; else empty.
  var columns: [Tensor] = []
  /// The memory of other gradients to which `tensor` is redirected in some steps.
  var aliases: [Tensor.Storage] = []

  /// All memory that must not be reused until the preceding layer has used the gradient.
  var storages: [Tensor.Storage] { [tensor.storage] + columns.map(\.storage) + aliases }
}
