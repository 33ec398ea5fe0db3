/// The names of the numbers of a run.
///
/// TensorBoard draws the names with the same first part in one group, and sorts the groups by the alphabet. So the
/// groups of the statistics of layers, ``LayerTag``, are named to follow those of the run.
enum ScalarTag: String, CaseIterable {
  case trainLoss = "loss/train"
  case validationLoss = "loss/validation"
  case trainTop1 = "top1Error/train"
  case validationTop1 = "top1Error/validation"
  case trainTop5 = "top5Error/train"
  case validationTop5 = "top5Error/validation"
  case rate = "training/learningRate"
  case imagesPerSecond = "training/imagesPerSecond"
  case epoch = "training/epoch"

  /// The meaning of the number, as TensorBoard shows it beside the chart.
  var summary: String {
    switch self {
    case .trainLoss: "The mean loss of the batch before the update, in nats."
    case .validationLoss: "The mean loss of the validation images, in nats."
    case .trainTop1: "The top-1 error of the batch, 0 to 1, with dropout and augmentation."
    case .validationTop1: "The top-1 error of the validation images, 0 to 1."
    case .trainTop5: "The top-5 error of the batch, 0 to 1, with dropout and augmentation."
    case .validationTop5: "The top-5 error of the validation images, 0 to 1."
    case .rate: "The learning rate of the step."
    case .imagesPerSecond: "The images per second, smoothed over about ten steps."
    case .epoch: "The passes over the training images after the step."
    }
  }

  /// The metrics of the tab HPARAMS.
  static func metrics(hasTop5: Bool) -> [ScalarTag] {
    [.validationTop1] + (hasTop5 ? [.validationTop5] : []) + [.validationLoss, .trainLoss]
  }
}

/// The names of the statistics of a layer, before the layer's own name.
enum LayerTag: String, CaseIterable {
  case activations = "unitActivations"
  case deadUnits = "unitsDead"
  case updateRatio
  case gradientNorm = "weightGradientNorm"
  case gradients = "weightGradients"
  case weights
  case zeros = "zeroActivations"

  /// Returns the name of the value of a layer.
  func name(of layer: String) -> String { "\(rawValue)/\(layer)" }

  /// The meaning of the value, as TensorBoard shows it beside the chart.
  var summary: String {
    switch self {
    case .activations: "The activations after the activation function, of the batch."
    case .weights: "The weights."
    case .gradients: "The gradient of the loss with respect to the weights."
    case .gradientNorm: "The L2 norm of the gradient of the loss with respect to the weights."
    case .updateRatio: "The L2 norm of the update over that of the weights; about 0.001 is healthy."
    case .zeros: "The share of the activations that are exactly 0, 0 to 1."
    case .deadUnits: "The units that were 0 for all images of the last ten measurements."
    }
  }
}
