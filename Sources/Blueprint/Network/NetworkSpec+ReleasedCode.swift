// The network that the code behind the paper trained, where it differs from the paper's text.

extension NetworkSpec {
  /// Configuration #145 of the released code: 60,965,224 parameters, as the paper's network.
  ///
  /// Layer 1 is normalised and pooled before its ReLU, layer 2 normalised twice (across maps, then by
  /// 5×5 windows within each), the maps of each GPU by themselves; conv3 to conv5 begin with a deviation
  /// of 0.03; biases learn at twice the rate and do not decay; both normalisations divide their scale
  /// by what they sum over.
  ///
  /// Not modelled: conv1's own drops of the rate, and biases that keep their rate when the weights' is
  /// divided.
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

  private static let codeLearning = Learning(biasRate: 2, biasDecay: 0)

  /// Scale 1e-4 over size 5, so that α is 2e-5; the divisor begins at 2; each GPU has half the maps.
  private static let codeAcrossMaps = ResponseNormalization(alpha: 1e-4 / 5, groups: 2)
}
