// The networks of the released code, which differ from the paper's text: configuration #145, and three others
// that each lack a part of it. The author's notes in the files have the schedules and the errors, which the
// article TextAndCode lists.
//
// The code counts 1 + ceil((side − window) / stride) windows, so that the last one can extend beyond the border.
// With an input of 227×227 instead of its 224×224, the windows of conv1 have the same positions.

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
  public static let code145 = NetworkSpec(
    name: "code-145", source: codeSource(145), input: codeInput,
    layers: codeFirst(pool: codePool) + codeMiddle(pool: codePool) + codeLast)

  /// Configuration #147: pooling windows of 2×2 that do not overlap, where #145 has 3×3.
  ///
  /// With paddings of 1 in conv2 and 0 in conv5, and a last window that extends beyond the border, the maps of
  /// conv3 to conv5 and the inputs of fc6 have the sizes of #145, and so has the number of parameters.
  public static let code147: NetworkSpec = {
    func pool(_ name: String) -> LayerSpec {
      LayerSpec(name, .pooling(Pooling(size: 2, stride: 2, rounding: .ceil)))
    }
    return NetworkSpec(
      name: "code-147", source: codeSource(147), input: codeInput,
      layers: codeFirst(pool: pool, secondPadding: 1) + codeMiddle(pool: pool, lastPadding: 0)
        + codeLast)
  }()

  /// Configuration #148: #145 without its three normalisations.
  public static let code148 = NetworkSpec(
    name: "code-148", source: codeSource(148), input: codeInput,
    layers: code145.layers.filter { layer in
      if case .normalization = layer.kind { false } else { true }
    })

  /// Configuration #150: two columns that have nothing in common between the image and the last layer, with
  /// 60,714,408 parameters.
  ///
  /// Each column has its own 160 maps in conv2, of which its 192 maps in conv3 see no others, and its own
  /// fully-connected layers of 4,096 and 2,048 neurons.
  public static let code150 = NetworkSpec(
    name: "code-150", source: codeSource(150), input: codeInput,
    layers: codeFirst(pool: codePool, secondMaps: 320)
      + codeMiddle(pool: codePool, thirdGroups: 2)
      + [
        .full("fc6", 8192, groups: 2, codeInitial(0.01, bias: 1), codeLearning), .relu("relu6"),
        .dropout("drop6"),
        .full("fc7", 4096, groups: 2, codeInitial(0.01, bias: 1), codeLearning), .relu("relu7"),
        .dropout("drop7"),
        .full("fc8", 1000, codeInitial(0.01, bias: 0), codeLearning),
      ])

  private static func codeSource(_ number: Int) -> String {
    "the released source of AlexNet (Computer History Museum, 2025), "
      + "layers/layers-\(number).cfg and layers/layer-params-\(number).cfg"
  }

  private static let codeInput = Shape(channels: 3, height: 227, width: 227)

  private static func codePool(_ name: String) -> LayerSpec { .overlappingPool(name) }

  /// The layers up to the second pooling.
  private static func codeFirst(
    pool: (_ name: String) -> LayerSpec, secondMaps: Int = 256, secondPadding: Int = 2
  ) -> [LayerSpec] {
    [
      .convolution(
        "conv1", 96, kernel: 11, stride: 4, codeInitial(0.01, bias: 0), codeLearning),
      .lrn("norm1", codeAcrossMaps), pool("pool1"), .relu("relu1"),
      .convolution(
        "conv2", secondMaps, kernel: 5, padding: secondPadding, groups: 2,
        codeInitial(0.01, bias: 1), codeLearning),
      .relu("relu2"), .lrn("norm2", codeAcrossMaps),
      .lrn("same2", .sameMap(size: 5, scale: 0.001)), pool("pool2"),
    ]
  }

  /// The layers from the third convolution to the third pooling.
  private static func codeMiddle(
    pool: (_ name: String) -> LayerSpec, thirdGroups: Int = 1, lastPadding: Int = 1
  ) -> [LayerSpec] {
    [
      .convolution(
        "conv3", 384, kernel: 3, padding: 1, groups: thirdGroups, codeInitial(0.03, bias: 0),
        codeLearning),
      .relu("relu3"),
      .convolution(
        "conv4", 384, kernel: 3, padding: 1, groups: 2, codeInitial(0.03, bias: 1), codeLearning),
      .relu("relu4"),
      .convolution(
        "conv5", 256, kernel: 3, padding: lastPadding, groups: 2, codeInitial(0.03, bias: 1),
        codeLearning),
      pool("pool5"), .relu("relu5"),
    ]
  }

  /// The fully-connected layers of all configurations but #150.
  private static let codeLast: [LayerSpec] = [
    .full("fc6", 4096, codeInitial(0.01, bias: 1), codeLearning), .relu("relu6"),
    .dropout("drop6"),
    .full("fc7", 4096, codeInitial(0.01, bias: 1), codeLearning), .relu("relu7"),
    .dropout("drop7"),
    .full("fc8", 1000, codeInitial(0.01, bias: 0), codeLearning),
  ]

  private static func codeInitial(_ deviation: Double, bias: Double) -> Initialization {
    Initialization(.gaussian(deviation: deviation), bias: bias)
  }

  private static let codeLearning = LearningFactors(biasRate: 2, biasDecay: 0)

  /// The normalisation across maps: α is the scale of 1e-4 divided by the size of 5, k is 2, and each GPU
  /// has half of the maps.
  private static let codeAcrossMaps = ResponseNormalization(alpha: 1e-4 / 5, groups: 2)
}
