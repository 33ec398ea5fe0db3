/// A locally connected layer: a convolution whose weights are not shared. Each cell of the output has kernels
/// and biases of its own (cuda-convnet: `local`).
///
/// The output has as many cells as that of a ``Convolution`` with the same settings. The weights are
/// `[outputs, height, width, inputs, kernel, kernel]` and the biases `[outputs, height, width]`, with the height
/// and width of the output.
public struct LocallyConnected: Hashable, Codable, Sendable {
  /// The number of kernels of each cell, which is the number of output channels.
  public var outputs: Int
  /// The width and height of a kernel in cells.
  public var kernel: Int
  /// The distance of neighbouring windows in cells.
  public var stride = 1
  /// The rows and columns of zeros on each side of the input.
  public var padding = 0
  /// The weights and biases before the first step.
  public var initial: Initialization
  /// The factors of the learning rate and the weight decay.
  public var learning = LearningFactors()

  /// Creates a locally connected layer; by default with stride 1 and no padding.
  public init(
    outputs: Int, kernel: Int, stride: Int = 1, padding: Int = 0, initial: Initialization,
    learning: LearningFactors = LearningFactors()
  ) {
    self.outputs = outputs
    self.kernel = kernel
    self.stride = stride
    self.padding = padding
    self.initial = initial
    self.learning = learning
  }
}
