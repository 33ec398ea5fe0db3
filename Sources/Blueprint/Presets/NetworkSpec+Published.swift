// The AlexNets whose trained weights other programs publish: torchvision's, and the two of BVLC's Caffe.
// The layers and the normalisation of the input are theirs to the last number, so that their weights
// give their results here. The initial values are chosen for training here.

extension NetworkSpec {
  /// torchvision's `alexnet`: 61,100,840 parameters, without normalisation layers and without groups.
  ///
  /// The layers follow "One weird trick for parallelizing convolutional neural networks" (Krizhevsky 2014),
  /// with 256 maps in the fourth convolution. The adaptive average pooling to 6×6 before the first
  /// fully-connected layer is left out, because it does not change the 6×6 cells that inputs of 224×224
  /// have there.
  ///
  /// torchvision's own initial values reduce the signal in every layer to about 0.4 of its size; here they
  /// are those of He et al., which keep it, and small ones in the last layer.
  public static let torchvision = NetworkSpec(
    name: "torchvision",
    source: "torchvision.models.alexnet (torchvision/models/alexnet.py); without the adaptive "
      + "pooling, which leaves 6×6 cells as they are",
    input: Shape(channels: 3, height: 224, width: 224),
    // torchvision.transforms of AlexNet_Weights.IMAGENET1K_V1.
    normalization: InputNormalization(
      unitMean: [0.485, 0.456, 0.406], deviation: [0.229, 0.224, 0.225]),
    layers: [
      .convolution("conv1", 64, kernel: 11, stride: 4, padding: 2, Initialization(.he)),
      .relu("relu1"), .overlappingPool("pool1"),
      .convolution("conv2", 192, kernel: 5, padding: 2, Initialization(.he)),
      .relu("relu2"), .overlappingPool("pool2"),
      .convolution("conv3", 384, kernel: 3, padding: 1, Initialization(.he)), .relu("relu3"),
      .convolution("conv4", 256, kernel: 3, padding: 1, Initialization(.he)), .relu("relu4"),
      .convolution("conv5", 256, kernel: 3, padding: 1, Initialization(.he)), .relu("relu5"),
      .overlappingPool("pool5"),
      .dropout("drop6"), .full("fc6", 4096, Initialization(.he)), .relu("relu6"),
      .dropout("drop7"), .full("fc7", 4096, Initialization(.he)), .relu("relu7"),
      .full("fc8", 1000, Initialization(.gaussian(deviation: 0.01))),
    ])

  /// BVLC Caffe's replication of the paper, with the paper's 60,965,224 parameters and order of layers.
  ///
  /// It differs from `paper` in the normalisation of responses, whose k is 1 and whose α is divided by the
  /// size, in the learning factors of the biases, and in the input: blue, green, red, minus a mean colour.
  public static let bvlcAlexNet = NetworkSpec(
    name: "bvlc-alexnet",
    source: "BVLC Caffe, models/bvlc_alexnet/train_val.prototxt; a mean colour instead of its mean "
      + "image",
    input: caffeImage, normalization: caffeNormalization,
    layers: caffeLayers(beforeMiddle: [
      caffeConvolution(1, 96, kernel: 11, stride: 4), .relu("relu1"),
      .lrn("norm1", caffeLRN), .overlappingPool("pool1"),
      caffeConvolution(2, 256, kernel: 5, padding: 2, groups: 2), .relu("relu2"),
      .lrn("norm2", caffeLRN), .overlappingPool("pool2"),
    ]))

  /// BVLC Caffe's reference network, which pools before it normalises: 60,965,224 parameters.
  ///
  /// Its file has biases of 1 where `bvlc_alexnet` has 0.1. With them the loss can stay at ln(classes) on
  /// small sets of photographs, so the initial values here are those of `bvlc_alexnet`.
  public static let caffeNet = NetworkSpec(
    name: "caffenet",
    source: "BVLC Caffe, models/bvlc_reference_caffenet/train_val.prototxt; initial values "
      + "of its bvlc_alexnet, and a mean colour instead of its mean image",
    input: caffeImage, normalization: caffeNormalization,
    layers: caffeLayers(beforeMiddle: [
      caffeConvolution(1, 96, kernel: 11, stride: 4), .relu("relu1"),
      .overlappingPool("pool1"), .lrn("norm1", caffeLRN),
      caffeConvolution(2, 256, kernel: 5, padding: 2, groups: 2), .relu("relu2"),
      .overlappingPool("pool2"), .lrn("norm2", caffeLRN),
    ]))

  private static let caffeImage = Shape(channels: 3, height: 227, width: 227)

  /// The mean colour of Caffe's ilsvrc_2012_mean.npy, with which its example 00-classification works.
  /// Pixels keep their range of 0…255.
  private static let caffeNormalization = InputNormalization(
    mean: [122.6789143406786, 116.66876761696767, 104.0069879317889], factors: [1, 1, 1],
    channelOrder: .bgr)

  /// α is divided by the size, and k has Caffe's default of 1.
  private static let caffeLRN = ResponseNormalization(alpha: 1e-4 / 5, k: 1)

  /// The layers from conv3 on, which both networks have.
  private static func caffeLayers(beforeMiddle first: [LayerSpec]) -> [LayerSpec] {
    first + [
      caffeConvolution(3, 384, kernel: 3, padding: 1), .relu("relu3"),
      caffeConvolution(4, 384, kernel: 3, padding: 1, groups: 2), .relu("relu4"),
      caffeConvolution(5, 256, kernel: 3, padding: 1, groups: 2), .relu("relu5"),
      .overlappingPool("pool5"),
      caffeFull("fc6", 4096), .relu("relu6"), .dropout("drop6"),
      caffeFull("fc7", 4096), .relu("relu7"), .dropout("drop7"),
      caffeFull("fc8", 1000, isLast: true),
    ]
  }

  private static func caffeConvolution(
    _ number: Int, _ outputs: Int, kernel: Int, stride: Int = 1, padding: Int = 0,
    groups: Int = 1
  ) -> LayerSpec {
    .convolution(
      "conv\(number)", outputs, kernel: kernel, stride: stride, padding: padding, groups: groups,
      InitialSet.caffe.convolution(number), caffeLearning)
  }

  private static func caffeFull(
    _ name: String, _ outputs: Int, isLast: Bool = false
  ) -> LayerSpec {
    .full(name, outputs, InitialSet.caffe.fullyConnected(isLast: isLast), caffeLearning)
  }

  private static let caffeLearning = LearningFactors(biasRate: 2, biasDecay: 0)
}
