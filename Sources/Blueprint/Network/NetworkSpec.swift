/// A network as data: layers in order, from an image to the classes' scores. Softmax and log loss
/// follow the last layer and are not listed. The paper is a preset (`NetworkSpec.paper`).
public struct NetworkSpec: Hashable, Sendable {
  public var name: String
  /// Where the network comes from: a paper's section, a file, a sentence.
  public var source: String
  /// One image as the network sees it, after cropping.
  public var input: Shape
  /// Pixels (0…255) have the training set's mean taken off and are then multiplied by this.
  public var inputScale: Double
  public var layers: [LayerSpec]

  public init(
    name: String, source: String, input: Shape, inputScale: Double = 1, layers: [LayerSpec]
  ) {
    self.name = name
    self.source = source
    self.input = input
    self.inputScale = inputScale
    self.layers = layers
  }
}
