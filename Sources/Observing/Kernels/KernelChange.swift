/// The last update of the kernels, or the last gradient of the loss by them: kernels themselves.
public struct KernelChange: Equatable, Codable, Sendable {
  public enum Kind: String, Codable, Sendable, CaseIterable {
    case update, gradient
  }

  public var kind: Kind
  public var kernels: Kernels

  public init(_ kind: Kind, _ kernels: Kernels) {
    self.kind = kind
    self.kernels = kernels
  }
}

/// The pieces of training images to which one kernel has answered most since it was asked about.
public struct KernelPatches: Equatable, Codable, Sendable {
  public struct Patch: Equatable, Codable, Sendable {
    /// What the kernel made of it, after the activation function.
    public var response: Float
    /// `[size, size, 3]`, as the image was before its mean was taken off.
    public var pixels: [UInt8]

    public init(response: Float, pixels: [UInt8]) {
      self.response = response
      self.pixels = pixels
    }
  }

  public static let most = 9

  public var kernel: Int
  public var size: Int
  /// The strongest first, each of another image.
  public var patches: [Patch]

  public init(kernel: Int, size: Int, patches: [Patch] = []) {
    self.kernel = kernel
    self.size = size
    self.patches = patches
  }
}
