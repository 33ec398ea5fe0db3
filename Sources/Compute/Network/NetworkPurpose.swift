/// The use of a network, which determines the memory that it allocates.
enum NetworkPurpose {
  /// Training: parameters with gradients and momentum buffers, a backward pass, and separate memory for all
  /// activations that it reads.
  case training
  /// Evaluation with the parameters of another network, whose batch chooses the algorithms of this one too. The
  /// activations of all layers can be read after a pass.
  case inspection(of: [Parameter], batch: Int)
  /// The same, and a backward pass without gradients of parameters, from the scores of the classes to the
  /// activations of the last convolution.
  case explanation(of: [Parameter], batch: Int)
  /// Evaluation with its own parameters, in the layout that the forward pass reads. Layers share memory for
  /// activations: after a pass only the input and the output of the last layer are left.
  case evaluation

  /// True if the network has a backward pass.
  var hasBackwardPass: Bool {
    switch self {
    case .training, .explanation: true
    case .inspection, .evaluation: false
    }
  }

  /// True if the parameters have gradients.
  var trains: Bool {
    switch self {
    case .training: true
    case .inspection, .explanation, .evaluation: false
    }
  }

  /// The parameters of another network with which this one computes; `nil` if it has its own.
  var borrowedParameters: [Parameter]? {
    switch self {
    case .inspection(let parameters, _), .explanation(let parameters, _): parameters
    case .training, .evaluation: nil
    }
  }

  /// The number of images for which algorithms are chosen; `nil` for the network's own.
  var decisiveBatch: Int? {
    switch self {
    case .inspection(_, let batch), .explanation(_, let batch): batch
    case .training, .evaluation: nil
    }
  }

  /// True if the activations of all layers can be read after a pass. In other networks two layers can be
  /// computed together.
  var showsActivations: Bool {
    switch self {
    case .inspection, .explanation: true
    case .training, .evaluation: false
    }
  }

  /// True if the activations of a layer are overwritten after the next layer has read them.
  var sharesActivations: Bool {
    switch self {
    case .training, .inspection, .explanation: false
    case .evaluation: true
    }
  }
}
