/// A 2-D convolution with square kernels. The weights are `[outputs, inputs / groups, kernel, kernel]`, and
/// the output has floor((size + 2·padding − kernel) / stride) + 1 cells along each side.
public struct Convolution: Hashable, Codable, Sendable {
  /// The number of kernels, which is the number of output channels.
  public var outputs: Int
  /// The width and height of a kernel in cells.
  public var kernel: Int
  /// The distance of neighbouring windows in cells.
  public var stride = 1
  /// The rows and columns of zeros on each side of the input.
  public var padding = 0
  /// The number of groups of channels; the outputs of a group use only the inputs of the same group. 2 is the
  /// paper's split over two GPUs.
  public var groups = 1
  /// The weights and biases before the first step.
  public var initial: Initialization
  /// The factors of the learning rate and the weight decay.
  public var learning = LearningFactors()

  /// Creates a convolution; by default with stride 1, no padding and one group.
  public init(
    outputs: Int, kernel: Int, stride: Int = 1, padding: Int = 0, groups: Int = 1,
    initial: Initialization, learning: LearningFactors = LearningFactors()
  ) {
    self.outputs = outputs
    self.kernel = kernel
    self.stride = stride
    self.padding = padding
    self.groups = groups
    self.initial = initial
    self.learning = learning
  }
}
