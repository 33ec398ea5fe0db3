/// A network as data: its layers in order, from an image to the class scores.
///
/// Softmax and the logarithmic loss follow the last layer and are not listed. The paper's network is the
/// preset ``paper``.
public struct NetworkSpec: Hashable, Sendable {
  /// The name that reports show: that of a preset, or of a file's network.
  public var name: String
  /// The origin of the network: a section of the paper, a file, a sentence.
  public var source: String
  /// The shape of one image after cropping.
  public var input: Shape
  /// The factor of pixels (0…255) after the mean of the training set is subtracted.
  public var inputScale: Double
  /// Fixed values for the normalisation of pixels; `nil` for the mean of the training set, `inputScale` and
  /// the order red, green, blue.
  public var normalization: InputNormalization?
  /// The layers in order.
  public var layers: [LayerSpec]

  /// Creates a network of the given layers; `layout()` checks whether they fit.
  public init(
    name: String, source: String, input: Shape, inputScale: Double = 1,
    normalization: InputNormalization? = nil, layers: [LayerSpec]
  ) {
    self.name = name
    self.source = source
    self.input = input
    self.inputScale = inputScale
    self.normalization = normalization
    self.layers = layers
  }
}
