import Images
import Machine

/// The settings of a preparation.
public struct PreparationSettings: Sendable {
  /// The width and height of the prepared images: the shorter side becomes 256 pixels, then the centre of
  /// 256×256 is cut out (paper, section 2).
  public var side = ImageFolder.side
  /// The quality of the JPEGs, 1…100, as in libjpeg. At 95 an image differs from the original by less
  /// than one and a half grey levels on average.
  public var quality = 95
  /// The number of images in a shard. 4,096 images are about 150 MB, which are soon prepared again after
  /// a stop.
  public var imagesPerShard = 4_096
  /// The number of threads that decode and encode.
  public var threads = ProcessorAllowance.current.threads

  /// Makes the default settings.
  public init() {}
}
