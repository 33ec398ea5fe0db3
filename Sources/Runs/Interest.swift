/// What a screen shows now, and so what the trainer is to look at for it: what no screen shows is
/// not computed.
public struct Interest: Equatable, Codable, Sendable {
  /// Statistics of every layer.
  public var layers: Bool
  /// The first convolution's weights.
  public var kernels: Bool
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
