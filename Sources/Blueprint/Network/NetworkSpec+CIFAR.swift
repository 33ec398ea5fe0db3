// cuda-convnet's recipes for CIFAR-10 (Krizhevsky 2011): the small networks on which the paper's ideas
// were tried (its sections 3.1 and 3.3 report such experiments).
//
// Their pools keep a last window that hangs over the border, so that sides go 32, 16, 8, 4, and take
// means over the cells that exist. They subtract a mean image; here it is the mean colour.

extension NetworkSpec {
  /// The decay of the convolutions' weights, to which the other layers' refer.
  static let cifarDecay = 0.004

  /// The recipe with 26 % error, known for taking 80 seconds: 32×32 images, no normalisation.
  public static let cifar26 = NetworkSpec(
    name: "cifar-26",
    source: "cuda-convnet, example-layers/layers-80sec.cfg and layer-params-80sec.cfg; "
      + "means of colour stand for its mean image",
    input: cifarImage,
    layers: [
      cifarConvolution("conv1", 32, deviation: 1e-4), .hangingPool("pool1", .maximum),
      .relu("relu1"),
      cifarConvolution("conv2", 32, deviation: 0.01), .relu("relu2"),
      .hangingPool("pool2", .average),
      cifarConvolution("conv3", 64, deviation: 0.01), .relu("relu3"),
      .hangingPool("pool3", .average),
      cifarFull("fc4", 64, deviation: 0.1, decay: 0.03), .relu("relu4"),
      cifarFull("fc5", 10, deviation: 0.1, decay: 0.03),
    ])

  /// The recipe with 18 % error, with response normalisation within maps after the first two pools.
  public static let cifar18 = NetworkSpec(
    name: "cifar-18",
    source: "cuda-convnet, example-layers/layers-18pct.cfg and layer-params-18pct.cfg; "
      + "means of colour stand for its mean image",
    input: cifarImage,
    layers: [
      cifarConvolution("conv1", 32, deviation: 1e-4), .hangingPool("pool1", .maximum),
      .relu("relu1"), .lrn("norm1", .sameMap(size: 3, scale: 5e-5)),
      cifarConvolution("conv2", 32, deviation: 0.01), .relu("relu2"),
      .hangingPool("pool2", .average), .lrn("norm2", .sameMap(size: 3, scale: 5e-5)),
      cifarConvolution("conv3", 64, deviation: 0.01), .relu("relu3"),
      .hangingPool("pool3", .average),
      cifarFull("fc4", 10, deviation: 0.01, decay: 1),
    ])

  private static let cifarImage = Shape(channels: 3, height: 32, width: 32)

  private static func cifarConvolution(
    _ name: String, _ outputs: Int, deviation: Double
  ) -> LayerSpec {
    .convolution(
      name, outputs, kernel: 5, padding: 2, Initialization(.gaussian(deviation: deviation)),
      Learning(biasRate: 2, biasDecay: 0))
  }

  private static func cifarFull(
    _ name: String, _ outputs: Int, deviation: Double, decay: Double
  ) -> LayerSpec {
    .full(
      name, outputs, Initialization(.gaussian(deviation: deviation)),
      Learning(biasRate: 2, weightDecay: decay / cifarDecay, biasDecay: 0))
  }
}

extension LayerSpec {
  /// Windows of 3 at a stride of 2, the last of them over the border's cells that exist.
  fileprivate static func hangingPool(
    _ name: String, _ operation: Pooling.Operation
  ) -> LayerSpec {
    LayerSpec(name, .pooling(Pooling(operation, size: 3, stride: 2, rounding: .ceil)))
  }
}
