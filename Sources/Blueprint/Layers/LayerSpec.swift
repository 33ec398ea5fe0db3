/// One layer of a network, as data.
public struct LayerSpec: Hashable, Sendable {
  /// The name, unique in its network: "conv1", "norm1", "pool1", "fc6".
  public var name: String
  /// The operation with its settings.
  public var kind: Kind

  /// Creates a layer with a name and an operation.
  public init(_ name: String, _ kind: Kind) {
    self.name = name
    self.kind = kind
  }

  /// The operation of a layer with its settings.
  public enum Kind: Hashable, Sendable {
    /// A 2-D convolution.
    case convolution(Convolution)
    /// A convolution with weights of its own for each cell of the output.
    case locallyConnected(LocallyConnected)
    /// A matrix product with the flattened input.
    case fullyConnected(FullyConnected)
    /// A function that is applied to each activation separately.
    case activation(Activation)
    /// Local response normalisation.
    case normalization(ResponseNormalization)
    /// Pooling over square windows.
    case pooling(Pooling)
    /// Dropout, in training only: each activation becomes 0 with the probability `Knobs.dropout`.
    case dropout
  }

  /// True for convolutions, locally connected and fully-connected layers. The paper's network has eight of
  /// them.
  public var hasParameters: Bool {
    switch kind {
    case .convolution, .locallyConnected, .fullyConnected: true
    case .activation, .normalization, .pooling, .dropout: false
    }
  }
}
