// cuda-convnet's recipes for CIFAR-10 (Krizhevsky 2011): small networks like those of the experiments in
// sections 3.1 and 3.3 of the paper.
//
// Pooling keeps a last window that extends beyond the border, so the sides are 32, 16, 8 and 4, or 24, 12 and
// 6, and means are over the existing cells. The recipes subtract a mean image; here it is the mean colour.

extension NetworkSpec {
  /// The weight decay of the convolutions. The factors of the other layers multiply it.
  static let cifarDecay = 0.004

  /// The recipe with 26% error, which trained in 80 seconds: 32×32 images, no normalisation.
  public static let cifar26 = NetworkSpec(
    name: "cifar-26",
    source: "cuda-convnet, example-layers/layers-80sec.cfg and layer-params-80sec.cfg; "
      + "means of colour stand for its mean image",
    input: cifarImage,
    layers: [
      cifarConvolution("conv1", 32, deviation: 1e-4), .clippedPool("pool1", .maximum),
      .relu("relu1"),
      cifarConvolution("conv2", 32, deviation: 0.01), .relu("relu2"),
      .clippedPool("pool2", .average),
      cifarConvolution("conv3", 64, deviation: 0.01), .relu("relu3"),
      .clippedPool("pool3", .average),
      cifarFull("fc4", 64, deviation: 0.1, decay: 0.03), .relu("relu4"),
      cifarFull("fc5", 10, deviation: 0.1, decay: 0.03),
    ])

  /// The recipe with 18% error: response normalisation within maps after the first two pooling layers.
  public static let cifar18 = NetworkSpec(
    name: "cifar-18",
    source: "cuda-convnet, example-layers/layers-18pct.cfg and layer-params-18pct.cfg; "
      + "means of colour stand for its mean image",
    input: cifarImage,
    layers: [
      cifarConvolution("conv1", 32, deviation: 1e-4), .clippedPool("pool1", .maximum),
      .relu("relu1"), .lrn("norm1", .sameMap(size: 3, scale: 5e-5)),
      cifarConvolution("conv2", 32, deviation: 0.01), .relu("relu2"),
      .clippedPool("pool2", .average), .lrn("norm2", .sameMap(size: 3, scale: 5e-5)),
      cifarConvolution("conv3", 64, deviation: 0.01), .relu("relu3"),
      .clippedPool("pool3", .average),
      cifarFull("fc4", 10, deviation: 0.01, decay: 1),
    ])

  /// The recipe with 13% error, without normalisation: crops of 24×24, two convolutions and two locally
  /// connected layers.
  public static let cifar13 = NetworkSpec(
    name: "cifar-13",
    source: "cuda-convnet, example-layers/layers-conv-local-13pct.cfg and "
      + "layer-params-conv-local-13pct.cfg; means of colour stand for its mean image",
    input: cifarCrop, layers: localLayers(normalization: nil))

  /// The recipe with 11% error: that with 13%, with a normalisation across maps after both convolutions.
  ///
  /// cuda-convnet divides the scale of 0.001 by the five maps of a sum, and its k is 1.
  public static let cifar11 = NetworkSpec(
    name: "cifar-11",
    source: "cuda-convnet, example-layers/layers-conv-local-11pct.cfg and "
      + "layer-params-conv-local-11pct.cfg; means of colour stand for its mean image",
    input: cifarCrop,
    layers: localLayers(normalization: ResponseNormalization(size: 5, alpha: 0.001 / 5, k: 1)))

  private static let cifarImage = Shape(channels: 3, height: 32, width: 32)
  private static let cifarCrop = Shape(channels: 3, height: 24, width: 24)

  /// The layers of the two recipes with locally connected layers.
  /// - Parameter normalization: The normalisation between each convolution and its pooling; `nil` for none.
  private static func localLayers(normalization: ResponseNormalization?) -> [LayerSpec] {
    func end(of number: Int) -> [LayerSpec] {
      [.relu("relu\(number)")] + (normalization.map { [.lrn("norm\(number)", $0)] } ?? [])
        + [.clippedPool("pool\(number)", .maximum)]
    }
    return [cifarConvolution("conv1", 64, deviation: 1e-4, decay: 0)] + end(of: 1)
      + [cifarConvolution("conv2", 64, deviation: 0.01, decay: 0)] + end(of: 2)
      + [
        cifarLocal("local3", 32), .relu("relu3"), cifarLocal("local4", 32), .relu("relu4"),
        cifarFull("fc5", 10, deviation: 0.01, decay: cifarDecay),
      ]
  }

  private static func cifarConvolution(
    _ name: String, _ outputs: Int, deviation: Double, decay: Double = cifarDecay
  ) -> LayerSpec {
    .convolution(
      name, outputs, kernel: 5, padding: 2, Initialization(.gaussian(deviation: deviation)),
      cifarLearning(decay: decay))
  }

  private static func cifarLocal(_ name: String, _ outputs: Int) -> LayerSpec {
    .local(
      name, outputs, kernel: 3, padding: 1, Initialization(.gaussian(deviation: 0.04)),
      cifarLearning(decay: cifarDecay))
  }

  private static func cifarFull(
    _ name: String, _ outputs: Int, deviation: Double, decay: Double
  ) -> LayerSpec {
    .full(
      name, outputs, Initialization(.gaussian(deviation: deviation)), cifarLearning(decay: decay))
  }

  /// Biases have twice the rate of the weights and no weight decay.
  private static func cifarLearning(decay: Double) -> LearningFactors {
    LearningFactors(biasRate: 2, weightDecay: decay / cifarDecay, biasDecay: 0)
  }
}

extension LayerSpec {
  /// Pooling over 3×3 windows with a stride of 2; windows at the border are clipped.
  fileprivate static func clippedPool(
    _ name: String, _ operation: Pooling.Operation
  ) -> LayerSpec {
    LayerSpec(name, .pooling(Pooling(operation, size: 3, stride: 2, rounding: .ceil)))
  }
}
