// The presets: the networks that are built into the program.

extension NetworkSpec {
  /// The names of the presets, in the order of listings.
  public static let presetNames = [
    "compact", "alexnet", "compact-32", "paper", "code-145", "code-147", "code-148", "code-150",
    "cifar-11", "cifar-13", "cifar-18", "cifar-26", "four-layer", "torchvision", "bvlc-alexnet",
    "caffenet",
  ]

  /// Returns the preset with a name.
  /// - Throws: `BlueprintError.unknownPreset`.
  public static func named(_ name: String) throws(BlueprintError) -> NetworkSpec {
    switch name {
    case "compact": compact(classes: 40, side: 64)
    case "compact-32": compact(classes: 10, side: 32)
    case "alexnet": alexnet
    case "paper": paper
    case "code-145": code145
    case "code-147": code147
    case "code-148": code148
    case "code-150": code150
    case "cifar-11": cifar11
    case "cifar-13": cifar13
    case "cifar-18": cifar18
    case "cifar-26": cifar26
    case "four-layer": fourLayer(classes: 40, side: 64)
    case "torchvision": torchvision
    case "bvlc-alexnet": bvlcAlexNet
    case "caffenet": caffeNet
    default: throw .unknownPreset(name, known: presetNames)
    }
  }

  /// The network of the paper: 60,965,224 parameters and 724,406,816 multiply-adds an image.
  ///
  /// Sizes, standard deviations and biases are those of the text (sections 3.1 to 3.5, 4.2 and 5), except
  /// that the input of 224×224 has to be 227×227. With biases of 1 and a standard deviation of 0.01 in conv3
  /// to conv5 the loss can stay at ln(classes) for a long time; the released code has 0.03 there.
  public static let paper = NetworkSpec(
    name: "paper",
    source: "Krizhevsky, Sutskever, Hinton: ImageNet Classification with Deep Convolutional "
      + "Neural Networks, 2012, sections 3 and 5",
    input: Shape(channels: 3, height: 227, width: 227),
    layers: [
      .convolution("conv1", 96, kernel: 11, stride: 4, paperInitial(bias: 0)),
      .relu("relu1"), .lrn("norm1"), .overlappingPool("pool1"),
      .convolution("conv2", 256, kernel: 5, padding: 2, groups: 2, paperInitial(bias: 1)),
      .relu("relu2"), .lrn("norm2"), .overlappingPool("pool2"),
      .convolution("conv3", 384, kernel: 3, padding: 1, paperInitial(bias: 0)),
      .relu("relu3"),
      .convolution("conv4", 384, kernel: 3, padding: 1, groups: 2, paperInitial(bias: 1)),
      .relu("relu4"),
      .convolution("conv5", 256, kernel: 3, padding: 1, groups: 2, paperInitial(bias: 1)),
      .relu("relu5"), .overlappingPool("pool5"),
      .full("fc6", 4096, paperInitial(bias: 1)), .relu("relu6"), .dropout("drop6"),
      .full("fc7", 4096, paperInitial(bias: 1)), .relu("relu7"), .dropout("drop7"),
      .full("fc8", 1000, paperInitial(bias: 0)),
    ])

  /// The paper's network with the initial values of Caffe's reference network (`InitialSet.caffe`), with
  /// which the loss falls sooner. The layers, their learning factors and the 60,965,224 parameters are the
  /// paper's.
  public static let alexnet: NetworkSpec = {
    var network = paper.with(initial: .set(.caffe))
    network.name = "alexnet"
    network.source =
      "the paper's network, with the initial values of BVLC Caffe's "
      + "models/bvlc_alexnet/train_val.prototxt"
    return network
  }()

  /// Weights N(0, 0.01) (section 5).
  private static func paperInitial(bias: Double) -> Initialization {
    Initialization(.gaussian(deviation: 0.01), bias: bias)
  }

  /// Returns the paper's eight layers at about an eighth of the width. They train within minutes on two
  /// processor cores.
  ///
  /// The first layer, conv1, has the paper's 11×11 kernels with stride 2 in crops of 48×48 and larger. In
  /// smaller crops it has 5×5 kernels with stride 1, as in the paper's experiments on CIFAR-10. Its initial
  /// weights are small, because with He's standard deviation the noise in its kernels stays visible.
  /// - Parameters:
  ///   - classes: The number of scores.
  ///   - side: The width and height of the crop.
  public static func compact(classes: Int, side: Int) -> NetworkSpec {
    NetworkSpec(
      name: side == 64 ? "compact" : "compact-\(side)",
      source: "the paper's eight layers at about an eighth of its width",
      input: Shape(channels: 3, height: side, width: side),
      // The standard deviation of pixels is about 58, in photographs and in the built-in scenes.
      inputScale: 1.0 / 58,
      layers: [
        compactFirstLayer(side: side), .relu("relu1"), .lrn("norm1"), .overlappingPool("pool1"),
        .convolution("conv2", 128, kernel: 5, padding: 2, groups: 2, Initialization(.he)),
        .relu("relu2"), .lrn("norm2"), .overlappingPool("pool2"),
        .convolution("conv3", 192, kernel: 3, padding: 1, Initialization(.he)), .relu("relu3"),
        .convolution("conv4", 192, kernel: 3, padding: 1, groups: 2, Initialization(.he)),
        .relu("relu4"),
        .convolution("conv5", 128, kernel: 3, padding: 1, groups: 2, Initialization(.he)),
        .relu("relu5"), .overlappingPool("pool5"),
        .full("fc6", 512, Initialization(.he)), .relu("relu6"), .dropout("drop6"),
        .full("fc7", 512, Initialization(.he)), .relu("relu7"), .dropout("drop7"),
        .full("fc8", classes, Initialization(.gaussian(deviation: 0.01))),
      ])
  }

  /// Returns three convolutions and a fully-connected layer, for the comparison of the paper's Fig. 1. The
  /// paper does not give the sizes of its network; this one trains within a minute on two processor cores.
  /// - Parameters:
  ///   - classes: The number of scores.
  ///   - side: The width and height of the crop.
  public static func fourLayer(classes: Int, side: Int) -> NetworkSpec {
    NetworkSpec(
      name: side == 64 ? "four-layer" : "four-layer-\(side)",
      source: "as small as the network of the paper's Fig. 1, whose sizes it does not give",
      input: Shape(channels: 3, height: side, width: side), inputScale: 1.0 / 58,
      layers: [
        .convolution("conv1", 32, kernel: 5, stride: 2, padding: 2, Initialization(.he)),
        .relu("relu1"), .overlappingPool("pool1"),
        .convolution("conv2", 64, kernel: 5, padding: 2, Initialization(.he)),
        .relu("relu2"), .overlappingPool("pool2"),
        .convolution("conv3", 64, kernel: 5, padding: 2, Initialization(.he)),
        .relu("relu3"), .overlappingPool("pool3"),
        .full("fc4", classes, Initialization(.gaussian(deviation: 0.01))),
      ])
  }

  private static func compactFirstLayer(side: Int) -> LayerSpec {
    if side >= 48 {
      .convolution("conv1", 64, kernel: 11, stride: 2, Initialization(.gaussian(deviation: 0.01)))
    } else {
      // A kernel has 75 inputs instead of 363; √(363 / 75) · 0.01 keeps the deviation of the outputs.
      .convolution("conv1", 64, kernel: 5, padding: 2, Initialization(.gaussian(deviation: 0.022)))
    }
  }
}
