import Images
import Machine

/// The settings of a preparation.
public struct PreparationSettings: Sendable {
  /// The width and height of the prepared images: the shorter side becomes 256 pixels, then the centre of
  /// 256×256 is cut out (paper, section 2).
  public var side = ImageFolder.side
  /// The quality of the JPEGs, 1…100, as in libjpeg. At 95 the values of an image differ from the
  /// original by less than 1.5 on average, of 255.
  public var quality = 95
  /// The number of images in a shard. A preparation that is stopped loses at most one shard, so a shard is
  /// small: 4,096 images are about 150 MB.
  public var imagesPerShard = 4_096
  /// The number of threads that decode and encode.
  public var threads = ProcessorAllowance.current.threads

  /// Creates the default settings.
  public init() {}
}
