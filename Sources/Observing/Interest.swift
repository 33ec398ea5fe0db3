/// What a screen shows now, and so what the trainer is to look at for it: what no screen shows is
/// not computed.
public struct Interest: Equatable, Codable, Sendable {
  /// Statistics of every layer.
  public var layers: Bool
  /// The first convolution's weights.
  public var kernels: Bool
  /// How long every layer takes, forward and back.
  public var times = false
  /// The layer whose weights are counted.
  public var weights: String?
  /// The image that is shown to the network.
  public var image: ImageChoice?
  /// The layer whose maps of that image are wanted.
  public var featureMaps: String?
  /// What the last validation took for what.
  public var confusion = false
  /// Whose networks, by the names of their runs; empty is the first's.
  public var runs: [String]
  /// What the last step did to the kernels.
  public var kernelChange: KernelChange.Kind?
  /// What this kernel answers to.
  public var patchesOf: Int?

  public init(
    layers: Bool = false, kernels: Bool = false, runs: [String] = [],
    kernelChange: KernelChange.Kind? = nil, patchesOf: Int? = nil
  ) {
    self.layers = layers
    self.kernels = kernels
    self.runs = runs
    self.kernelChange = kernelChange
    self.patchesOf = patchesOf
  }

  public static let nothing = Interest()

  public static let overview = Interest(layers: true, kernels: true)
}

/// An image to be looked at: one of those that validation uses, or anybody's own.
public enum ImageChoice: Hashable, Codable, Sendable {
  case validation(Search)
  /// A JPEG, PNG or WebP file, where the trainer can read it.
  case file(path: String)

  /// The first validation image from a number on that is wanted, going round at the end.
  public struct Search: Hashable, Codable, Sendable {
    public var from: Int
    public var isBackward: Bool
    /// Only those that the last validation got wrong.
    public var errorsOnly: Bool
    /// Only those of a class.
    public var label: Int?

    public init(
      from: Int = 0, isBackward: Bool = false, errorsOnly: Bool = false, label: Int? = nil
    ) {
      self.from = from
      self.isBackward = isBackward
      self.errorsOnly = errorsOnly
      self.label = label
    }
  }
}
