/// What a screen shows now, and so what the trainer is to look at for it: what no screen shows is
/// not computed.
public struct Interest: Equatable, Codable, Sendable {
  /// Statistics of every layer.
  public var layers: Bool
  /// The first convolution's weights.
  public var kernels: Bool
  /// What the last step did to them.
  public var kernelChange: KernelChange.Kind?
  /// What this kernel answers to.
  public var patchesOf: Int?

  public init(
    layers: Bool = false, kernels: Bool = false, kernelChange: KernelChange.Kind? = nil,
    patchesOf: Int? = nil
  ) {
    self.layers = layers
    self.kernels = kernels
    self.kernelChange = kernelChange
    self.patchesOf = patchesOf
  }

  public static let nothing = Interest()

  public static let overview = Interest(layers: true, kernels: true)
}
