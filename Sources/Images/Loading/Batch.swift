import Blueprint
import Channels

/// Images with their labels, ready for the network. A batch is uniquely owned; when it goes out of scope,
/// its memory returns to the pool of its loader and is reused.
public struct Batch: ~Copyable, Sendable {
  /// The number of the batch, from 0.
  public let index: Int
  /// The epoch of its first image, from 0.
  public let epoch: Int
  /// The number of images. The remaining elements of a partial validation batch are zeros with label 0.
  public let count: Int
  /// The largest number of images.
  public let capacity: Int
  /// The shape of one image.
  public let shape: Shape
  private let memory: BatchMemory
  private let home: Pool<BatchMemory>

  init(
    _ memory: BatchMemory, index: Int, epoch: Int, count: Int, shape: Shape,
    home: Pool<BatchMemory>
  ) {
    self.memory = memory
    self.index = index
    self.epoch = epoch
    self.count = count
    self.capacity = memory.labels.count
    self.shape = shape
    self.home = home
  }

  deinit { home.release(memory) }

  /// Calls a closure with the images, `[capacity, channels, height, width]`, aligned to 64 bytes. They
  /// are valid only during the call.
  public func withImages<Result>(_ body: (UnsafeBufferPointer<Float>) throws -> Result) rethrows
    -> Result
  {
    try body(UnsafeBufferPointer(memory.images.elements))
  }

  /// Calls a closure with the labels, `[capacity]`. They are valid only during the call.
  public func withLabels<Result>(_ body: (UnsafeBufferPointer<Int32>) throws -> Result) rethrows
    -> Result
  {
    try body(UnsafeBufferPointer(memory.labels.elements))
  }
}

/// The memory of a batch.
struct BatchMemory: Sendable {
  let images: Buffer<Float>
  let labels: Buffer<Int32>

  /// Allocates the memory of a batch.
  /// - Parameters:
  ///   - capacity: The largest number of images.
  ///   - shape: The shape of one image.
  ///   - views: The number of views of each image.
  init(capacity: Int, shape: Shape, views: Int = 1) {
    images = Buffer(count: capacity * views * shape.count, repeating: 0)
    labels = Buffer(count: capacity, repeating: 0)
  }
}
