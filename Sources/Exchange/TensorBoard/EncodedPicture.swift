import Observing

/// A picture as the bytes of a PNG file.
public struct EncodedPicture: Equatable, Sendable {
  /// The width in pixels.
  public var width: Int
  /// The height in pixels.
  public var height: Int
  /// The bytes of the file, in RGB.
  public var png: [UInt8]

  /// Creates a picture.
  public init(width: Int, height: Int, png: [UInt8]) {
    self.width = width
    self.height = height
    self.png = png
  }
}

/// Returns a picture of kernels. The modules that draw use this module, so they provide the function.
public typealias KernelDrawing = @Sendable (Kernels) -> EncodedPicture
