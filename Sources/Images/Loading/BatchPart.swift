/// The part of each batch that one of several processes loads.
public struct BatchPart: Hashable, Sendable {
  /// The positions of the part's images in the batch.
  public var images: Range<Int>
  /// The number of images in the memory of a part, the same for all processes. The images after those of the
  /// part are zeros with label 0.
  public var capacity: Int

  /// Creates a part.
  public init(images: Range<Int>, capacity: Int) {
    precondition(images.count <= capacity, "the memory must hold the part")
    self.images = images
    self.capacity = capacity
  }
}
