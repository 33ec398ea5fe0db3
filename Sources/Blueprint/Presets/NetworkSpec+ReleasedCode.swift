// The network of the released code, which differs from the paper's text.

extension NetworkSpec {
  /// Configuration #145 of the released code: 60,965,224 parameters, like the paper's network.
  ///
  /// It differs from the text as follows:
  /// - Layer 1 is normalised and pooled before its ReLU.
  /// - Layer 2 is normalised twice: across maps, then over 5×5 windows within each map.
  /// - A normalisation across maps stays within the maps of one GPU.
  /// - Both normalisations divide their scale by the number of terms in the sum.
  /// - The initial standard deviation is 0.03 in conv3 to conv5.
  /// - Biases have twice the learning rate and no weight decay.
  ///
  /// Two details are left out: the separate drops of the rate in conv1, and the constant rate of the biases
  /// at a drop.
  public static let code145 = NetworkSpec(
    name: "code-145",
    source: "the released source of AlexNet (Computer History Museum, 2025), "
      + "layers/layers-145.cfg and layers/layer-params-145.cfg",
    input: Shape(channels: 3, height: 227, width: 227),
    layers: [
      .convolution(
        "conv1", 96, kernel: 11, stride: 4, codeInitial(0.01, bias: 0), codeLearning),
      .lrn("norm1", codeAcrossMaps), .overlappingPool("pool1"), .relu("relu1"),
      .convolution(
        "conv2", 256, kernel: 5, padding: 2, groups: 2, codeInitial(0.01, bias: 1), codeLearning),
      .relu("relu2"), .lrn("norm2", codeAcrossMaps),
      .lrn("same2", .sameMap(size: 5, scale: 0.001)), .overlappingPool("pool2"),
      .convolution("conv3", 384, kernel: 3, padding: 1, codeInitial(0.03, bias: 0), codeLearning),
      .relu("relu3"),
      .convolution(
        "conv4", 384, kernel: 3, padding: 1, groups: 2, codeInitial(0.03, bias: 1), codeLearning),
      .relu("relu4"),
      .convolution(
        "conv5", 256, kernel: 3, padding: 1, groups: 2, codeInitial(0.03, bias: 1), codeLearning),
      .overlappingPool("pool5"), .relu("relu5"),
      .full("fc6", 4096, codeInitial(0.01, bias: 1), codeLearning), .relu("relu6"),
      .dropout("drop6"),
      .full("fc7", 4096, codeInitial(0.01, bias: 1), codeLearning), .relu("relu7"),
      .dropout("drop7"),
      .full("fc8", 1000, codeInitial(0.01, bias: 0), codeLearning),
    ])

  private static func codeInitial(_ deviation: Double, bias: Double) -> Initialization {
    Initialization(.gaussian(deviation: deviation), bias: bias)
  }

  private static let codeLearning = LearningFactors(biasRate: 2, biasDecay: 0)

  /// The normalisation across maps: α is the scale of 1e-4 divided by the size of 5, k is 2, and each GPU
  /// has half of the maps.
  private static let codeAcrossMaps = ResponseNormalization(alpha: 1e-4 / 5, groups: 2)
}
