/// The last update of the kernels, or the last gradient of the loss with respect to them, in the shape of
/// the kernels.
public struct KernelChange: Equatable, Codable, Sendable {
  /// The kind of change.
  public enum Kind: String, Codable, Sendable, CaseIterable {
    /// The last update, and the last gradient.
    case update, gradient
  }

  /// The kind of change.
  public var kind: Kind
  /// The values, in the layout of the kernels.
  public var kernels: Kernels

  /// Creates a change of the kernels.
  public init(_ kind: Kind, _ kernels: Kernels) {
    self.kind = kind
    self.kernels = kernels
  }
}

/// The parts of training images with the strongest responses of one kernel since it was selected.
public struct KernelPatches: Equatable, Codable, Sendable {
  /// A part of an image.
  public struct Patch: Equatable, Codable, Sendable {
    /// The response of the kernel, after the activation function.
    public var response: Float
    /// The pixels, `[size, size, 3]`, before the mean was subtracted.
    public var pixels: [UInt8]

    /// Creates a patch.
    public init(response: Float, pixels: [UInt8]) {
      self.response = response
      self.pixels = pixels
    }
  }

  /// The largest number of patches.
  public static let maximumCount = 9

  /// The number of the kernel.
  public var kernel: Int
  /// The width and height of a patch in pixels.
  public var size: Int
  /// The patches, each of a different image, in falling order of their responses.
  public var patches: [Patch]

  /// Creates the patches of a kernel.
  public init(kernel: Int, size: Int, patches: [Patch] = []) {
    self.kernel = kernel
    self.size = size
    self.patches = patches
  }
}
