/// A claim of the paper, with the experiments that try it.
public struct Claim: Hashable, Sendable {
  /// The name of a claim on the command line.
  public enum Name: String, Hashable, Codable, Sendable, CaseIterable {
    /// ReLUs learn faster than tanh.
    case relu
    /// Response normalisation lowers the error.
    case lrn
    /// Overlapping pooling lowers the error.
    case overlap
    /// Dropout reduces overfitting.
    case dropout
    /// Crops and mirror images reduce overfitting.
    case augmentation
    /// Each convolution is needed.
    case depth
    /// Communication between the two columns lowers the error.
    case columns
    /// The kernels of the two columns specialise.
    case kernels
  }

  /// The name on the command line.
  public let name: Name
  /// The claim in a few words.
  public let title: String
  /// The sentence of the paper, as it is there.
  public let sentence: String
  /// The section and the figure of the sentence.
  public let place: String
  /// Published figures beside the paper, with their sources; empty without any.
  public let published: [String]
  /// The experiments that try the claim.
  public let experiments: [Experiment]
  /// Reasons why the result can differ from the paper's.
  public let differences: [String]
}

/// A comparison of two arms, or a measurement of one, that tries a claim.
public struct Experiment: Hashable, Sendable {
  /// The quantity that is compared.
  public enum Quantity: Hashable, Sendable {
    /// The top-1 error of the last checkpoint on the validation images, with 1 or 10 views. Lower is better.
    case error(views: Int)
    /// The epochs until the mean training error of an interval between validations is at most `error`.
    case epochs(untilTrainingError: Double)
    /// The error on the validation images minus that on the training images at the end.
    case overfitting
    /// The share of colour of the kernels in the two columns.
    case columnColour
  }

  /// The name, unique in the study: "lrn-cifar-18".
  public let name: String
  /// The comparison in a few words: "cifar-18 with its normalisation and without".
  public let title: String
  /// The quantity that is compared.
  public let quantity: Quantity
  /// The arm that has what the claim is about.
  public let with: Arm.Name
  /// The arm that lacks it; `nil` for a measurement of one arm.
  public let without: Arm.Name?
  /// The published effect, in the scale of the quantity's effect: a difference of top-1 errors, or a factor.
  public var published: PublishedEffect?
}

/// An effect that the authors published.
public struct PublishedEffect: Hashable, Sendable {
  /// The size: −0.014 for an error that is 1.4 points lower, 6 for a factor.
  public let value: Double
  /// The images and the source: "ILSVRC-2012, #148".
  public let source: String
}

/// One network with one way of training it. Runs of an arm differ only in their seeds.
public enum Arm {
  /// The name of an arm. Records keep it, so it does not change.
  public enum Name: String, Hashable, Codable, Sendable, CaseIterable {
    /// Fig. 1's four layers, with ReLUs and with tanh.
    case fourLayerReLU = "four-layer-relu"
    case fourLayerTanh = "four-layer-tanh"
    /// The recipe `cifar-18`, without its normalisation, and with pooling windows that do not overlap.
    case cifar18 = "cifar-18"
    case cifar18WithoutLRN = "cifar-18-without-lrn"
    case cifar18WithoutOverlap = "cifar-18-without-overlap"
    /// The recipes of the paper's footnote: with normalisation, and without.
    case cifar11 = "cifar-11"
    case cifar13 = "cifar-13"
    /// The paper's eight layers at an eighth of their width, and without one of their parts.
    case compact
    case compactWithoutDropout = "compact-without-dropout"
    case compactWithoutAugmentation = "compact-without-augmentation"
    case compactWithoutConv4 = "compact-without-conv4"
    case compactWithoutExchange = "compact-without-exchange"
    /// The released configurations, on ImageNet.
    case code145 = "code-145"
    case code147 = "code-147"
    case code148 = "code-148"
    case code150 = "code-150"
  }
}
